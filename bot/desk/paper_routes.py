"""The papers of a case as Word files, and its attachments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool

from bot.cases.attachments import Attachments
from bot.cases.calendar import SHANGHAI
from bot.cases.cases import Cases
from bot.cases.papers import DOCX, Kind, Line, Papers
from bot.cases.records import Member
from bot.desk.gate import HANDLERS, Asker, Gate
from bot.desk.problems import Refused
from bot.records import Message

SHOWN_IN_BROWSER = ("image/jpeg", "image/png", "image/webp", "application/pdf")
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"
"""What a citizen sent runs nothing and reaches nothing, whatever a browser takes it for."""


def paper_routes(
    gate: Gate, cases: Cases, papers: Papers, attachments: Attachments, clock: Callable[[], float]
) -> APIRouter:
    """The routes under ``/cases/{case}`` that give out files."""
    router = gate.router(*HANDLERS, tag="desk: files")

    def paper_made(actor: Member, case: str, kind: Kind) -> tuple[str, bytes]:
        view = cases.case_get(actor, case)
        if kind not in papers.titles(view):
            raise Refused(409, "paper_not_yet")
        said = cases.message_list(actor, case) if "transcript" in view.sees else []
        today = datetime.fromtimestamp(clock(), SHANGHAI).date()
        content = papers.paper(view, kind, actor, today, talk_of(said, view.case.number))
        cases.event_add(actor, case, "paper_made", {"paper": kind})
        return f"{view.case.number}-{papers.titles(view)[kind].zh}.docx", content

    @router.get("/cases/{case}/papers/{paper}.docx", response_class=Response, responses={200: {"content": {DOCX: {}}}})
    async def paper_get(actor: Asker, case: str, paper: Kind) -> Response:
        """A paper filled from the case, as far as the member may see it. Making it is written down."""
        name, content = await run_in_threadpool(paper_made, actor, case, paper)
        return Response(content, media_type=DOCX, headers={"content-disposition": _disposition("attachment", name)})

    @router.get("/cases/{case}/files/{file}", response_class=Response, responses={200: {"content": {"*/*": {}}}})
    async def file_get(
        actor: Asker, case: str, file: str, download: Annotated[bool, Query(description="save it")] = False
    ) -> Response:
        """What the citizen added to the case. Looking at it is written down."""
        found, content = await run_in_threadpool(attachments.of_case, actor, case, file)
        how = "attachment" if download or found.type not in SHOWN_IN_BROWSER else "inline"
        headers = {"content-disposition": _disposition(how, found.name), "content-security-policy": SANDBOX}
        return Response(content, media_type=found.type, headers=headers)

    return router


def talk_of(said: Sequence[Message], number: str) -> list[Line]:
    """What mediator and citizen said to each other in the case with this number. Pure."""
    lines = []
    for message in said:
        words = {**message.body, **(message.words or {})}
        if words.get("case") == number and words.get("kind") == "text" and message.author in ("citizen", "mediator"):
            lines.append(Line(message.author, message.at, str(words["text"])))
    return lines


def _disposition(how: str, name: str) -> str:
    return f"{how}; filename*=UTF-8''{quote(name, safe='')}"

"""Gathers what a packet is made of: everything of the case that the receiver may see, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from bot.cases import access, beside, talk
from bot.cases.exchange.packing import FileContent, Source
from bot.cases.files import ContentGone, Files
from bot.cases.records import Case, Forbidden, Part, System
from bot.cases.tables import case_files
from bot.cases.work import Work


def gather(work: Work, case: Case, partner: str | None, files: Files) -> Source:
    """What of the case ``partner`` may see, and the actor too; None: what the actor sees.

    Raises ``CaseHidden``, and ``Forbidden`` for a partner that does not exist.
    """
    office = work.office
    parts, to = _cut(work, case, partner)
    everything = replace(work, actor=System())
    said = talk.message_list(everything, case, 0) if "transcript" in parts and case.conversation else []
    return Source(
        case=access.shown(case, parts),
        parts=parts,
        organisation=office.organisation(case.organisation).name,
        category=office.categories.of(case.kind),
        district=office.catalogue.districts.get(case.district or ""),
        # A citizen's other cases are in the same conversation, and nobody else's business.
        transcript=[one for one in said if talk.number_of(one.body) in (None, case.number)],
        files=_contents(work, case, files) if "files" in parts else [],
        notes=beside.note_list(everything, case) if "notes" in parts else [],
        history=beside.event_list(everything, case),
        to=to,
        hide=lambda text: access.hide(text, case, parts),
    )


def _cut(work: Work, case: Case, partner: str | None) -> tuple[frozenset[Part], Mapping[str, str]]:
    routing, parts = work.office.routing, work.sees(case)
    if partner is None:
        return parts, {}
    if partner not in routing.partners:
        raise Forbidden
    role = routing.partners[partner].role
    return parts & routing.roles[role].sees, {"partner": partner, "role": role}


def _contents(work: Work, case: Case, files: Files) -> list[FileContent]:
    mine = select(case_files).where(case_files.c.case == case.id).order_by(case_files.c.at, case_files.c.id)
    return [_content(work, row, files) for row in work.connection.execute(mine).all()]


def _content(work: Work, row: Row[Any], files: Files) -> FileContent:
    name = work.office.sealer.unseal_json(row.sealed)["name"]
    try:
        return FileContent(name, row.type, files.get(row.id))
    except ContentGone:
        return FileContent(name, row.type, None)

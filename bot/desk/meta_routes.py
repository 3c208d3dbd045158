"""The words and counts that the page needs before it shows anything, and suggestions for the next reply."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from bot.cases.approvals import APPROVERS, Approvals
from bot.cases.cases import Cases
from bot.cases.records import Member
from bot.desk.case_shapes import NamedBoth
from bot.desk.gate import EVERYBODY, HANDLERS, Asker, Gate, SignedIn
from bot.desk.inserts import words_of
from bot.desk.staff import Staff, StaffMember
from bot.desk.suggestions import SuggestionList, Suggestions
from bot.desk.vocabulary import Vocabulary
from bot.sentences import Language


class Colleague(BaseModel):
    """Somebody of one's own organisation who works on cases."""

    id: str
    name: str
    on_duty: bool
    open_cases: int


class OrganisationShown(NamedBoth):
    """An organisation; ``colleagues`` only of one's own."""

    colleagues: list[Colleague] = []


class QuickReplyShown(BaseModel):
    """What is said often; ``kind`` null is for all kinds."""

    id: str
    kind: str | None
    zh: str
    en: str
    text: dict[Language, str]


class Meta(BaseModel):
    """Words by id in both languages, and how many cases are in each list."""

    kinds: list[NamedBoth]
    districts: list[NamedBoth]
    organisations: list[OrganisationShown]
    participant_roles: list[NamedBoth]
    partners: list[NamedBoth]
    roles: list[NamedBoth]
    states: list[NamedBoth]
    outcomes: list[NamedBoth]
    quick_replies: list[QuickReplyShown]
    counts: dict[str, int]


def meta_routes(gate: Gate, cases: Cases, staff: Staff, approvals: Approvals, vocabulary: Vocabulary) -> APIRouter:
    """The route ``/meta``."""
    router = gate.router(*EVERYBODY, tag="desk: session")

    def colleagues(member: StaffMember) -> list[dict[str, Any]]:
        loads = cases.open_counts(Member.of(member))
        there = [one for one, _seen in staff.list(member.organisation) if one.active and one.role in HANDLERS]
        return [
            {"id": one.id, "name": one.name, "on_duty": one.on_duty, "open_cases": loads.get(one.id, 0)}
            for one in there
        ]

    def meta(member: StaffMember) -> Meta:
        counts: dict[str, int] = {}
        listed = vocabulary.listed(member)
        if member.role in HANDLERS:
            counts |= cases.counts(Member.of(member))
            for organisation in listed["organisations"]:
                if organisation["id"] == member.organisation:
                    organisation["colleagues"] = colleagues(member)
        if member.role in APPROVERS:
            counts["approvals"] = len(approvals.held())
        return Meta.model_validate({**listed, "counts": counts})

    @router.get("/meta")
    async def meta_get(session: SignedIn) -> Meta:
        """Everything by id, in both languages."""
        return await run_in_threadpool(meta, session.member)

    return router


def suggestion_routes(gate: Gate, cases: Cases, suggestions: Suggestions) -> APIRouter:
    """The route ``/cases/{case}/suggestions``."""
    router = gate.router(*HANDLERS, tag="desk: conversation")

    def asked(actor: Member, case: str, q: str) -> tuple[str, Language]:
        seen = cases.case_get(actor, case).case
        return q or words_of(cases.message_list(actor, case), seen.facts.what_happened), seen.language

    @router.get("/cases/{case}/suggestions")
    async def suggestion_list(
        actor: Asker,
        case: str,
        q: Annotated[str, Query(max_length=500, description="else what happened and what the citizen said last")] = "",
        language: Annotated[Language | None, Query(description="else the case's")] = None,
    ) -> SuggestionList:
        """Guidance and articles that fit, each ready to be put into the reply."""
        words, own = await run_in_threadpool(asked, actor, case, q.strip())
        return await suggestions.find(words, language or own)

    return router

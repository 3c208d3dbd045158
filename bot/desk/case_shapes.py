"""The shapes in which the desk shows cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from bot.cases.records import Action, Case, LastMessage, Outcome, Part, Side, State
from bot.cases.records import CaseRow as Row
from bot.desk.told import ShownCard, Unanswered
from bot.sentences import Language


class Named(BaseModel):
    """Somebody or something by its id."""

    id: str
    name: str | None = Field(description="null when whoever it was is gone")


class Bilingual(BaseModel):
    """The same in both languages."""

    zh: str
    en: str


class NamedBoth(Bilingual):
    """Something by its id, with its name in both languages."""

    id: str


class LastWords(BaseModel):
    """The end of the transcript; ``text`` is empty for who may not read it."""

    from_: str = Field(alias="from")
    at: datetime
    text: str


class CaseBrief(BaseModel):
    """What tells one case from another."""

    id: str
    number: str
    state: State
    kind: str
    district: str | None
    language: Language
    priority: int = Field(description="0 usual, 1 raised, 2 danger")
    organisation: str
    holder: Named | None
    opened_at: datetime
    queued_at: datetime
    due_at: datetime | None
    overdue: bool
    summary: str


class CaseRowShown(CaseBrief):
    """A case in a list."""

    last_message: LastWords | None
    unread: int


class CaseList(BaseModel):
    """Part of a list; ``next`` is the cursor of the next part."""

    cases: list[CaseRowShown]
    next: str | None
    total: int


class FactsShown(BaseModel):
    """What happened, in the words of whoever told it."""

    what_happened: str
    other_side: str | None = None
    wishes: str
    tried: str
    evidence: Sequence[str]
    amount: float | None
    happened_on: str | None
    district: str | None
    subdistrict: str | None
    address: str | None = None


class PartyShown(BaseModel):
    """Somebody of the dispute."""

    role: Side
    name: str
    contact: str | None = None


class Told(BaseModel):
    """A text."""

    text: str


class Consent(BaseModel):
    """When the citizen agreed to the purpose, and to which wording."""

    at: datetime
    version: str | None


class ParticipantShown(Bilingual):
    """An organisation that takes part."""

    organisation: str
    role: str
    role_zh: str
    role_en: str
    since: datetime
    in_charge: bool


class Deadline(BaseModel):
    """By when something should have happened."""

    what: Literal["first_contact", "close", "move", "return_visit", "lease"]
    at: datetime
    overdue: bool


class FileShown(BaseModel):
    """An attachment; its content is at ``/cases/{id}/files/{file}``."""

    id: str
    name: str
    type: str
    size: int
    at: datetime


class CaseViewShown(CaseBrief):
    """A case as this member may see it; what they may not see is absent or null, and ``sees`` tells which parts."""

    sees: Sequence[Part]
    allowed: Sequence[Action] = Field(description="what this member may do with it now")
    facts: FactsShown | None = None
    parties: list[PartyShown] | None = None
    contact: Told | None = None
    subdistrict: str | None
    amount: float | None
    happened_on: str | None
    tried: str | None = None
    evidence: Sequence[str] | None = None
    consent: Consent | None
    routed_why: Bilingual
    participants: list[ParticipantShown]
    speaker: Literal["assistant", "mediator"]
    lease_until: datetime | None
    shown_cards: list[ShownCard] | None = None
    unanswered: list[Unanswered] | None = None
    screening: Bilingual | None = None
    deadlines: list[Deadline]
    satisfaction: int | None
    outcome: Outcome | None
    claimed_at: datetime | None
    closed_at: datetime | None
    source: Literal["applied", "taken_up", "handed_over"] | None
    origin: dict[str, str] | None = None
    agreement: dict[str, Any] | None = None
    visit: dict[str, Any] | None = None
    files: list[FileShown] | None = None
    papers: list[NamedBoth] | None = None


class CaseGone(BaseModel):
    """The case was changed so that this member no longer sees it."""

    gone: Literal[True]


def moment(at: float) -> datetime:
    """A time of Unix seconds as it is shown."""
    return datetime.fromtimestamp(at, UTC)


def moment_or_none(at: float | None) -> datetime | None:
    """As ``moment``, where there may be none."""
    return None if at is None else moment(at)


def brief(case: Case, holder: str | None, summary: str, now: float) -> dict[str, Any]:
    """The fields of ``CaseBrief``."""
    late = case.due_at is not None and case.due_at < now
    return {
        "id": case.id,
        "number": case.number,
        "state": case.state,
        "kind": case.kind,
        "district": case.district,
        "language": case.language,
        "priority": case.priority,
        "organisation": case.organisation,
        "holder": None if case.holder is None else Named(id=case.holder, name=holder),
        "opened_at": moment(case.opened_at),
        "queued_at": moment(case.queued_at),
        "due_at": moment_or_none(case.due_at),
        "overdue": case.overdue_at is not None or late,
        "summary": summary,
    }


def row_shown(row: Row, now: float) -> CaseRowShown:
    """A case in a list, as it is at ``now``."""
    said = None if row.last_message is None else _last(row.last_message)
    told = brief(row.case, row.holder_name, row.summary, now)
    return CaseRowShown(**told, last_message=said, unread=row.unread)


def _last(said: LastMessage) -> LastWords:
    return LastWords.model_validate({"from": said.author, "at": moment(said.at), "text": said.text})

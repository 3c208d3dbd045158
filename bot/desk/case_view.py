"""Puts together how one case is shown: what the member sees of it, what the assistant told, by when what is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.cases.attachments import Attachments
from bot.cases.cases import Cases
from bot.cases.listing import summary_of
from bot.cases.papers import Papers
from bot.cases.records import HELD, Case, CaseView, Member
from bot.desk.case_shapes import (
    Bilingual,
    CaseViewShown,
    Consent,
    Deadline,
    FactsShown,
    FileShown,
    NamedBoth,
    ParticipantShown,
    PartyShown,
    Told,
    brief,
    moment,
    moment_or_none,
)
from bot.desk.told import shown_cards, unanswered
from bot.desk.vocabulary import Vocabulary

SCREENING = "screening"
"""The attachment that tells what a screening for legal aid came to."""
SOURCES = {"citizen": "applied", "partner": "handed_over"}


class CaseViews:
    """Shows cases to members. Its method blocks and may raise ``StoreUnavailable``."""

    def __init__(
        self,
        cases: Cases,
        attachments: Attachments,
        papers: Papers,
        vocabulary: Vocabulary,
        clock: Callable[[], float],
    ) -> None:
        self._cases = cases
        self._attachments = attachments
        self._papers = papers
        self._vocabulary = vocabulary
        self._clock = clock

    def get(self, actor: Member, case: str) -> CaseViewShown:
        """A case as the member sees it. Raises ``CaseHidden``."""
        view = self._cases.case_get(actor, case)
        shown = brief(view.case, view.holder_name, summary_of(view.case), self._clock())
        shown |= self._always(view)
        for part, told in (("facts", _facts), ("parties", _parties), ("contact", _contact), ("papers", self._fillable)):
            shown |= told(view) if part in view.sees else {}
        if "transcript" in view.sees:
            said = self._cases.message_list(actor, case)
            shown |= {"shown_cards": shown_cards(said), "unanswered": unanswered(said)}
        if "files" in view.sees:
            with self._cases.office.database.reading() as connection:
                listed = self._attachments.listed(connection, case)
            shown["files"] = [
                FileShown(id=one.id, name=one.name, type=one.type, size=one.size, at=moment(one.at)) for one in listed
            ]
        return CaseViewShown(**shown)

    def _always(self, view: CaseView) -> dict[str, Any]:
        """What everybody sees who sees the case at all."""
        case = view.case
        consent = None if case.consent_at is None else Consent(at=moment(case.consent_at), version=case.consent_version)
        return {
            "sees": sorted(view.sees),
            "allowed": sorted(view.allowed),
            "subdistrict": case.subdistrict,
            "amount": case.amount,
            "happened_on": case.happened_on,
            "consent": consent,
            "routed_why": Bilingual(zh=case.routed_why["zh"], en=case.routed_why["en"]),
            "participants": self._participants(view),
            "speaker": view.speaker,
            "lease_until": moment_or_none(case.lease_until),
            "deadlines": self._deadlines(case),
            "satisfaction": case.satisfaction,
            "outcome": case.outcome,
            "claimed_at": moment_or_none(case.claimed_at),
            "closed_at": moment_or_none(case.closed_at),
            "source": SOURCES[case.source],
            "origin": dict(case.facts.origin) or None,
        }

    def _participants(self, view: CaseView) -> list[ParticipantShown]:
        """The organisation in charge first."""
        case = view.case
        own = self._vocabulary.organisation(case.organisation)
        first = ParticipantShown(
            organisation=case.organisation,
            zh=own["zh"],
            en=own["en"],
            role="in_charge",
            role_zh="主办",
            role_en="In charge",
            since=moment(case.opened_at),
            in_charge=True,
        )
        return [first, *(self._participant(one.organisation, one.role, one.since) for one in view.participants)]

    def _participant(self, organisation: str, role: str, since: float) -> ParticipantShown:
        name, called = self._vocabulary.organisation(organisation), self._vocabulary.participant_role(role)
        return ParticipantShown(
            organisation=organisation,
            zh=name["zh"],
            en=name["en"],
            role=role,
            role_zh=called["zh"],
            role_en=called["en"],
            since=moment(since),
            in_charge=False,
        )

    def _deadlines(self, case: Case) -> list[Deadline]:
        now, due = self._clock(), []
        if case.due_at is not None:
            late = case.due_at < now or case.overdue_at is not None
            due.append(Deadline(what=self._due_what(case), at=moment(case.due_at), overdue=late))
        if case.lease_until is not None and case.state in HELD:
            due.append(Deadline(what="lease", at=moment(case.lease_until), overdue=case.lease_until < now))
        return sorted(due, key=lambda one: one.at)

    def _due_what(self, case: Case) -> Any:
        """What ``due_at`` asks for. A claim keeps the promise of a first contact until it is kept or broken."""
        if case.state == "in_progress" and case.first_reply_at is None:
            own = self._cases.office.timers(case.organisation, "in_progress", case.state_at)["due_at"]
            return "close" if case.due_at == own else "first_contact"
        return {"supervised": "move", "in_progress": "close", "closed": "return_visit"}.get(case.state, "first_contact")

    def _fillable(self, view: CaseView) -> dict[str, Any]:
        titles = self._papers.titles(view)
        return {"papers": [NamedBoth(id=kind, zh=title.zh, en=title.en) for kind, title in titles.items()]}


def _facts(view: CaseView) -> dict[str, Any]:
    case, facts = view.case, view.case.facts
    shown = FactsShown(
        what_happened=facts.what_happened,
        other_side=facts.other_side or None,
        wishes=facts.wishes,
        tried=facts.tried,
        evidence=facts.evidence,
        amount=case.amount,
        happened_on=case.happened_on,
        district=case.district,
        subdistrict=case.subdistrict,
        address=facts.address or None,
    )
    told = {"facts": shown, "tried": facts.tried, "evidence": facts.evidence}
    told |= {"agreement": dict(facts.agreement) or None, "visit": dict(facts.visit) or None}
    screening = facts.attachments.get(SCREENING)
    return told | ({"screening": Bilingual(zh=screening, en=screening)} if screening else {})


def _parties(view: CaseView) -> dict[str, Any]:
    parties = [PartyShown(role=one.side, name=one.name, contact=one.contact) for one in view.case.facts.parties]
    return {"parties": parties}


def _contact(view: CaseView) -> dict[str, Any]:
    return {"contact": Told(text=view.case.facts.contact) if view.case.facts.contact else None}

"""A citizen's own file of their cases, in words: what is known, what happened, what was added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.cases.attachments import Attachments
from bot.cases.cases import Cases
from bot.cases.own_sentences import EVENTS, FIELDS, STATES, say
from bot.cases.records import Case
from bot.cases.rows import name_of
from bot.cases.tables import case_events
from bot.database import Database
from bot.sentences import Language

REPEATED = ("case_raised", "callback_asked", "file_added")
"""Events that are told once each, for the details are elsewhere in the file."""


class OwnFile:
    """Reads a citizen's cases for them alone. Methods block and may raise ``StoreUnavailable``."""

    def __init__(self, database: Database, cases: Cases, attachments: Attachments) -> None:
        self._database = database
        self._cases = cases
        self._attachments = attachments

    def listed(self, key: str, language: Language) -> list[dict[str, Any]]:
        """The cases of the conversation ``key`` that are not erased, the newest first, as ``docs/cases.md`` says."""
        with self._database.reading() as connection:
            return [self._told(connection, case, language) for case in self._mine(connection, key)]

    def one(self, key: str, number: str) -> Case | None:
        """The case with this number, if it is one of this conversation's and not erased."""
        with self._database.reading() as connection:
            return next((case for case in self._mine(connection, key) if case.number == number), None)

    def _mine(self, connection: Connection, key: str) -> list[Case]:
        return [case for case in self._cases.citizen_cases(key, within=connection) if case.erased_at is None]

    def _told(self, connection: Connection, case: Case, language: Language) -> dict[str, Any]:
        office = self._cases.office
        files = self._attachments.listed(connection, case.id)
        kinds = office.catalogue.kinds
        return {
            "number": case.number, "state": case.state, "state_text": STATES[case.state][language],
            "kind": case.kind, "kind_text": kinds[case.kind][language] if case.kind in kinds else case.kind,
            "opened_at": _iso(case.opened_at), "due": _iso(case.due_at) if case.is_open else None,
            "organisation": office.organisation(case.organisation).name[language],
            "name": name_of(connection, case.holder), "is_open": case.is_open, "is_held": case.is_held,
            "facts": self._facts(case, language), "events": self._events(connection, case, language),
            "files": [
                {"id": one.id, "name": one.name, "type": one.type, "size": one.size, "at": _iso(one.at)}
                for one in files
            ],
        }  # fmt: skip

    def _facts(self, case: Case, language: Language) -> list[dict[str, str]]:
        facts = case.facts
        districts = self._cases.office.catalogue.districts
        district = districts[case.district][language] if case.district and case.district in districts else ""
        given: Mapping[str, str] = {
            "what_happened": facts.what_happened, "happened_on": case.happened_on or "",
            "other_side": facts.other_side, "wishes": facts.wishes, "amount": _yuan(case.amount, language),
            "place": " ".join(filter(None, (district, case.subdistrict))), "tried": facts.tried,
            "evidence": ("、" if language == "zh" else "; ").join(facts.evidence), "contact": facts.contact,
        }  # fmt: skip
        return [{"label": FIELDS[name][language], "text": text} for name, text in given.items() if text]

    def _events(self, connection: Connection, case: Case, language: Language) -> list[dict[str, Any]]:
        mine = select(case_events).where(case_events.c.case == case.id, case_events.c.event.in_(EVENTS))
        told: list[dict[str, Any]] = []
        seen: set[str] = set()
        for row in connection.execute(mine.order_by(case_events.c.id)):
            if row.event in REPEATED and row.event in seen:
                continue
            seen.add(row.event)
            told.append({"at": _iso(row.at), "text": self._event(connection, row.event, row.details, case, language)})
        return told

    def _event(
        self, connection: Connection, event: str, details: Mapping[str, Any], case: Case, language: Language
    ) -> str:
        office = self._cases.office
        organisation = details.get("to") or details.get("organisation") or case.organisation
        holder = name_of(connection, details.get("holder") or case.holder) or ""
        return say(event, language, name=holder, organisation=office.organisation(organisation).name[language])


def _iso(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _yuan(amount: float | None, language: Language) -> str:
    if amount is None:
        return ""
    number = f"{amount:,.2f}".removesuffix(".00")
    return f"{number} 元" if language == "zh" else f"{number} yuan"

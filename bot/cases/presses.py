"""Answers a citizen's buttons about cases, in the transaction that keeps the press: status, speaker, code, rating."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.cases.cases import Cases
from bot.cases.citizen_sentences import say
from bot.cases.floor import said_of
from bot.cases.purpose import Purpose
from bot.cases.records import Case, CaseRefusal, Citizen, Opening, Said
from bot.cases.rows import name_of
from bot.cases.sentences import moment, waiting_say
from bot.privacy import personal_numbers
from bot.sentences import Language

PRESS = re.compile(r"/(case_[a-z_]+)(\{.*\})?\Z", re.DOTALL)
CALLBACK = "case_callback"
"""What the question for a way to be reached ``keeps``, so that its answer is taken here."""
CONTACT = re.compile(r"@|\d{5,}|微信|wechat|weixin|\bqq\b|\bvx\b|电话|手机", re.IGNORECASE)
MOST_SHOWN = 3
Pressed = tuple[Sequence[Said], Sequence[Case]]
"""What is said, and which cases have changed."""


def is_press(payload: str) -> bool:
    """Whether a button is answered here and never by Rasa."""
    return PRESS.fullmatch(payload) is not None


def looks_like_contact(words: str) -> bool:
    """Whether somebody who was asked how to reach them has told it, and did not write about something else."""
    return bool(personal_numbers(words) or CONTACT.search(words))


def text_said(sentence: str, language: Language, *buttons: tuple[str, str], **values: object) -> Said:
    """One of the gateway's own sentences with its buttons: names of sentences with payloads."""
    shown = [{"title": say(title, language, **values), "payload": payload} for title, payload in buttons]
    return Said({"kind": "text", "language": language, "text": say(sentence, language, **values), "buttons": shown})


class Presses:
    """Everything that a citizen does to a case by pressing something."""

    def __init__(self, cases: Cases, purpose: Purpose) -> None:
        self._cases = cases
        self._purpose = purpose
        self._answers: Mapping[str, Callable[[Connection, str, Language, Mapping[str, Any]], Pressed | None]] = {
            "case_status": lambda connection, key, language, _given: (self.status(connection, key, language), ()),
            "case_assistant": self._assistant,
            "case_mediator": self._mediator,
            "case_person": self._person,
            "case_callback": self._ask_callback,
            "case_rate": self._rate,
            "case_withdraw": lambda connection, key, language, given: (
                self.ask_withdraw(connection, key, _number(given), language), (),
            ),
            "case_withdraw_yes": self._withdraw,
            "case_reopen": self._reopen,
            "case_code": self._code,
        }  # fmt: skip

    def press(self, connection: Connection, key: str, payload: str, language: Language) -> Pressed | None:
        """The answer to a button; None when the assistant is to answer it, in the words that stand on it."""
        match = PRESS.fullmatch(payload)
        answer = self._answers.get(match[1]) if match else None
        if match is None or answer is None:
            return [text_said("no_such_case", language)], ()
        try:
            return answer(connection, key, language, json.loads(match[2] or "{}"))
        except (CaseRefusal, json.JSONDecodeError):
            return self.status(connection, key, language), ()

    def status(self, connection: Connection, key: str, language: Language) -> list[Said]:
        """How the cases of a conversation stand: those that are open, else the latest one."""
        mine = self._mine(connection, key)
        told = [case for case in mine if case.is_open][:MOST_SHOWN] or mine[:1]
        if not told:
            return [text_said("no_case", language, ("button_person", "/case_mediator"))]
        return [self._status(connection, case, language) for case in told]

    def ask_withdraw(self, connection: Connection, key: str, number: str | None, language: Language) -> list[Said]:
        """The one question before a case is withdrawn; the open cases when it is not clear which one."""
        open_ones = [case for case in self._mine(connection, key) if case.is_open]
        meant = [case for case in open_ones if number in (None, case.number)]
        if not meant:
            return self.status(connection, key, language)
        return [self._withdrawal(case, language) for case in meant[:MOST_SHOWN]]

    def callback(
        self, connection: Connection, key: str, number: str | None, contact: str, language: Language
    ) -> Pressed:
        """Keep how the citizen is to be reached, as they answered the question."""
        case = self._meant(connection, key, number, lambda case: case.is_open)
        if case is None:
            return self.status(connection, key, language), ()
        case = self._cases.callback_ask(Citizen(key), case.id, contact, within=connection)
        return [said_of(case, "called_back", language, say("called_back", language, number=case.number))], [case]

    def _assistant(self, connection: Connection, key: str, language: Language, _given: Mapping[str, Any]) -> Pressed:
        floor = self._cases.floor_get(key, within=connection)
        if floor.case is None:
            return [text_said("assistant_already", language)], ()
        return (), [self._cases.floor_return(Citizen(key), floor.case, within=connection)]

    def _mediator(
        self, connection: Connection, key: str, language: Language, _given: Mapping[str, Any]
    ) -> Pressed | None:
        """Back to the mediator of a case that is held. Without a case this is the wish for one."""
        held = self._meant(connection, key, None, lambda case: case.is_held)
        if held is not None:
            return (), [self._cases.floor_take(Citizen(key), held.id, within=connection)]
        if any(case.is_open for case in self._mine(connection, key)):
            return self.status(connection, key, language), ()
        return None

    def person_offer(self, language: Language) -> Said:
        """What becomes of what was told, and the button that agrees to it and opens a short case."""
        purpose = self._purpose.short[language]
        return text_said("person_offer", language, ("button_person_yes", "/case_person"), purpose=purpose)

    def _person(self, connection: Connection, key: str, language: Language, _given: Mapping[str, Any]) -> Pressed:
        """The yes to ``person_offer``."""
        opening = Opening("other", language, "person", consent_version=self._purpose.version)
        opened = self._cases.case_open(Citizen(key), opening, key, within=connection)
        return opened.said, [opened.case]

    def _ask_callback(self, connection: Connection, key: str, language: Language, given: Mapping[str, Any]) -> Pressed:
        case = self._meant(connection, key, _number(given), lambda case: case.is_open)
        if case is None:
            return self.status(connection, key, language), ()
        said = text_said("ask_callback", language, ("button_no_callback", "/case_status"), number=case.number)
        return [Said({**said.body, "keeps": CALLBACK, "case": case.number})], ()

    def _rate(self, connection: Connection, key: str, language: Language, given: Mapping[str, Any]) -> Pressed:
        case, value = self._meant(connection, key, _number(given)), str(given.get("value", ""))
        if case is None or value not in ("1", "2", "3", "4", "5"):
            return self.status(connection, key, language), ()
        case = self._cases.case_rate(Citizen(key), case.id, int(value), within=connection)
        return [said_of(case, "rated", language, say("rated", language, value=value))], [case]

    def _withdraw(self, connection: Connection, key: str, language: Language, given: Mapping[str, Any]) -> Pressed:
        case = self._meant(connection, key, _number(given), lambda case: case.is_open)
        if case is None:
            return self.status(connection, key, language), ()
        return (), [self._cases.case_withdraw(Citizen(key), case.id, "the citizen's wish", within=connection)]

    def _reopen(self, connection: Connection, key: str, language: Language, given: Mapping[str, Any]) -> Pressed:
        case = self._meant(connection, key, _number(given))
        if case is None:
            return self.status(connection, key, language), ()
        return (), [self._cases.case_reopen(Citizen(key), case.id, "the citizen's wish", within=connection)]

    def _code(self, connection: Connection, key: str, language: Language, given: Mapping[str, Any]) -> Pressed:
        number = _number(given)
        case = self._meant(connection, key, number, lambda case: case.is_open) or self._meant(connection, key, number)
        if case is None:
            return [text_said("no_case", language)], ()
        code = self._cases.code_renew(Citizen(key), case.id, within=connection)
        return [said_of(case, "code", language, say("new_code", language, number=case.number), code=code)], [case]

    def _mine(self, connection: Connection, key: str) -> list[Case]:
        return [case for case in self._cases.citizen_cases(key, within=connection) if case.erased_at is None]

    def _meant(
        self, connection: Connection, key: str, number: str | None, fits: Callable[[Case], bool] = lambda _case: True
    ) -> Case | None:
        """The newest case of the conversation with this number, or with any, that fits."""
        mine = self._mine(connection, key)
        return next((case for case in mine if number in (None, case.number) and fits(case)), None)

    def _status(self, connection: Connection, case: Case, language: Language) -> Said:
        office = self._cases.office
        values: dict[str, object] = {"number": case.number, "name": name_of(connection, case.holder) or ""}
        values |= {"organisation": office.organisation(case.organisation).name[language]}
        if case.state == "routed":
            waiting = self._cases.waiting(case, within=connection)
            values |= {"waiting": waiting_say(waiting, language), "due": _due(case, language)}
            text, place = say("status_routed", language, **values), waiting.place
        else:
            outcome = say(f"outcome_{case.outcome}", language) if case.outcome else ""
            state = "closed" if case.state == "reviewed" else case.state
            text, place = say(f"status_{state}", language, outcome=outcome, **values), None
        due = case.due_at if case.state == "routed" else None
        buttons = self._buttons(connection, case, language)
        return said_of(case, "status", language, text, buttons=buttons, due=due, place=place)

    def _buttons(self, connection: Connection, case: Case, language: Language) -> list[tuple[str, str]]:
        numbered = json.dumps({"case": case.number})
        buttons: list[tuple[str, str]] = []
        if case.is_held and self._cases.floor_get(case.conversation or "", within=connection).case != case.id:
            buttons.append((say("button_mediator", language), "/case_mediator"))
        if case.is_open and not case.is_held:
            buttons.append((say("button_callback", language), "/case_callback" + numbered))
        if case.is_open:
            buttons.append((say("button_withdraw", language, number=case.number), "/case_withdraw" + numbered))
        return buttons

    def _withdrawal(self, case: Case, language: Language) -> Said:
        yes = say("button_withdraw_yes", language), "/case_withdraw_yes" + json.dumps({"case": case.number})
        text = say("ask_withdraw", language, number=case.number)
        return said_of(case, "status", language, text, buttons=[yes, (say("button_keep", language), "/case_status")])


def _due(case: Case, language: Language) -> str:
    """By when somebody should be in touch, unless that has passed: nothing is promised that is broken already."""
    if case.due_at is None or case.overdue_at is not None:
        return ""
    return say("due", language, due=moment(case.due_at, language)) + ("" if language == "zh" else " ")


def _number(given: Mapping[str, Any]) -> str | None:
    return str(given["case"]) if "case" in given else None

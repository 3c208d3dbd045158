"""What one message of a citizen does to their cases, decided in the transaction that keeps it.

While a mediator has the floor a message is relayed and the assistant stays silent. Buttons about cases are answered
here and never by Rasa, so also while Rasa is down. A case is opened in the transaction that stores the answer that
wants it: whatever is repeated or killed, one message opens one case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from bot.case_shapes import OpenCase
from bot.cases.cases import Cases
from bot.cases.erasing import Erased
from bot.cases.files import Files
from bot.cases.kept_words import filled_in, kept_words, question_keeps
from bot.cases.presses import CALLBACK, Presses, is_press, looks_like_contact, text_said
from bot.cases.purpose import Purpose
from bot.cases.records import Case, Citizen, Facts, Opening, Said
from bot.doors import door_add, door_find
from bot.emergency import Emergency
from bot.records import Answer, Incoming, Message, SecretInUse
from bot.sealing import Sealer
from bot.sentences import Language
from bot.store import message_mark, said_add
from bot.tables import conversations, messages
from understanding.language import language_of

ERASE_ASK = "erase_ask"
"""How the question is counted whether everything is to be erased."""
PERSON = "/case_mediator"
"""The wish for a person: the mediator of an open case, or a case that Rasa or, while it is gone, the gateway offers."""


class Citizens:
    """Makes a ``CaseTurn`` for each message."""

    def __init__(
        self,
        cases: Cases,
        files: Files,
        purpose: Purpose,
        sealer: Sealer,
        emergency: Emergency,
        clock: Callable[[], float],
    ) -> None:
        self.cases = cases
        self.files = files
        self.presses = Presses(cases, purpose)
        self.sealer = sealer
        self.emergency = emergency
        self.clock = clock

    def turn(self) -> CaseTurn:
        """For one message, or one answer."""
        return CaseTurn(self)

    def erase(self, key: str, number: str) -> str | None:
        """Erase the citizen's case with this number; what must stay and why, None when there is no such case."""
        mine = [case for case in self.cases.citizen_cases(key) if case.number == number and case.erased_at is None]
        if not mine:
            return None
        erased = self.cases.case_erase(Citizen(key), mine[0].id)
        self.files.drop(erased.files)
        return erased.kept

    def come_back(self, code: str, door: str) -> str | None:
        """Make ``door`` one to the conversation of the case with this code; the number of the case. Blocks.

        None when there is no such case, or what was said is erased. Raises ``SecretInUse``.
        """
        with self.cases.office.database.writing() as connection:
            case = self.cases.case_by_code(code, within=connection)
            if case is None or case.conversation is None:
                return None
            there = door_find(connection, door)
            in_use = select(conversations.c.key).where(conversations.c.key == door)
            if there not in (door, case.conversation) or connection.execute(in_use).first() is not None:
                raise SecretInUse
            door_add(connection, door, case.conversation)
            self.cases.event_add(Citizen(case.conversation), case.id, "code_used", {}, within=connection)
        return case.number

    @staticmethod
    def wants_a_person(message: Message) -> bool:
        """Whether the message is the button that asks for a person."""
        return message.body.get("payload") == PERSON


class CaseTurn:
    """Collects which cases a transaction changes; ``announce`` tells of them once it is kept.

    ``taken``, ``wanted`` and ``person`` may be called again when their transaction was not kept.
    """

    def __init__(self, citizens: Citizens) -> None:
        self._citizens = citizens
        self._begin()

    def _begin(self) -> None:
        self._changed: list[Case] = []
        self._erased: list[Erased] = []
        self._said = 0

    def announce(self) -> None:
        """Tell whoever listens to cases, and delete the contents of erased files. Blocks."""
        for case in self._changed:
            self._citizens.cases.announce(case)
        self._citizens.files.drop(identity for erased in self._erased for identity in erased.files)

    @property
    def kept(self) -> list[dict[str, str]]:
        """Of each erased case, what stays and why."""
        return [{"number": erased.case.number, "kept": erased.kept} for erased in self._erased]

    def taken(self, connection: Connection, key: str, message: Message, incoming: Incoming) -> Message:
        """Decide who answers a new message; returns it as it is kept then."""
        self._begin()
        language = _language(connection, key, message)
        danger = self._citizens.emergency.reply(incoming.text, language)
        if incoming.payload is not None and is_press(incoming.payload):
            pressed = self._citizens.presses.press(connection, key, incoming.payload, language)
            return message if pressed is None else self._answered(connection, key, message, *pressed)
        case = self._citizens.cases.citizen_wrote(key, danger is not None, within=connection)
        self._changed += [] if case is None else [case]
        floor = self._citizens.cases.floor_get(key, within=connection)
        if case is None or floor.speaker == "assistant":
            return self._for_the_assistant(connection, key, message, incoming, language, danger is not None)
        relayed = self._relayed(connection, key, message, incoming, case)
        if danger is not None:
            told = text_said("danger_to_mediator", language)
            self._say(connection, key, message, [Said(danger.model_dump(mode="json")), told])
        return relayed

    def foretold(self, connection: Connection, key: str, _message: Message, answer: Answer) -> Answer:
        """An answer that asks whether all is to be erased, with what that does to the cases said before it asks."""
        asking = next((reply for reply in answer.replies if reply.get("outcome") == ERASE_ASK), None)
        if asking is None:
            return answer
        language = asking["language"]
        told = [
            text_said("erase_too", language, number=case.number, kept=kept).body
            for case, kept in self._citizens.cases.erasure_foretold(key, within=connection)
        ]
        return replace(answer, replies=(*told, *answer.replies))

    def wanted(self, connection: Connection, key: str, message: Message, answer: Answer) -> None:
        """Do what an answer of Rasa's wants of cases, and say what became of it."""
        self._begin()
        spoken = answer.replies[-1]["language"] if answer.replies else _language(connection, key, message)
        for effect in answer.effects:
            if isinstance(effect.value, OpenCase):
                self._open(connection, key, message, self._opening(connection, key, effect.value, spoken))
            elif effect.effect == "case_status":
                self._say(connection, key, message, self._citizens.presses.status(connection, key, spoken))
            else:
                number = effect.value if isinstance(effect.value, str) else None
                asked = self._citizens.presses.ask_withdraw(connection, key, number, spoken)
                self._say(connection, key, message, asked)

    def erased(self, connection: Connection, key: str) -> None:
        """Erase the cases of a conversation that is erased itself."""
        self._begin()
        self._erased = self._citizens.cases.conversation_erase(key, within=connection)
        self._changed = [erased.case for erased in self._erased]

    def person(self, connection: Connection, key: str, message: Message, _answer: Answer) -> None:
        """Offer a short case to whoever asks for a person while the assistant cannot."""
        self._begin()
        self._say(connection, key, message, [self._citizens.presses.person_offer(_language(connection, key, message))])

    def _relayed(
        self, connection: Connection, key: str, message: Message, incoming: Incoming, case: Case
    ) -> Message:
        """The message as only the mediator of ``case`` answers it, with the words as they were written."""
        body = {**message.body, "case": case.number}
        words = {"text": incoming.words or incoming.text}
        message_mark(
            connection, key, message, state="relayed", body=body, sealed=self._citizens.sealer.seal_json(words)
        )
        return _as(message, "relayed", body, words)

    def _for_the_assistant(
        self,
        connection: Connection,
        key: str,
        message: Message,
        incoming: Incoming,
        language: Language,
        is_danger: bool,
    ) -> Message:
        """The message as the assistant answers it. What a question asked for is kept beside it, sealed."""
        name, number = question_keeps(connection, key, message.seq)
        words = incoming.words or incoming.text
        if name is None or incoming.payload is not None or is_danger:
            return message
        if name == CALLBACK:
            if not looks_like_contact(words):
                return message  # not what was asked for: a question, most likely
            message = self._keep(connection, key, message, name, words)
            pressed = self._citizens.presses.callback(connection, key, number, words, language)
            return self._answered(connection, key, message, *pressed)
        return self._keep(connection, key, message, name, words)

    def _keep(self, connection: Connection, key: str, message: Message, name: str, words: str) -> Message:
        if words == message.body["text"]:
            return message
        kept = {"keeps": name, "text": words}
        message_mark(connection, key, message, sealed=self._citizens.sealer.seal_json(kept))
        return _as(message, message.state, message.body, kept)

    def _answered(
        self, connection: Connection, key: str, message: Message, said: Sequence[Said], changed: Sequence[Case]
    ) -> Message:
        """The message as the gateway has answered it."""
        self._changed.extend(changed)
        message_mark(connection, key, message, state="answered")
        self._say(connection, key, message, said)
        return _as(message, "answered", message.body, message.words)

    def _open(self, connection: Connection, key: str, message: Message, opening: Opening) -> None:
        opened = self._citizens.cases.case_open(Citizen(key), opening, key, within=connection)
        self._changed.append(opened.case)
        self._say(connection, key, message, opened.said)

    def _opening(self, connection: Connection, key: str, wish: OpenCase, language: Language) -> Opening:
        kept = kept_words(connection, self._citizens.sealer, key)

        def words(name: str) -> str:
            return filled_in(getattr(wish, name) or "", kept.get(name))

        facts = Facts(
            what_happened=words("what_happened"), other_side=words("other_side"), wishes=words("wishes"),
            tried=words("tried"), contact=words("contact"), evidence=wish.evidence, attachments=wish.attachments,
        )  # fmt: skip
        return Opening(
            wish.kind, language, wish.reason, facts, wish.district, wish.subdistrict, wish.amount,
            wish.happened_on.isoformat() if wish.happened_on else None, wish.consent_version, wish.priority,
        )  # fmt: skip

    def _say(self, connection: Connection, key: str, message: Message, said: Sequence[Said]) -> None:
        for one in said:
            self._said += 1
            sealed = None if one.sealed is None else self._citizens.sealer.seal_json(dict(one.sealed))
            source, at = f"{message.source_id}/case{self._said}", self._citizens.clock()
            said_add(connection, key, source, one.body, at, sealed=sealed, in_reply_to=message.seq)


def _as(message: Message, state: str | None, body: Mapping[str, Any], words: Mapping[str, Any] | None) -> Message:
    return Message(message.seq, message.source_id, message.author, message.at, body, state, words=words)


def _language(connection: Connection, key: str, message: Message) -> Language:
    """The language the citizen fixed, else that of the message, else (a number tells none) of what was said last."""
    fixed = select(conversations.c.language).where(conversations.c.key == key)
    language: Language | None = connection.execute(fixed).scalar_one_or_none()
    told = language or language_of(str(message.body["text"])) or _language_last(connection, key)
    return "en" if told == "en" else "zh"


def _language_last(connection: Connection, key: str) -> Language | None:
    said = select(messages.c.body).where(messages.c.conversation == key, messages.c.author == "assistant")
    body = connection.execute(said.order_by(messages.c.seq.desc()).limit(1)).scalar_one_or_none()
    return None if body is None else body.get("language")

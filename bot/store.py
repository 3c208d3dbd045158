"""The message store: a message is in it before anything is done about it, and each change is one transaction."""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, select, update

from bot.case_shapes import OWN_BUTTONS
from bot.counters import count
from bot.database import Database, insert_into
from bot.doors import door_find, speaker_read
from bot.logs import log
from bot.records import Answer, Author, Feed, IdReused, Incoming, Message, PayloadNotOffered, Replies, Turn
from bot.reminder_rows import reminders_keep
from bot.sealing import SealBroken, Sealer
from bot.sentences import Language
from bot.tables import conversations, messages, offers

Taken = Callable[[Connection, str, Message, Incoming], Message]
"""Decides, in the transaction that keeps a new message, who answers it; returns the message as it is kept then."""
Said = Callable[[Connection, str, Message, Answer], None]
"""Carries out, in the transaction that keeps an answer, what the answer wants of cases."""
Hold = Callable[[Connection, str, Message, Answer], Answer]
"""Gives, in the transaction that keeps an answer, the answer as it is to be said now: it may have to wait for a nod."""


class Store:
    """Conversations and messages. Every method blocks and may raise ``StoreUnavailable``.

    ``key`` is a ``conversation_key``; times are Unix seconds of ``clock``.
    """

    def __init__(self, database: Database, sealer: Sealer, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._sealer = sealer
        self._clock = clock

    def door(self, key: str) -> str:
        """The key of the conversation behind the door ``key``."""
        with self._database.reading() as connection:
            return door_find(connection, key)

    def accept(self, key: str, incoming: Incoming, taken: Taken | None = None) -> tuple[Message, bool]:
        """Keep a citizen's message; the flag tells whether it is new. A known id gives the stored message.

        Raises ``IdReused`` and ``PayloadNotOffered``; then nothing has changed.
        """
        with self._database.writing() as connection:
            known = connection.execute(_of(key).where(messages.c.source_id == incoming.source_id)).first()
            if known is not None:
                return _same(self._message(known), incoming), False
            payload = incoming.payload
            if payload is not None and not _is_offered(connection, key, payload):
                raise PayloadNotOffered(payload)
            at = self._clock()
            conversation_begin(connection, key, at)
            if incoming.language is not None:
                _language_fix(connection, key, incoming.language)
            body = {"kind": "text", "text": incoming.text}
            body |= {} if payload is None else {"payload": payload}
            message = Message(_seq_take(connection, key, 1, at), incoming.source_id, "citizen", at, body, "pending")
            _add(connection, key, message)
            return taken(connection, key, message, incoming) if taken else message, True

    def next_turn(self, key: str) -> Turn | None:
        """The oldest unanswered message, with its ``attempts`` counted up; None when all is answered."""
        waiting = and_(messages.c.conversation == key, messages.c.state == "pending")
        oldest = select(func.min(messages.c.seq)).where(waiting).scalar_subquery()
        tried = update(messages).where(waiting, messages.c.seq == oldest).values(attempts=messages.c.attempts + 1)
        with self._database.writing() as connection:
            row = connection.execute(tried.returning(messages)).first()
            if row is None:
                return None
            talk = connection.execute(select(conversations).where(conversations.c.key == key)).one()
            return Turn(self._message(row), talk.rasa_sender, talk.language)

    def answer(
        self, key: str, message: Message, answer: Answer, said: Said | None = None, hold: Hold | None = None
    ) -> bool:
        """Store the replies to a message, mark it answered, fix the language and count, all in one step.

        ``said`` does what else the answer wants; ``hold`` may put a sentence in its place for now. False when there is
        nothing to answer any more: it was answered or erased meanwhile.
        """
        with self._database.writing() as connection:
            if not is_pending(connection, key, message):
                return False
            answer = hold(connection, key, message, answer) if hold else answer
            place = and_(messages.c.conversation == key, messages.c.seq == message.seq)
            connection.execute(update(messages).where(place).values(state="answered"))
            replies_add(connection, key, message, answer.replies, self._clock())
            if answer.language is not None:
                _language_fix(connection, key, answer.language)
            reminders_keep(connection, key, answer)
            if said is not None:
                said(connection, key, message, answer)
            count(connection, ("answered", *answer.counted))
            return True

    def read_mark(self, key: str, seq: int) -> bool:
        """The citizen has read up to ``seq``. False when that was known, or there is no such message."""
        further = and_(conversations.c.key == key, conversations.c.read_seq < seq, conversations.c.last_seq >= seq)
        with self._database.writing() as connection:
            marked = update(conversations).where(further).values(read_seq=seq)
            return connection.execute(marked).rowcount > 0

    def notify(self, key: str, message: Message, notice: Answer) -> bool:
        """Say something about a message that stays unanswered. False when it was answered, or told so before."""
        told = _of(key).where(messages.c.in_reply_to == message.seq)
        with self._database.writing() as connection:
            if not is_pending(connection, key, message) or connection.execute(told).first() is not None:
                return False
            replies_add(connection, key, message, notice.replies, self._clock())
            count(connection, notice.counted)
            return True

    def replies(self, key: str, message: Message) -> tuple[bool, list[Message]]:
        """Whether a message waits for its answer, and all that has been said to it so far."""
        with self._database.reading() as connection:
            said = connection.execute(_of(key).where(messages.c.in_reply_to == message.seq))
            return is_pending(connection, key, message), [self._message(row) for row in said]

    def feed(self, key: str, after: int = 0) -> Feed | None:
        """The conversation after seq ``after``; None when there is no such conversation.

        An ``after`` beyond the end comes from a conversation that was erased and begun again: all is given.
        """
        with self._database.reading() as connection:
            talk = connection.execute(select(conversations).where(conversations.c.key == key)).first()
            if talk is None:
                return None
            rows = connection.execute(_of(key).where(messages.c.seq > (after if after <= talk.last_seq else 0)))
            waiting = select(func.count()).where(messages.c.conversation == key, messages.c.state == "pending")
            pending = connection.execute(waiting).scalar_one()
            found = tuple(self._message(row) for row in rows)
            speaker = speaker_read(connection, talk.floor_case)
            return Feed(found, pending, talk.last_seq, talk.erased_to, talk.language, speaker)

    def pending(self) -> dict[str, list[Message]]:
        """Every message that waits for an answer, by conversation, oldest first."""
        waiting = select(messages).where(messages.c.state == "pending").order_by(messages.c.seq)
        found: dict[str, list[Message]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(waiting):
                found.setdefault(row.conversation, []).append(self._message(row))
        return found

    def _message(self, row: Row[Any]) -> Message:
        try:
            words = self._sealer.unseal_json(row.sealed) if row.sealed else None
        except SealBroken:
            # The rest can still be shown: the masked text.
            log("message_seal_broken", level=logging.ERROR, key=row.conversation, seq=row.seq)
            words = None
        return _message(row, words)


def conversation_begin(connection: Connection, key: str, at: float) -> None:
    """Make sure that there is a conversation ``key``."""
    talk = {"key": key, "rasa_sender": uuid.uuid4().hex, "last_seq": 0, "erased_to": 0, "active_at": at}
    connection.execute(insert_into(connection, conversations).values(talk).on_conflict_do_nothing())


def is_pending(connection: Connection, key: str, message: Message) -> bool:
    """Whether this very message still waits: after an erasure another one may have come to the same seq."""
    mine: ColumnElement[bool] = and_(messages.c.seq == message.seq, messages.c.source_id == message.source_id)
    row = connection.execute(_of(key).where(mine)).first()
    return row is not None and row.state == "pending"


def replies_add(connection: Connection, key: str, message: Message, replies: Replies, at: float) -> None:
    """Add ``replies`` to ``message`` at the end of its conversation, and remember the buttons they offer."""
    said = select(func.count()).where(messages.c.conversation == key, messages.c.in_reply_to == message.seq)
    before = connection.execute(said).scalar_one()
    first = _seq_take(connection, key, len(replies), at)
    for index, body in enumerate(replies):
        source_id = f"{message.source_id}/{before + index + 1}"
        reply = Message(first + index, source_id, "assistant", at, body, in_reply_to=message.seq)
        _say(connection, key, reply)


def said_add(
    connection: Connection,
    key: str,
    source_id: str,
    body: Mapping[str, Any],
    at: float,
    *,
    author: Author = "assistant",
    sealed: str | None = None,
    state: str | None = None,
    in_reply_to: int | None = None,
) -> Message:
    """Add something to the end of a conversation, with the buttons that it offers.

    ``sealed`` is what must not be in ``body`` in clear, sealed as JSON. Of a citizen's message ``state`` is needed.
    """
    seq = _seq_take(connection, key, 1, at)
    message = Message(seq, source_id, author, at, body, state, in_reply_to=in_reply_to)
    _say(connection, key, message, sealed)
    return message


def message_mark(connection: Connection, key: str, message: Message, **values: Any) -> None:
    """Change columns of a stored message, such as ``state`` and ``sealed``."""
    place = and_(messages.c.conversation == key, messages.c.seq == message.seq)
    connection.execute(update(messages).where(place).values(values))


def _of(key: str) -> Select[Any]:
    return select(messages).where(messages.c.conversation == key).order_by(messages.c.seq)


def _message(row: Row[Any], words: Mapping[str, Any] | None) -> Message:
    return Message(
        row.seq, row.source_id, row.author, row.at, row.body, row.state, row.attempts, row.in_reply_to, words
    )


def _add(connection: Connection, key: str, message: Message, sealed: str | None = None) -> None:
    row = {"conversation": key, "seq": message.seq, "source_id": message.source_id, "author": message.author}
    row |= {"at": message.at, "body": dict(message.body), "state": message.state, "in_reply_to": message.in_reply_to}
    connection.execute(insert(messages).values(row | {"sealed": sealed}))


def _say(connection: Connection, key: str, message: Message, sealed: str | None = None) -> None:
    """Keep a message, and the buttons that it offers."""
    _add(connection, key, message, sealed)
    for button in message.body.get("buttons", ()):
        row = {"conversation": key, "payload_hash": _payload_hash(button["payload"])}
        offer = insert_into(connection, offers).values(row)
        connection.execute(offer.on_conflict_do_nothing())


def _seq_take(connection: Connection, key: str, number: int, at: float) -> int:
    """Reserve ``number`` seqs and return the first."""
    taken = {"last_seq": conversations.c.last_seq + number, "active_at": at}
    statement = update(conversations).where(conversations.c.key == key).values(taken)
    last: int = connection.execute(statement.returning(conversations.c.last_seq)).scalar_one()
    return last - number + 1


def _same(known: Message, incoming: Incoming) -> Message:
    """The stored message, when ``incoming`` is a repetition of it. What was erased can no longer be compared."""
    is_same = known.body.get("text") == incoming.text and known.body.get("payload") == incoming.payload
    if known.author != "citizen" or not (is_same or known.body.get("erased")):
        raise IdReused(incoming.source_id)
    return known


def _is_offered(connection: Connection, key: str, payload: str) -> bool:
    if payload in OWN_BUTTONS:
        return True
    offer = select(offers).where(offers.c.conversation == key, offers.c.payload_hash == _payload_hash(payload))
    return connection.execute(offer).first() is not None


def _payload_hash(payload: str) -> str:
    return hashlib.sha256(payload.encode(errors="surrogatepass")).hexdigest()


def _language_fix(connection: Connection, key: str, language: Language) -> None:
    connection.execute(update(conversations).where(conversations.c.key == key).values(language=language))

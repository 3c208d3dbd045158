"""What a citizen adds to a case: checked, kept sealed, a message in the conversation, and told to the mediator."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, Row, func, insert, select

from bot.cases.cases import Cases
from bot.cases.files import LARGEST, MOST_IN_A_CASE, ContentGone, Files
from bot.cases.media import TYPES, MediaBroken, media_clean, media_type
from bot.cases.notices import notices_add
from bot.cases.records import Actor, Case, Citizen
from bot.cases.tables import case_files, cases
from bot.database import Database
from bot.logs import log
from bot.records import IdReused, Message, StoreUnavailable
from bot.sealing import Sealer
from bot.store import said_add
from bot.tables import messages

LONGEST_NAME = 80
UNPRINTABLE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u2028\u2029]+')
Refused = Literal["no_case", "file_type", "file_large", "file_empty", "file_many", "file_full"]


class FileRefused(Exception):
    """A file is not taken; nothing has changed. ``reason`` names why."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Attachment:
    """A file of a case. ``at`` in Unix seconds, ``size`` in bytes."""

    id: str
    name: str
    type: str
    size: int
    at: float


class Attachments:
    """Every method blocks and may raise ``StoreUnavailable``."""

    def __init__(
        self, database: Database, sealer: Sealer, cases: Cases, files: Files, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._sealer = sealer
        self._cases = cases
        self._files = files
        self._clock = clock

    def add(self, key: str, source_id: str, name: str, content: bytes) -> Message:
        """Add a file to the open case of the conversation ``key``: the one whose mediator speaks, else the newest.

        ``source_id`` makes a repetition harmless: the stored message comes back. Raises ``FileRefused`` and
        ``IdReused``.
        """
        try:
            return self._added(key, source_id, name, content)
        except StoreUnavailable as error:
            if error.reason == "full":
                raise FileRefused("file_full") from error
            raise

    def _added(self, key: str, source_id: str, name: str, content: bytes) -> Message:
        kind, content = _checked(content)
        with self._database.reading() as connection:
            known = self._known(connection, key, source_id, kind, len(content))
            if known is None:
                self._room(connection, key)
        if known is not None:
            return known
        made = Attachment(uuid.uuid4().hex, name_fit(name, kind), kind, len(content), self._clock())
        # First the content: a row never names a file that is not there. What a crash leaves over is swept.
        self._files.put(made.id, content)
        is_kept = False
        try:
            message, case = self._kept(key, source_id, made)
            is_kept = message.body["file"] == made.id
        finally:
            if not is_kept:
                self._files.drop([made.id])
        if case is not None:
            self._cases.announce(case)
        return message

    def own(self, key: str, identity: str) -> tuple[Attachment, bytes]:
        """A file of a case of this conversation, for its citizen. Raises ``ContentGone``, also for anybody else's."""
        mine = select(case_files).join(cases).where(case_files.c.id == identity, cases.c.conversation == key)
        with self._database.reading() as connection:
            row = connection.execute(mine).first()
        if row is None:
            raise ContentGone(identity)
        return self._attachment(row), self._files.get(identity)

    def of_case(self, actor: Actor, case: str, identity: str) -> tuple[Attachment, bytes]:
        """A file of a case, for whoever may see its files. Raises ``ContentGone``, ``CaseHidden`` and ``Forbidden``."""
        self._cases.access_check(actor, case, "files")
        with self._database.reading() as connection:
            mine = select(case_files).where(case_files.c.id == identity, case_files.c.case == case)
            row = connection.execute(mine).first()
        if row is None:
            raise ContentGone(identity)
        self._cases.event_add(actor, case, "file_viewed", {"file": identity})
        return self._attachment(row), self._files.get(identity)

    def listed(self, connection: Connection, case: str) -> list[Attachment]:
        """The files of a case, the oldest first. Whoever calls this has checked who asks."""
        mine = select(case_files).where(case_files.c.case == case).order_by(case_files.c.at, case_files.c.id)
        return [self._attachment(row) for row in connection.execute(mine)]

    async def run(self, every: float) -> None:
        """For ever: sweep, and again after ``every`` seconds."""
        while True:
            try:
                await run_in_threadpool(self.sweep)
            except StoreUnavailable as error:
                log("files_sweep_postponed", level=logging.WARNING, why=error.reason)
            await asyncio.sleep(every)

    def sweep(self) -> None:
        """Delete what a crash or an erasure has left over on the disk."""
        with self._database.reading() as connection:
            known = set(connection.execute(select(case_files.c.id)).scalars())
        swept = self._files.sweep(known)
        if swept:
            log("files_swept", files=swept)

    def _room(self, connection: Connection, key: str) -> Case:
        """The case that takes a file now. Raises ``FileRefused``."""
        there = self._cases.floor_get(key, within=connection)
        mine = [case for case in self._cases.citizen_cases(key, within=connection) if case.is_open]
        mine.sort(key=lambda case: case.id != there.case)
        if not mine:
            raise FileRefused("no_case")
        counted = select(func.count()).select_from(case_files).where(case_files.c.case == mine[0].id)
        if connection.execute(counted).scalar_one() >= MOST_IN_A_CASE:
            raise FileRefused("file_many")
        return mine[0]

    def _kept(self, key: str, source_id: str, made: Attachment) -> tuple[Message, Case | None]:
        """The message that brings the file, and the case it came to; None when it was there before."""
        with self._database.writing() as connection:
            known = self._known(connection, key, source_id, made.type, made.size)
            if known is not None:
                return known, None
            case = self._room(connection, key)
            name = self._sealer.seal_json({"name": made.name})
            body: dict[str, Any] = {"kind": "file", "file": made.id, "name": name_fit("", made.type), "type": made.type}
            body |= {"size": made.size, "case": case.number}
            state = "relayed" if self._cases.floor_get(key, within=connection).case == case.id else "answered"
            message = said_add(
                connection, key, source_id, body, made.at, author="citizen", sealed=name, state=state
            )
            row = {"id": made.id, "case": case.id, "seq": message.seq, "type": made.type, "size": made.size}
            connection.execute(insert(case_files).values(row | {"at": made.at, "sealed": name}))
            notices_add(connection, case, "message", made.at, [case.holder])
            self._cases.event_add(Citizen(key), case.id, "file_added", {"file": made.id}, within=connection)
            return replace(message, words={"name": made.name}), case

    def _known(self, connection: Connection, key: str, source_id: str, kind: str, size: int) -> Message | None:
        """The message that was stored under this id. Raises ``IdReused`` when it brought something else."""
        same = select(messages).where(messages.c.conversation == key, messages.c.source_id == source_id)
        row = connection.execute(same).first()
        if row is None:
            return None
        is_same = row.body.get("type") == kind and row.body.get("size") == size
        if row.author != "citizen" or row.body.get("kind") != "file" or not is_same:
            raise IdReused(source_id)
        words = self._sealer.unseal_json(row.sealed)
        return Message(row.seq, row.source_id, row.author, row.at, row.body, row.state, words=words)

    def _attachment(self, row: Row[Any]) -> Attachment:
        return Attachment(row.id, self._sealer.unseal_json(row.sealed)["name"], row.type, row.size, row.at)


def _checked(content: bytes) -> tuple[str, bytes]:
    if not content:
        raise FileRefused("file_empty")
    if len(content) > LARGEST:
        raise FileRefused("file_large")
    try:
        kind = media_type(content)
        return kind, media_clean(content, kind)
    except MediaBroken as error:
        log("file_refused", why=error)
        raise FileRefused("file_type") from error


def name_fit(given: str, kind: str) -> str:
    """A name to show and to save under: no path, nothing unprintable, and the ending that the content has."""
    plain = unicodedata.normalize("NFC", given).rpartition("/")[2].rpartition("\\")[2]
    stem = UNPRINTABLE.sub(" ", plain.rpartition(".")[0] or plain).strip(" .")[:LONGEST_NAME]
    return f"{stem or kind.partition('/')[0]}.{TYPES[kind]}"

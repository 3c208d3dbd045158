"""A small world of organisations, members and citizens in a real database, at a time that tests move."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Connection, func, insert, select

from bot.cases.calendar import SHANGHAI
from bot.cases.cases import Cases
from bot.cases.catalogue import catalogue_load
from bot.cases.categories import categories_load
from bot.cases.citizen import Citizens
from bot.cases.files import Files
from bot.cases.office import Office
from bot.cases.purpose import purpose_load
from bot.cases.records import Case, Citizen, Facts, Member, Opened, Opening, Role
from bot.cases.routing_file import routing_load
from bot.cases.tables import case_events, notices, staff
from bot.database import Database
from bot.emergency import Emergency, hotlines_load
from bot.privacy import mask
from bot.records import Incoming, Message
from bot.sealing import Sealer
from bot.settings import ROOT
from bot.store import Store, said_add

DATA = ROOT / "data"
SEALER = Sealer([Fernet.generate_key().decode()])
CATALOGUE = catalogue_load(DATA)
ROUTING = routing_load(Path(__file__).with_name("routing.yml"), CATALOGUE)
CATEGORIES = categories_load(DATA / "categories.yml")
EMERGENCY = Emergency(hotlines_load(DATA / "hotlines.yml"))
PURPOSE = purpose_load(DATA, 1095, "")
DAY = 86400.0
LEASE = 72 * 3600.0
RETENTION = 1095 * DAY


def shanghai(text: str) -> float:
    """A moment such as ``2026-11-25 10:00``, in Shanghai."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI).timestamp()


WEDNESDAY = shanghai("2026-11-25 10:00")  # a working day


class World:
    """``now`` is the time there, in Unix seconds."""

    def __init__(self, database: Database, files: Path) -> None:
        self.now = WEDNESDAY
        self.database = database
        office = Office(database, SEALER, ROUTING, CATALOGUE, CATEGORIES, lambda: self.now, LEASE, RETENTION)
        self.cases = Cases(office)
        self.store = Store(database, SEALER, lambda: self.now)
        self.files = Files(files, SEALER, lambda: self.now)
        self._citizens = Citizens(self.cases, self.files, PURPOSE, SEALER, EMERGENCY, lambda: self.now)
        self._count = itertools.count(1)

    def later(self, *, days: float = 0, hours: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self.now += days * DAY + hours * 3600 + seconds

    def member(self, name: str, organisation: str = "centre", role: Role = "mediator", **columns: Any) -> Member:
        """Somebody who works there, on duty."""
        row = {"id": uuid.uuid4().hex, "login": uuid.uuid4().hex, "name": name, "role": role}
        row |= {"organisation": organisation, "languages": ["zh"], "kinds": [], "on_duty": True, "active": True}
        with self.database.writing() as connection:
            connection.execute(insert(staff).values(row | {"created_at": self.now} | columns))
        return Member(row["id"], name, role, organisation)

    def citizen(self) -> str:
        """The key of a conversation that has begun."""
        key = hashlib.sha256(f"citizen {next(self._count)}".encode()).hexdigest()[:40]
        self.store.accept(key, Incoming(f"hello{next(self._count)}", "你好"))
        return key

    def write(self, key: str, text: str, payload: str | None = None) -> Message:
        """The citizen writes, or presses a button, as the gateway takes it in."""
        turn = self._citizens.turn()
        incoming = Incoming(f"w{next(self._count)}", mask(text), payload, words=text)
        message, _is_new = self.store.accept(key, incoming, turn.taken)
        turn.announce()
        return message

    def open(self, key: str | None = None, opening: Opening | None = None, **values: Any) -> Opened:
        """A case of a new citizen, or of the one with this key."""
        key = key or self.citizen()
        facts = values.pop("facts", Facts(what_happened="房东不退押金", other_side="房东张伟"))
        opening = opening or Opening(**{"kind": "rent", "language": "zh", "facts": facts} | values)
        return self.cases.case_open(Citizen(key), opening, key)

    def store_said(self, connection: Connection, key: str, opened: Opened) -> None:
        """Add what an opening says to the conversation, as the gateway does."""
        for said in opened.said:
            sealed = None if said.sealed is None else SEALER.seal_json(dict(said.sealed))
            said_add(connection, key, f"o{next(self._count)}", said.body, self.now, sealed=sealed)

    def held(self, member: Member, **values: Any) -> Case:
        """A case that the member has claimed."""
        return self.cases.case_claim(member, self.open(**values).case.id)

    def shown(self, key: str | None) -> list[dict[str, Any]]:
        """What the citizen sees of their conversation."""
        feed = self.store.feed(key or "")
        return [message.shown() for message in feed.messages] if feed else []

    def last(self, case: Case) -> dict[str, Any]:
        """The last message of the case's conversation."""
        return self.shown(case.conversation)[-1]

    def trail(self, case: Case) -> list[str]:
        """The events of the case's audit trail."""
        with self.database.reading() as connection:
            events = select(case_events.c.event).where(case_events.c.case == case.id).order_by(case_events.c.id)
            return list(connection.execute(events).scalars())

    def told(self, member: Member) -> list[str]:
        """What the member was told, by kind."""
        with self.database.reading() as connection:
            mine = select(notices.c.kind).where(notices.c.staff == member.id).order_by(notices.c.id)
            return list(connection.execute(mine).scalars())

    def count(self, table: Any) -> int:
        """How many rows a table has."""
        with self.database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

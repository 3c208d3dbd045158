"""Two installations on one machine, each with its own data, database and files, that exchange cases over HTTP."""

from __future__ import annotations

import asyncio
import shutil
import socket
import struct
import threading
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
import yaml
from cryptography.fernet import Fernet
from fastapi import FastAPI
from sqlalchemy import insert

from bot.cases.cases import Cases, cases_open
from bot.cases.exchange.courier import Courier
from bot.cases.exchange.opening import Exchange, exchange_open
from bot.cases.files import Files
from bot.cases.records import Case, Citizen, Facts, Member, Opening, Party
from bot.cases.tables import case_files, staff
from bot.database import Database
from bot.sealing import Sealer
from bot.security import Guard
from bot.settings import ROOT, Settings
from bot.store import conversation_begin, said_add

SECRET = "a-secret-of-more-than-32-characters-0123456789"
ROLE = "judicial-office"  # sees all but the transcript


def png() -> bytes:
    """A picture of one white dot."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\xff")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


PNG = png()
FACTS = Facts(
    what_happened="楼上卫生间渗水，客厅天花板受损。",
    other_side="李四（楼上502室）",
    wishes="修好\n赔偿",
    tried="找过居委会",
    evidence=("照片",),
    contact="13800000000",
    address="某路1号",
    parties=(Party("王五", "applicant", "13800000000"), Party("李四", "other_side")),
    attachments={"screening": "符合条件"},
)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float = 1_795_500_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@dataclass
class System:
    """One installation."""

    cases: Cases
    exchange: Exchange
    files: Files
    database: Database
    clock: Clock
    secrets: dict[str, list[str]]

    def member(self, role: str = "lead", organisation: str = "centre") -> Member:
        identity = uuid.uuid4().hex
        row: dict[str, Any] = {"id": identity, "login": identity, "name": "张调解", "role": role}
        row |= {"organisation": organisation, "languages": ["zh"], "kinds": [], "on_duty": True, "active": True}
        with self.database.writing() as connection:
            connection.execute(insert(staff).values(**row, created_at=self.clock()))
        return Member(identity, "张调解", role, organisation)

    def case(self, *, facts: Facts = FACTS, key: str = "k", kind: str = "neighbours") -> Case:
        """A case as a citizen opens it, with a message, a picture and a code."""
        opening = Opening(
            kind, "zh", facts=facts, district="hongkou", subdistrict="江湾镇街道", amount=12000.5,
            happened_on="2026-10-03", consent_version="1",
        )  # fmt: skip
        now = self.clock()
        with self.database.writing() as connection:
            conversation_begin(connection, key, now)
            body = {"kind": "text", "text": "楼上漏水怎么办"}
            said_add(connection, key, uuid.uuid4().hex, body, now, author="citizen", state="answered")
            case = self.cases.case_open(Citizen(key), opening, key, within=connection).case
            file = uuid.uuid4().hex
            self.files.put(file, PNG)
            row = {"id": file, "case": case.id, "type": "image/png", "size": len(PNG), "at": now}
            sealed = self.cases.office.sealer.seal_json({"name": "天花板.png"})
            connection.execute(insert(case_files).values(**row, sealed=sealed))
        return case

    def deliver(self) -> int:
        """What the running gateway does every few seconds."""
        return asyncio.run(self._deliver())

    async def _deliver(self) -> int:
        partners = self.cases.office.routing.partners
        courier = Courier(self.exchange.outgoing, partners, self.secrets, self.clock, timeout=5.0)
        try:
            return await courier.deliver()
        finally:
            await courier.close()


def data_folder(folder: Path, partners: list[dict[str, Any]]) -> Path:
    """This project's data with these partners."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    for entry in (ROOT / "data").iterdir():
        if entry.name != "routing.yml" and not (data / entry.name).exists():
            (data / entry.name).symlink_to(entry)
    routing = yaml.safe_load((ROOT / "data" / "routing.yml").read_text(encoding="utf-8"))
    routing["partners"] = partners
    named = {"zh": "看不到当事人的单位", "en": "Sees no parties"}
    routing["roles"].append({"id": "outsider", "name": named, "sees": ["summary", "facts", "notes", "transcript"]})
    (data / "routing.yml").write_text(yaml.safe_dump(routing, allow_unicode=True), encoding="utf-8")
    return data


def partner(name: str, url: str | None, role: str = ROLE) -> dict[str, Any]:
    """An entry of ``partners`` in data/routing.yml."""
    return {"id": name, "name": {"zh": name, "en": name}, "url": url, "role": role, "organisation": "centre"}


def system_open(
    made: Path, folder: Path, partners: list[dict[str, Any]], clock: Clock, secrets: dict[str, str]
) -> System:
    """An installation in ``folder`` with a copy of the empty database ``made``."""
    data = data_folder(folder, partners)
    sealer = Sealer([Fernet.generate_key().decode()])
    settings = Settings(var=folder, data=data, partner_secrets=secrets, packet_timeout=5.0)
    shutil.copy(made, folder / "jiefen.db")
    database = Database(folder / "jiefen.db")
    cases = cases_open(database, sealer, settings, data, clock)
    files = Files(folder / "files", sealer, clock)
    exchange = exchange_open(cases, files, settings, clock)
    return System(cases, exchange, files, database, clock, {one: [secret] for one, secret in secrets.items()})


@contextmanager
def serving(system: System, port: int) -> Iterator[None]:
    """Partners reach the system at ``port`` meanwhile."""
    app = FastAPI()
    app.include_router(system.exchange.routes)
    config = uvicorn.Config(
        Guard(app), host="127.0.0.1", port=port, http="h11", log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    listening.listen()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])

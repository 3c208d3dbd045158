"""How long the desk's queue takes with 10,000 cases in it, beside the same page with a hundred."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, insert, select

from benchmarks.against import Against
from benchmarks.figures import Sample
from benchmarks.load import Deadline
from benchmarks.office import FACTS, ORGANISATION, SAID, settings_of
from bot.app import app_create
from bot.cases.cases import Cases, cases_open
from bot.cases.records import Opening, System
from bot.cases.tables import cases
from bot.database import Database, database_open
from bot.desk.passwords import Passwords
from bot.desk.staff import Newcomer, Staff
from bot.sealing import keys_check, sealer_open
from bot.store import conversation_begin, said_add
from bot.tables import conversations, messages

MANY, FEW = 10_000, 100
TIMES = 60
TARGET = 0.2  # seconds
PAGE, ROWS = "/desk/api/cases?view=queue&limit=50", 50
LOGIN = "bench"
HOUR = 3600.0


async def measure(folder: Path, until: Deadline) -> list[Against]:
    """Ask for the page in turn with the short queue and with the long one. Raises ``TimeIsUp``."""
    passwords = {}
    for number in (MANY, FEW):
        until.check()
        passwords[number] = await run_in_threadpool(queue_fill, folder / str(number), number)
    taken: dict[int, list[Sample]] = {MANY: [], FEW: []}
    long, short = (_desk(folder / str(number), password) for number, password in passwords.items())
    async with long as many, short as few:
        until.check()
        for turn in range(TIMES + TIMES // 10):
            for number, desk in ((MANY, many), (FEW, few)):
                sample = await _asked(desk, number)
                taken[number] += [sample] if turn >= TIMES // 10 else []  # the first tenth warms up
    name, baseline = f"the desk's queue with {MANY:,} cases in it", f"the same page with {FEW} cases"
    return [Against(name, taken[MANY], baseline, taken[FEW], TARGET)]


def queue_fill(folder: Path, number: int) -> str:
    """Let ``number`` cases wait in the gateway's store in ``folder``; returns the password of the member ``LOGIN``.

    One case comes through the door; the others are like it, of other kinds, districts and times, each with its own
    conversation.
    """
    settings, password = settings_of(folder), secrets.token_urlsafe(16)
    sealer = sealer_open(settings)
    with closing(database_open(settings)) as database:
        keys_check(sealer, database)
        staff = Staff(database, Passwords(), time.time)
        _member, invitation = staff.add(Newcomer(LOGIN, "张调解", "lead", ORGANISATION))
        staff.accept(invitation, password)
        door = cases_open(database, sealer, settings, settings.data, time.time)
        _open_one(door, database)
        with database.writing() as connection:
            _multiply(connection, door, number)
    return password


def _open_one(door: Cases, database: Database) -> None:
    key = uuid.uuid4().hex
    with database.writing() as connection:
        conversation_begin(connection, key, time.time())
        body = {"kind": "text", "text": SAID}
        said_add(connection, key, uuid.uuid4().hex, body, time.time(), author="citizen", state="relayed")
        opening = Opening("neighbours", "zh", facts=FACTS, district="hongkou", consent_version="1")
        door.case_open(System(), opening, key, within=connection)


def _multiply(connection: Connection, door: Cases, number: int) -> None:
    case, talk, said = (
        dict(connection.execute(select(table)).one()._mapping) for table in (cases, conversations, messages)
    )
    kinds, districts = list(door.office.catalogue.kinds), list(door.office.catalogue.districts)
    rows: tuple[list[dict[str, Any]], ...] = ([], [], [])
    for place in range(1, number):
        key, at = uuid.uuid4().hex, case["queued_at"] - place * HOUR / 60
        about: dict[str, Any] = {"kind": kinds[place % len(kinds)], "district": districts[place % len(districts)]}
        about |= {
            "number": f"JF2026-9{place:05d}",
            "conversation": key,
            "code_hash": None,
            "queued_at": at,
            "opened_at": at,
        }
        rows[0].append(talk | {"key": key, "rasa_sender": key})
        rows[1].append(said | {"conversation": key, "source_id": key})
        rows[2].append(case | about | {"id": uuid.uuid4().hex, "priority": int(place % 50 == 0)})
    for table, made in zip((conversations, messages, cases), rows, strict=True):
        connection.execute(insert(table), made)


@asynccontextmanager
async def _desk(folder: Path, password: str) -> AsyncIterator[httpx.AsyncClient]:
    """A signed-in member's browser, with the whole gateway behind it but no network between."""
    transport = httpx.ASGITransport(app_create(settings_of(folder)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=30.0) as browser:
        answer = await browser.post("/desk/api/session", json={"login": LOGIN, "password": password})
        answer.raise_for_status()
        yield browser


async def _asked(browser: httpx.AsyncClient, number: int) -> Sample:
    """The page once. It counts only if it shows what it must."""
    began = time.perf_counter()
    answer = await browser.get(PAGE)
    seconds = time.perf_counter() - began
    page: dict[str, Any] = answer.json() if answer.is_success else {"cases": (), "total": 0}
    is_whole = len(page["cases"]) == min(ROWS, number) and page["total"] == number
    return Sample("", seconds, "answered" if is_whole else "failed")

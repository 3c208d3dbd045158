"""A running gateway with people at its desk and citizens who come: what the desk's tests are about."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml
from argon2 import PasswordHasher

from bot.cases.cases import cases_open
from bot.cases.records import Case, Facts, Member, Opening, Party, System
from bot.database import database_open
from bot.desk.passwords import Passwords
from bot.desk.staff import Newcomer, Role, Staff
from bot.records import conversation_key
from bot.sealing import sealer_open
from bot.settings import ROOT, Settings
from bot.store import conversation_begin
from tests.bot.gateway import Client

PASSWORD = "correct horse battery"
FACTS = Facts(
    what_happened="房东李四不退两千元押金", other_side="李四", wishes="退押金", contact="13800138000",
    parties=(Party("王小明", "applicant", "13800138000"), Party("李四", "other_side")),
)  # fmt: skip


def data_make(folder: Path) -> Path:
    """The shipped data with two more organisations, a role ``observer`` and a partner ``court``."""
    shutil.copytree(ROOT / "data", folder, symlinks=True)
    routing = yaml.safe_load((folder / "routing.yml").read_text(encoding="utf-8"))
    (centre,) = routing["organisations"]
    for name in ("lawyers", "elsewhere"):
        routing["organisations"].append(centre | {"id": name, "name": {"zh": f"机构{name}", "en": name.title()}})
    name = {"zh": "旁听", "en": "Observer"}
    routing["roles"].append({"id": "observer", "name": name, "sees": ["summary", "transcript"]})
    name = {"zh": "法院", "en": "Court"}
    routing["partners"] = [{"id": "court", "name": name, "url": None, "role": "law-firm", "organisation": "elsewhere"}]
    (folder / "routing.yml").write_text(yaml.safe_dump(routing, allow_unicode=True), encoding="utf-8")
    return folder


class Desk:
    """A member's browser."""

    def __init__(self, url: str, login: str, id_: str = "") -> None:
        self.url, self.login, self.id = url, login, id_
        self.http = httpx.Client(base_url=f"{url}/desk/api", timeout=20, trust_env=False)
        self.csrf = ""

    def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        response = self.http.post("/session", json={"login": self.login, "password": password})
        if response.status_code == 200:
            self.csrf = response.json()["csrf"]
        return response

    def ask(self, method: str, path: str, body: Any = None, **how: Any) -> httpx.Response:
        headers = {"x-csrf": self.csrf} | how.pop("headers", {})
        return self.http.request(method, path, json=body, headers=headers, **how)

    def get(self, path: str, **parameters: Any) -> Any:
        response = self.ask("GET", path, params=parameters)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, body: Any = None) -> Any:
        response = self.ask("POST", path, body)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def refused(self, method: str, path: str, body: Any = None, **how: Any) -> tuple[int, str]:
        response = self.ask(method, path, body, **how)
        assert set(response.json()) >= {"error", "detail"}, response.text
        return response.status_code, response.json()["error"]

    @contextmanager
    def events(self, **headers: str) -> Iterator[Iterator[tuple[str, dict[str, Any], str | None]]]:
        """The live events as (name, data, id), read as they come."""
        with self.http.stream("GET", "/events", headers=headers) as response:
            assert response.status_code == 200
            yield _events(response)


class Office:
    """Members and cases of the gateway at ``url`` that runs with these settings."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.url = url
        self.database = database_open(settings)
        quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        self.staff = Staff(self.database, Passwords(quick), time.time)
        self.cases = cases_open(self.database, sealer_open(settings), settings, settings.data, time.time)
        self.desks: list[Desk] = []
        self.citizens: list[Client] = []

    def member(self, role: Role = "mediator", organisation: str = "centre", name: str = "", **how: Any) -> Desk:
        """A new member who is signed in."""
        login = f"m-{uuid.uuid4().hex[:10]}"
        member, invitation = self.staff.add(Newcomer(login, name or login, role, organisation, **how))
        self.staff.accept(invitation, PASSWORD)
        desk = Desk(self.url, login, member.id)
        assert desk.sign_in().status_code == 200
        self.desks.append(desk)
        return desk

    def credentials(self) -> dict[str, str]:
        """With what the newest member signs in."""
        return {"login": self.desks[-1].login, "password": PASSWORD}

    def citizen(self) -> Client:
        """Somebody with a conversation of their own."""
        client = Client(self.url)
        self.citizens.append(client)
        return client

    def case(self, citizen: Client | None = None, **fields: Any) -> str:
        """The id of a new case that waits in the queue of ``centre``."""
        key = conversation_key((citizen or self.citizen()).conversation)
        opening = Opening(**{"kind": "rent", "language": "zh", "facts": FACTS, "consent_version": "1", **fields})
        with self.database.writing() as connection:
            conversation_begin(connection, key, time.time())
        return self.cases.case_open(System(), opening, key).case.id

    def held(self, desk: Desk, citizen: Client | None = None, **fields: Any) -> str:
        """The id of a new case that the member holds."""
        case = self.case(citizen, **fields)
        self.cases.case_claim(self.actor(desk), case)
        return case

    def actor(self, desk: Desk) -> Member:
        """The member as cases know them."""
        member = self.staff.get(desk.id)
        assert member is not None
        return Member.of(member)

    def now(self, case: str) -> Case:
        """A case as it is in the store."""
        return self.cases.access_check(System(), case, "summary")

    def close(self) -> None:
        for desk in self.desks:
            desk.http.close()
        for citizen in self.citizens:
            citizen.close()
        self.database.close()


def _events(response: httpx.Response) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    name, id_ = "", None
    for line in response.iter_lines():
        if line.startswith("id: "):
            id_ = line.removeprefix("id: ")
        elif line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: ")), id_
            id_ = None

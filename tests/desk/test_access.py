"""Every route of the desk, asked by everybody who could ask. A route without a line here fails."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from bot.app import app_create
from bot.desk.gate import API
from bot.settings import Settings
from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Desk, Office

# In this order: who holds the case; a mediator and the lead of the organisation in charge; a mediator of one that takes
# part as a law firm, which sees summary, facts, parties, files and notes; a mediator and a lead of another; an
# administrator; a maintainer; somebody who is not signed in.
WHO = (
    "holder", "colleague", "lead", "participant", "foreigner", "foreign_lead", "administrator", "maintainer", "nobody",
)  # fmt: skip

# What each of them gets, for a case that the holder holds. 404: for them there is no such case.
ON_A_CASE = """
GET    /cases/{case}                                200 200 200 200 404 404 403 403 401
GET    /cases/{case}/messages                       200 200 200 403 404 404 403 403 401
GET    /cases/{case}/notes                          200 200 200 200 404 404 403 403 401
GET    /cases/{case}/events                         200 200 200 403 404 404 403 403 401
GET    /cases/{case}/suggestions                    200 200 200 403 404 404 403 403 401
GET    /cases/{case}/files/{file}                   404 404 404 404 404 404 403 403 401
GET    /cases/{case}/papers/{paper}.docx            200 200 200 409 404 404 403 403 401
GET    /cases/{case}/packet                         200 403 200 403 404 404 403 403 401
POST   /cases/{case}/claim                          200 409 409 403 404 404 403 403 401
POST   /cases/{case}/release                        200 409 200 403 404 404 403 403 401
POST   /cases/{case}/take_over                      200 409 409 403 404 404 403 403 401
POST   /cases/{case}/hand_back                      200 409 200 403 404 404 403 403 401
POST   /cases/{case}/hand_on                        200 409 200 403 404 404 403 403 401
POST   /cases/{case}/transfer                       200 409 200 403 404 404 403 403 401
POST   /cases/{case}/refuse                         200 409 200 403 404 404 403 403 401
POST   /cases/{case}/supervise                      403 403 200 403 404 404 403 403 401
POST   /cases/{case}/resume                         403 403 409 403 404 404 403 403 401
POST   /cases/{case}/close                          200 409 200 403 404 404 403 403 401
POST   /cases/{case}/review                         409 409 409 403 404 404 403 403 401
POST   /cases/{case}/reopen                         409 409 409 403 404 404 403 403 401
POST   /cases/{case}/raise                          200 409 200 403 404 404 403 403 401
POST   /cases/{case}/send                           200 409 200 403 404 404 403 403 401
POST   /cases/{case}/messages                       200 409 409 403 404 404 403 403 401
POST   /cases/{case}/typing                         204 409 409 403 404 404 403 403 401
POST   /cases/{case}/read                           204 204 204 204 404 404 403 403 401
POST   /cases/{case}/notes                          201 201 201 201 404 404 403 403 401
POST   /cases/{case}/participants                   200 409 200 403 404 404 403 403 401
DELETE /cases/{case}/participants/{organisation}    200 409 200 403 404 404 403 403 401
"""

# The rest, which is about no case or about nobody's in particular.
BESIDE = """
GET    /session                                     200 200 200 200 200 200 200 200 401
PATCH  /me                                          200 200 200 200 200 200 200 200 401
GET    /meta                                        200 200 200 200 200 200 200 200 401
GET    /cases                                       200 200 200 200 200 200 403 403 401
POST   /packets                                     422 422 422 422 422 422 403 403 401
GET    /conflicts                                   200 200 200 200 200 200 403 403 401
POST   /conflicts                                   201 201 201 201 201 201 403 403 401
DELETE /conflicts/{conflict}                        204 204 204 204 204 204 403 403 401
POST   /telegram/link                               201 201 201 201 201 201 403 403 401
DELETE /telegram/link                               204 204 204 204 204 204 403 403 401
GET    /notices                                     200 200 200 200 200 200 200 200 401
POST   /notices/seen                                204 204 204 204 204 204 204 204 401
GET    /figures                                     403 403 200 403 403 200 403 403 401
GET    /figures.csv                                 403 403 200 403 403 200 403 403 401
GET    /staff                                       403 403 200 403 403 200 200 403 401
POST   /staff                                       403 403 201 403 403 403 201 403 401
PATCH  /staff/{member}                              403 403 200 403 403 404 200 403 401
POST   /staff/{member}/invitation                   403 403 200 403 403 404 200 403 401
GET    /approvals                                   403 403 200 403 403 200 403 200 401
POST   /review                                      403 403 200 403 403 200 403 200 401
POST   /approvals/{approval}                        403 403 409 403 403 409 403 409 401
"""

# For whoever is not signed in; their own tests are elsewhere, as are those of the endless stream.
ELSEWHERE = {("POST", "/session"), ("DELETE", "/session"), ("POST", "/invitations/accept"), ("GET", "/events")}

BODIES: dict[str, Any] = {
    "release": {"why": "病假"}, "hand_on": {"to": "{colleague}", "why": ""},
    "transfer": {"organisation": "elsewhere", "why": "归那边管"}, "refuse": {"why": "不是民事纠纷"},
    "supervise": {"why": "太久了"}, "close": {"outcome": "no_agreement", "why": ""}, "review": {"visit": {}},
    "reopen": {"why": "又吵起来了"}, "raise": {"priority": 1}, "send": {"partner": "court", "why": ""},
    "messages": {"id": "m-1", "text": "您好"}, "read": {"seq": 1}, "notes": {"text": "先打电话"},
    "participants": {"organisation": "elsewhere", "role": "law-firm"}, "/me": {"languages": ["zh", "en"]},
    "/packets": {"schema": "jiefen.case/1"}, "/conflicts": {"name": "赵无关"}, "seen": {"up_to": 0},
    "/staff": {"login": "{login}", "name": "新人", "role": "mediator", "organisation": "centre"},
    "{member}": {"name": "改名"}, "{approval}": {"decision": "approve"},
}  # fmt: skip


def lines(table: str) -> list[tuple[str, str, dict[str, int]]]:
    split = [line.split() for line in table.strip().splitlines()]
    return [(method, path, dict(zip(WHO, map(int, rest), strict=True))) for method, path, *rest in split]


@pytest.fixture(scope="module")
def people(office: Office, rasa: RasaDouble) -> dict[str, Desk]:
    rasa.knowledge = dict.fromkeys(("/search", "/statutes"), (200, {"outcome": "nothing", "hits": []}))
    nobody = Desk(office.url, "nobody")
    office.desks.append(nobody)
    return {
        "holder": office.member(), "colleague": office.member(), "lead": office.member("lead"),
        "participant": office.member(organisation="lawyers"), "foreigner": office.member(organisation="elsewhere"),
        "foreign_lead": office.member("lead", "elsewhere"), "administrator": office.member("administrator"),
        "maintainer": office.member("maintainer"), "nobody": nobody,
    }  # fmt: skip


class Subject:
    """The case that is asked about: a new one once somebody changed it."""

    def __init__(self, office: Office, people: dict[str, Desk]) -> None:
        self._office = office
        self._holder = people["holder"]
        self.renew()

    def renew(self) -> None:
        self.id = self._office.held(self._holder)
        self._office.cases.participant_add(self._office.actor(self._holder), self.id, "lawyers", "law-firm")
        self.version = self._office.now(self.id).version

    def is_changed(self) -> bool:
        return self._office.now(self.id).version != self.version


def routes_of(routes: list[BaseRoute]) -> Iterator[APIRoute]:
    """The routes in an application or router, also in those that it includes."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from routes_of(included.routes)
        elif isinstance(route, APIRoute):
            yield route


def test_every_route_of_the_desk_has_a_line_and_every_line_a_route(tmp_path: Path, data: Path) -> None:
    guarded: Any = app_create(Settings(var=tmp_path, data=data))
    found = {
        (method, route.path.removeprefix(API))
        for route in routes_of(guarded._app.routes)
        if route.path.startswith("/desk/")
        for method in route.methods
    }
    lined = [(method, path) for method, path, _statuses in (*lines(ON_A_CASE), *lines(BESIDE))]
    assert len(lined) == len(set(lined))
    assert found == set(lined) | ELSEWHERE


@pytest.mark.parametrize(
    ("method", "path", "statuses"), lines(ON_A_CASE), ids=lambda value: value if isinstance(value, str) else ""
)
def test_who_may_do_what_with_a_case(
    office: Office, people: dict[str, Desk], method: str, path: str, statuses: dict[str, int]
) -> None:
    case = Subject(office, people)
    names = {"file": "0" * 32, "paper": "registration", "organisation": "lawyers"}
    for who in reversed(WHO):  # from those who may least
        address = path.format(case=case.id, **names)
        response = people[who].ask(method, address, _body(path, people))
        assert response.status_code == statuses[who], (who, response.text)
        if not response.is_success:
            assert not case.is_changed(), f"{who} was refused and changed the case"
            assert "押金" not in response.text
        elif case.is_changed():
            case.renew()


@pytest.mark.parametrize(
    ("method", "path", "statuses"), lines(BESIDE), ids=lambda value: value if isinstance(value, str) else ""
)
def test_who_may_do_what_beside_cases(
    office: Office, people: dict[str, Desk], method: str, path: str, statuses: dict[str, int]
) -> None:
    for who in reversed(WHO):
        member = office.member().id if "{member}" in path else ""  # a mediator of the centre
        address = path.format(conflict="0" * 64, member=member, approval="0" * 32)
        response = people[who].ask(method, address, _body(path, people))
        assert response.status_code == statuses[who], (who, response.text)


@pytest.mark.parametrize(
    ("method", "path"),
    [(method, path) for method, path, _statuses in (*lines(ON_A_CASE), *lines(BESIDE)) if method != "GET"],
)
def test_no_change_without_the_token_of_the_session(
    office: Office, people: dict[str, Desk], method: str, path: str
) -> None:
    names = {"conflict": "0" * 64, "member": people["colleague"].id, "approval": "0" * 32, "organisation": "lawyers"}
    address = path.format(case="0" * 32, **names)
    for token in ({"x-csrf": ""}, {"x-csrf": people["colleague"].csrf}):
        refused = people["lead"].refused(method, address, _body(path, people), headers=token)
        assert refused == (403, "csrf")
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert people["lead"].refused(method, address, _body(path, people), headers=foreign) == (403, "cross_origin")


def test_a_list_holds_only_cases_that_one_sees(office: Office, people: dict[str, Desk]) -> None:
    case = Subject(office, people).id
    for who in WHO[:6]:
        for words in ("", office.now(case).number, "不退两千元"):
            listed = people[who].get("/cases", view="all", q=words, limit=200)["cases"]
            is_there = case in [row["id"] for row in listed]
            assert is_there == (who in ("holder", "colleague", "lead", "participant")), (who, words)


def test_a_participant_sees_what_the_role_says_and_nothing_else(office: Office, people: dict[str, Desk]) -> None:
    view = people["participant"].get(f"/cases/{Subject(office, people).id}")
    assert set(view["sees"]) == {"summary", "facts", "parties", "files", "notes"}
    assert view["facts"]["what_happened"] and view["parties"][0]["name"] == "王小明"
    assert "13800138000" not in str(view)
    assert not view.keys() & {"contact", "papers", "shown_cards", "unanswered"}
    assert view["allowed"] == ["note"]


def _body(path: str, people: dict[str, Desk]) -> Any:
    """A body with which the request would succeed for who may make it."""
    body = next((body for end, body in BODIES.items() if path.endswith(end)), None)
    login = f"new-{uuid.uuid4().hex[:8]}"
    known = {"{colleague}": people["colleague"].id, "{login}": login}
    return body and {name: known.get(value, value) if isinstance(value, str) else value for name, value in body.items()}

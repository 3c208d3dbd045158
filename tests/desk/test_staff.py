"""Managing staff, and what the page is told before it shows anything."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest

from bot.staff_secrets import secret_take
from tests.desk.office import PASSWORD, Desk, Office


@pytest.fixture(scope="module")
def administrator(office: Office) -> Desk:
    return office.member("administrator")


@pytest.fixture(scope="module")
def lead(office: Office) -> Desk:
    return office.member("lead")


def newcomer(**fields: Any) -> dict[str, Any]:
    return {
        "login": f"New-{uuid.uuid4().hex[:8]}", "name": "新人", "role": "mediator", "organisation": "centre",
        "languages": ["zh"], "kinds": [], **fields,
    }  # fmt: skip


def test_a_new_member_sets_a_password_by_a_link_that_is_shown_once(office: Office, administrator: Desk) -> None:
    sent = newcomer(kinds=["rent"])
    added = administrator.post("/staff", sent)
    assert added["member"]["login"] == sent["login"].lower()
    assert added["url"] == f"{office.url}/desk#/invitation/{added['token']}"
    assert added["token"] not in administrator.ask("GET", "/staff").text
    assert administrator.refused("POST", "/staff", sent) == (409, "login_taken")
    accept = f"{office.url}/desk/api/invitations/accept"
    taken = httpx.post(accept, json={"token": added["token"], "password": PASSWORD}, trust_env=False)
    assert taken.json()["member"]["kinds"] == ["rent"]
    again = administrator.post(f"/staff/{added['member']['id']}/invitation")
    assert again["token"] != added["token"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"organisation": "nowhere"}, (422, "unknown_organisation")),
        ({"kinds": ["divorces"]}, (422, "unknown_kind")),
        ({"login": "x y"}, (422, "malformed")),
        ({"role": "judge"}, (422, "malformed")),
        ({"password": PASSWORD}, (422, "malformed")),
    ],
)
def test_a_member_must_make_sense(administrator: Desk, wrong: dict[str, Any], refusal: tuple[int, str]) -> None:
    assert administrator.refused("POST", "/staff", newcomer(**wrong)) == refusal


def test_a_lead_manages_the_mediators_of_the_own_organisation_and_nobody_else(office: Office, lead: Desk) -> None:
    mine = lead.post("/staff", newcomer())["member"]["id"]
    assert lead.ask("PATCH", f"/staff/{mine}", {"languages": ["zh", "en"]}).status_code == 200
    for wrong in ({"role": "lead"}, {"role": "administrator"}, {"organisation": "elsewhere"}):
        assert lead.refused("POST", "/staff", newcomer(**wrong)) == (403, "forbidden")
        assert lead.refused("PATCH", f"/staff/{mine}", wrong) == (403, "forbidden")
    equal, foreign = office.member("lead"), office.member(organisation="elsewhere")
    for path in (f"/staff/{equal.id}", f"/staff/{lead.id}"):
        assert lead.refused("PATCH", path, {"name": "x"}) == (403, "forbidden")
        assert lead.refused("POST", f"{path}/invitation") == (403, "forbidden")
    assert lead.refused("PATCH", f"/staff/{foreign.id}", {"name": "x"}) == (404, "member_hidden")
    listed = {member["id"] for member in lead.get("/staff")["staff"]}
    assert {mine, equal.id, lead.id} <= listed and foreign.id not in listed


def test_who_leaves_is_out_at_once_and_the_cases_wait_again(office: Office, administrator: Desk) -> None:
    desk = office.member()
    cases = [office.held(desk) for _number in range(3)]
    (listed,) = [one for one in administrator.get("/staff")["staff"] if one["id"] == desk.id]
    assert listed["open_cases"] == 3 and listed["last_seen"] and listed["active"]
    before = [office.now(case).queued_at for case in cases]
    left = administrator.ask("PATCH", f"/staff/{desk.id}", {"active": False})
    assert left.status_code == 200 and left.json()["active"] is False and left.json()["on_duty"] is False
    assert desk.refused("GET", "/session") == (401, "signed_out")
    assert desk.sign_in().json()["error"] == "wrong_login"
    assert [(office.now(case).state, office.now(case).holder) for case in cases] == [("routed", None)] * 3
    assert [office.now(case).queued_at for case in cases] == before
    assert administrator.refused("POST", f"/staff/{desk.id}/invitation") == (409, "member_inactive")
    assert administrator.ask("PATCH", f"/staff/{desk.id}", {"active": True}).status_code == 200
    assert desk.sign_in().status_code == 200


def test_who_moves_leaves_the_cases_behind(office: Office, administrator: Desk) -> None:
    desk = office.member()
    case = office.held(desk)
    assert administrator.ask("PATCH", f"/staff/{desk.id}", {"organisation": "elsewhere"}).status_code == 200
    assert office.now(case).holder is None
    assert desk.refused("GET", f"/cases/{case}") == (404, "case_hidden")


def test_nobody_takes_the_own_role_away(administrator: Desk) -> None:
    for change in ({"active": False}, {"role": "lead"}, {"organisation": "elsewhere"}):
        assert administrator.refused("PATCH", f"/staff/{administrator.id}", change) == (409, "not_yourself")
    assert administrator.ask("PATCH", f"/staff/{administrator.id}", {"name": "管理员"}).status_code == 200


def test_a_code_links_telegram_once(office: Office) -> None:
    desk = office.member()
    first, link = desk.post("/telegram/link"), desk.post("/telegram/link")
    assert link["seconds"] == 600 and len(link["code"]) == 10
    with office.database.writing() as connection:
        assert secret_take(connection, "telegram", first["code"], 0.0) is None
        assert secret_take(connection, "telegram", link["code"].lower(), 0.0) == desk.id
    third = desk.post("/telegram/link")
    assert desk.ask("DELETE", "/telegram/link").status_code == 204
    with office.database.writing() as connection:
        assert secret_take(connection, "telegram", third["code"], 0.0) is None


def test_the_page_is_told_the_words_and_what_is_the_members_to_know(office: Office, administrator: Desk) -> None:
    desk, foreign = office.member(name="陈调解员"), office.member(organisation="elsewhere")
    office.held(desk)
    meta = desk.get("/meta")
    for name in ("kinds", "districts", "roles", "states", "outcomes", "participant_roles", "partners"):
        assert all(entry.keys() == {"id", "zh", "en"} for entry in meta[name]) and meta[name], name
    organisations = {one["id"]: one["colleagues"] for one in meta["organisations"]}
    assert {"id": desk.id, "name": "陈调解员", "on_duty": False, "open_cases": 1} in organisations["centre"]
    assert organisations["elsewhere"] == [] and foreign.id not in str(organisations)
    assert administrator.id not in str(organisations["centre"])
    assert meta["counts"].keys() == {"queue", "mine", "all", "closed", "overdue"} and meta["counts"]["mine"] == 1
    (greeting,) = [reply for reply in meta["quick_replies"] if reply["id"] == "greeting"]
    assert greeting["text"]["zh"].startswith("您好，我是调解中心的陈调解员，") and greeting["kind"] is None
    assert administrator.get("/meta")["counts"] == {}
    assert office.member("lead").get("/meta")["counts"]["approvals"] == 0

"""Signing in over HTTP: the cookie, the token, refusals in both languages, what ends a session."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.desk import admin
from bot.settings import ROOT, Settings
from tests.bot.gateway import clean_environ, gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.desk.office import PASSWORD, Desk, Office


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    desk = office.member()
    response = desk.sign_in()
    (cookie,) = response.headers.get_list("set-cookie")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/desk", "max-age=43200"} <= parts
    assert "secure" not in parts
    token = cookie.split(";")[0].partition("=")[2]
    assert len(token) >= 43 and token not in response.text


@pytest.mark.parametrize(
    ("settings", "headers", "is_secure"),
    [
        ({"public_url": "https://jiefen.example"}, {}, True),
        ({"trusted_proxies": "127.0.0.1"}, {"x-forwarded-proto": "https"}, True),
        ({}, {"x-forwarded-proto": "https"}, False),  # anybody can write this header
    ],
)
def test_behind_tls_the_cookie_goes_over_tls_alone(
    tmp_path: Path, data: Path, rasa: RasaDouble, settings: dict[str, Any], headers: dict[str, str], is_secure: bool
) -> None:
    with gateway_in_thread(tmp_path, rasa, data=data, **settings) as url:
        office = Office(url, Settings(var=tmp_path, data=data))
        response = office.member().http.post("/session", json=office.credentials(), headers=headers)
        assert response.status_code == 200, response.text
        assert ("secure" in response.headers["set-cookie"].lower()) == is_secure
        office.close()


def test_an_operator_erases_a_case_but_for_what_must_stay(
    tmp_path: Path, data: Path, rasa: RasaDouble, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = Admin(tmp_path, monkeypatch, capsys)
    with gateway_in_thread(tmp_path, rasa, data=data) as url:
        office = Office(url, Settings(var=tmp_path, data=data))
        desk = office.member()
        case = office.held(desk)
        number = office.now(case).number
        assert commands.run("erase", "--number", "JF2026-999999")[0] == 2
        status, told, _errors = commands.run("erase", "--number", number)
        assert status == 0 and told.startswith(f"{number} is erased")
        assert "押金" not in desk.ask("GET", f"/cases/{case}").text
        events = [(event.actor, event.event) for event in office.cases.event_list(office.actor(desk), case)]
        assert ("staff:operator", "case_erased") in events
        office.close()


class Admin:
    """``python -m bot.desk.admin`` on the store in ``var``."""

    def __init__(self, var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("JIEFEN_VAR", str(var))
        self._capsys = capsys

    def run(self, *arguments: str) -> tuple[int, str, str]:
        status = admin.main(arguments)
        return status, *self._capsys.readouterr()


def test_the_first_administrator_comes_by_a_command_with_a_link_and_no_password(
    tmp_path: Path, data: Path, rasa: RasaDouble, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-m", "bot.desk.admin", "add", "--login", "Root", "--organisation", "centre"]
    environ = clean_environ() | {"JIEFEN_VAR": str(tmp_path)}
    added = subprocess.run(
        [*command, "--name", "管理员"], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert added.returncode == 0, added.stderr
    assert "http://127.0.0.1:8000/desk#/invitation/" in added.stdout
    commands = Admin(tmp_path, monkeypatch, capsys)
    for again, why in (
        (("add", "--login", "root", "--organisation", "centre"), "there is a member"),
        (("add", "--login", "x y", "--organisation", "centre"), "is no login"),
        (("add", "--login", "other", "--organisation", "nowhere"), "no organisation"),
        (("invite", "--login", "nobody"), "no active member"),
    ):
        status, out, refused = commands.run(*again)
        assert (status, out) == (2, "") and why in refused
    token = commands.run("invite", "--login", "root")[1].split("/invitation/")[1].split()[0]
    with gateway_in_thread(tmp_path, rasa, data=data) as url:
        desk = Desk(url, "root")
        assert desk.sign_in("").status_code == 401
        accepted = desk.http.post("/invitations/accept", json={"token": token, "password": PASSWORD}).json()
        assert accepted["member"] == {
            "id": accepted["member"]["id"], "login": "root", "name": "管理员", "role": "administrator",
            "organisation": "centre", "languages": ["zh"], "kinds": [], "on_duty": False, "active": True,
            "telegram": False, "open_cases": None, "last_seen": None,
        }  # fmt: skip
        assert desk.get("/session") == accepted
        assert desk.http.post("/invitations/accept", json={"token": token, "password": PASSWORD}).status_code == 404
        desk.http.close()


def test_who_is_not_signed_in_is_told_so_in_the_language_of_the_browser(office: Office) -> None:
    desk = Desk(office.url, "nobody")
    refused = desk.ask("GET", "/session")
    assert refused.json() == {"error": "signed_out", "detail": "您还没有登录，或者登录已经过期。请重新登录。"}
    refused = desk.ask("GET", "/session", headers={"accept-language": "en-GB,en;q=0.9"})
    assert refused.json()["detail"] == "You are not signed in, or not any more. Please sign in."
    assert desk.refused("GET", "/session", headers={"cookie": "jiefen_desk=made-up"}) == (401, "signed_out")
    assert refused.headers["cache-control"] == "no-store"
    desk.http.close()


def test_five_failures_lock_and_say_for_how_long(office: Office) -> None:
    desk = office.member()
    for _try in range(5):
        assert desk.sign_in("wrong password").json()["error"] == "wrong_login"
    locked = desk.sign_in()
    assert locked.status_code == 423
    assert 890 < locked.json()["seconds"] <= 900 and "15 分钟" in locked.json()["detail"]
    assert locked.headers["retry-after"] == str(locked.json()["seconds"])
    desk.get("/session")  # whoever is signed in stays so


def test_signing_out_ends_this_session_and_no_other(office: Office) -> None:
    desk = office.member()
    other = Desk(office.url, desk.login)
    office.desks.append(other)
    other.sign_in()
    assert desk.ask("DELETE", "/session", headers={"x-csrf": ""}).status_code == 403
    assert desk.ask("DELETE", "/session").status_code == 204
    assert "jiefen_desk" not in desk.http.cookies
    assert desk.refused("GET", "/session") == (401, "signed_out")
    other.get("/session")


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(office: Office) -> None:
    desk = office.member()
    other = Desk(office.url, desk.login)
    office.desks.append(other)
    other.sign_in()

    def change(old: str, new: str) -> tuple[int, str]:
        response = desk.ask("PATCH", "/me", {"password": {"old": old, "new": new}})
        return response.status_code, response.json().get("error", "")

    assert change("wrong password", "another password") == (422, "password_wrong")
    assert change(PASSWORD, "short") == (422, "password_short")
    assert change(PASSWORD, desk.login) == (422, "password_login")
    other.get("/session")
    assert change(PASSWORD, "another password") == (200, "")
    assert other.refused("GET", "/session") == (401, "signed_out")
    desk.get("/session")
    assert other.sign_in("another password").status_code == 200


def test_members_change_what_is_their_own(office: Office) -> None:
    desk = office.member()
    changed = {"on_duty": True, "name": "陈 调解员", "languages": ["zh", "en"], "kinds": ["rent", "loan"]}
    assert desk.ask("PATCH", "/me", changed).json() | changed == desk.ask("PATCH", "/me", {}).json()
    assert desk.get("/session")["member"]["on_duty"] is True
    assert desk.refused("PATCH", "/me", {"kinds": ["divorces"]}) == (422, "unknown_kind")
    for wrong in ({"role": "lead"}, {"languages": []}, {"name": " "}, {"on_duty": "perhaps"}):
        assert desk.refused("PATCH", "/me", wrong) == (422, "malformed")


@pytest.mark.parametrize("body", ["", "{", '{"login": "a"}', '{"login": "a", "password": "b", "c": 1}', "[]"])
def test_what_is_malformed_is_named_and_not_repeated(office: Office, body: str) -> None:
    headers = {"content-type": "application/json"}
    response = httpx.post(f"{office.url}/desk/api/session", content=body, headers=headers, trust_env=False)
    assert response.status_code == 422
    assert response.json()["error"] == "malformed"


def test_the_page_is_there_for_everybody_and_holds_no_data(office: Office) -> None:
    page = httpx.get(f"{office.url}/desk", trust_env=False)
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert httpx.get(f"{office.url}/desk/static/desk.js", trust_env=False).status_code == 200
    assert httpx.get(f"{office.url}/desk/static/../desk.py", trust_env=False).status_code == 404

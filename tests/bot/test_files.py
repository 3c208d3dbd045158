"""Files of the action server are passed on as they are, and nothing else is."""

from __future__ import annotations

import pytest

from tests.bot.gateway import Client
from tests.bot.rasa_double import RasaDouble

ICS = ("text/calendar; charset=utf-8", "BEGIN:VCALENDAR\r\nSUMMARY:期限\r\n".encode())
SVG = ("image/svg+xml; charset=utf-8", "<svg>路</svg>".encode())
DEADLINE = "/api/deadlines.ics?rule=labour-award-suit&starts=2026-11-20&language=en"


def test_a_calendar_entry_and_a_picture_are_passed_on(citizen: Client, rasa: RasaDouble) -> None:
    rasa.files = {"/deadlines.ics": ICS, "/route.svg": SVG}
    for path, (kind, content) in ((DEADLINE, ICS), ("/api/route.svg?kind=rent&stage=open", SVG)):
        response = citizen.http.get(path)
        assert (response.status_code, response.content) == (200, content)
        assert response.headers["content-type"] == kind
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
        assert response.headers["cache-control"] == "no-store"
        assert rasa.looked_up[-1] == path.removeprefix("/api")


@pytest.mark.parametrize(
    "query",
    ["", "kind", "kind=rent&kind=wages", "kind=%3Cb%3E", "kind=" + "x" * 65, "&".join(f"q{i}=a" for i in range(21))],
)
def test_a_malformed_link_is_refused_in_plain_words_and_not_passed_on(
    citizen: Client, rasa: RasaDouble, query: str
) -> None:
    rasa.files = {"/route.svg": SVG}
    response = citizen.http.get(f"/api/route.svg?{query}")
    assert (response.status_code, response.json()["error"]) == (400, "link_broken")
    assert "链接" in response.json()["detail"]
    assert rasa.looked_up == []


@pytest.mark.parametrize(
    ("status", "told", "error", "words"),
    [
        (400, 400, "link_broken", "This link is incomplete or wrong"),
        (404, 404, "file_gone", "There is no such thing"),
        (500, 503, "lookup_unavailable", "cannot be looked up right now"),
        (200, 503, "lookup_unavailable", "cannot be looked up right now"),
    ],
)
def test_what_goes_wrong_is_told_in_the_language_of_the_link(
    citizen: Client, rasa: RasaDouble, status: int, told: int, error: str, words: str
) -> None:
    rasa.knowledge = {"/deadlines.ics": (status, {"error": "x"})}
    response = citizen.http.get(DEADLINE)
    assert (response.status_code, response.json()["error"]) == (told, error)
    assert words in response.json()["detail"]


def test_another_kind_of_content_is_not_given_out_as_a_file(citizen: Client, rasa: RasaDouble) -> None:
    rasa.files = {"/route.svg": ("text/html", b"<script>alert(1)</script>")}
    assert citizen.http.get("/api/route.svg?kind=rent").status_code == 503


def test_no_file_when_the_action_server_is_gone(citizen: Client, rasa: RasaDouble) -> None:
    rasa.stop()
    assert citizen.http.get(DEADLINE).status_code == 503

"""Security headers, same origin, health, lookups, and an API description that is true."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from bot.messengers.web_shapes import Answered, MessageList
from bot.sentences import SENTENCES
from tests.bot.gateway import Client, gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.bot.test_schema import CARD

ELSEWHERE = ("/desk/", "/telegram/", "/api/partners/", "/api/schemas/")
"""Described and tested with what they belong to."""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "SELF"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "SELF", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_only_our_own_page_may_post(citizen: Client, rasa: RasaDouble, headers: dict[str, str], status: int) -> None:
    citizen.http.headers.update({name: value.replace("SELF", citizen.url) for name, value in headers.items()})
    assert citizen.post("你好").status_code == status
    if status == 403:
        assert citizen.http.delete(f"/api/conversations/{citizen.conversation}").status_code == 403
        assert rasa.asked == []


def test_an_origin_that_the_settings_name_may_post(tmp_path: Path, rasa: RasaDouble) -> None:
    with gateway_in_thread(tmp_path, rasa, public_origins="https://chat.example.org") as url:
        citizen = Client(url)
        citizen.http.headers.update({"origin": "https://chat.example.org", "sec-fetch-site": "cross-site"})
        assert citizen.post("你好").status_code == 200
        citizen.close()


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/openapi.json", "/nothing", "/api/articles", "/static/none.js"])
def test_every_answer_carries_the_security_headers(citizen: Client, path: str) -> None:
    headers = citizen.http.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


def test_what_a_citizen_said_is_not_cached(citizen: Client) -> None:
    citizen.say("你好")
    response = citizen.http.get(f"/api/conversations/{citizen.conversation}/messages")
    assert response.headers["cache-control"] == "no-store"


def test_what_is_no_json_is_refused_in_plain_words(citizen: Client) -> None:
    response = citizen.http.post("/api/messages", content=b"{", headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["error"]) == (422, "bad_request")


def test_a_large_request_is_refused(citizen: Client) -> None:
    response = citizen.http.post("/api/messages", content=b"x" * 40_000)
    assert (response.status_code, response.json()["error"]) == (413, "too_large")
    chunked = citizen.http.post("/api/messages", content=iter([b"x" * 40_000]))
    assert chunked.status_code == 413


def test_health_says_how_each_part_is(citizen: Client, rasa: RasaDouble) -> None:
    assert citizen.http.get("/healthz").json() == {
        "status": "ok",
        "parts": {"rasa": "ok", "actions": "ok", "store": "ok"},
    }
    for response in (
        citizen.http.get("/healthz", params={"format": "word"}),
        citizen.http.get("/healthz", headers={"accept": "text/plain"}),
    ):
        assert response.text == "ok"
        assert response.headers["content-type"].startswith("text/plain")


def test_health_is_degraded_without_rasa_and_down_without_the_store(tmp_path: Path, rasa: RasaDouble) -> None:
    rasa.stop()
    with gateway_in_thread(tmp_path, rasa, store_timeout=0.05) as url:
        report = httpx.get(url + "/healthz", trust_env=False)
        assert (report.status_code, report.json()["status"]) == (200, "degraded")
        assert report.json()["parts"] == {"rasa": "down", "actions": "down", "store": "ok"}
    rasa.start()
    with gateway_in_thread(tmp_path, rasa, store_timeout=0.05) as url:
        with closing(sqlite3.connect(tmp_path / "jiefen.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            report = httpx.get(url + "/healthz", params={"format": "word"}, trust_env=False)
        assert (report.status_code, report.text) == (503, "down")


def test_what_happened_is_counted_for_the_operator_alone(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = lambda ask: [{"custom": CARD}]
    before = citizen.http.get("/healthz", params={"details": 1}).json()["details"]["counters"]
    citizen.say("房东不退押金")
    local = citizen.http.get("/healthz", params={"details": 1}).json()
    assert local["details"]["counters"]["outcome_found"] == before.get("outcome_found", 0) + 1
    assert local["details"]["pending_messages"] == 0
    proxied = citizen.http.get("/healthz", params={"details": 1}, headers={"x-forwarded-for": "9.9.9.9"})
    assert "details" not in proxied.json()


def test_articles_and_cards_are_passed_on(citizen: Client, rasa: RasaDouble) -> None:
    article = {"law": "劳动法", "article": "第五十条", "text": "工资…", "status": "in force", "effective_from": None,
               "effective_to": None, "adopted": None, "has_text": True, "instrument": None}  # fmt: skip
    rasa.knowledge = {"/articles": (200, article), "/cards/wage-arrears": (200, CARD), "/cards/sick": (500, {})}
    found = citizen.http.get("/api/articles", params={"law": "劳动法", "article": "第五十条"})
    assert found.json() == article
    assert citizen.http.get("/api/cards/wage-arrears").json()["title"] == CARD["title"]
    rasa.knowledge["/articles"] = (200, {"law": "劳动法"})
    assert citizen.http.get("/api/articles", params={"law": "劳动法"}).status_code == 503
    unknown = citizen.http.get("/api/cards/unknown", headers={"accept-language": "en-GB,en"})
    assert (unknown.status_code, unknown.json()["detail"]) == (404, SENTENCES["not_found"]["en"])
    assert citizen.http.get("/api/cards/sick").status_code == 503
    assert citizen.http.get("/api/cards/..%2fhealth").status_code in (404, 422)


def test_a_lookup_without_the_action_server_says_so(citizen: Client, rasa: RasaDouble) -> None:
    rasa.stop()
    response = citizen.http.get("/api/articles", params={"law": "劳动法", "article": "第五十条"})
    assert (response.status_code, response.json()["error"]) == (503, "lookup_unavailable")
    rasa.start()


def test_what_is_answered_has_the_documented_shape(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = lambda ask: [{"custom": CARD}, {"text": "还有吗"}]
    answered = citizen.post("房东不退押金").json()
    assert [reply.kind for reply in Answered.model_validate(answered).replies] == ["card", "text"]
    listed = citizen.list()
    assert [message.kind for message in MessageList.model_validate(listed).messages] == ["text", "card", "text"]
    assert listed["messages"][1:] == answered["replies"]


def test_the_api_description_names_what_there_is(citizen: Client) -> None:
    described = citizen.http.get("/openapi.json").json()
    paths = {path: methods for path, methods in described["paths"].items() if not path.startswith(ELSEWHERE)}
    assert {(path, method) for path, methods in paths.items() for method in methods} == {
        ("/api/messages", "post"),
        ("/api/conversations/{conversation}/messages", "get"),
        ("/api/conversations/{conversation}/events", "get"),
        ("/api/conversations/{conversation}", "delete"),
        ("/api/conversations/{conversation}/files", "post"),
        ("/api/conversations/{conversation}/files/{file}", "get"),
        ("/api/conversations/{conversation}/read", "post"),
        ("/api/conversations/{conversation}/typing", "post"),
        ("/api/conversations/{conversation}/cases", "get"),
        ("/api/conversations/{conversation}/cases/{number}", "delete"),
        ("/api/conversations/{conversation}/cases/{number}/summary", "get"),
        ("/api/summaries/{ticket}", "get"),
        ("/api/cases/return", "post"),
        ("/api/articles", "get"),
        ("/api/cards/{card_id}", "get"),
        ("/api/deadlines.ics", "get"),
        ("/api/route.svg", "get"),
        ("/healthz", "get"),
    }
    for methods in described["paths"].values():
        for operation in methods.values():
            shapes = json.dumps([answer for status, answer in operation["responses"].items() if int(status) >= 400])
            assert "HTTPValidationError" not in shapes
    assert set(described["paths"]["/api/messages"]["post"]["responses"]) == {
        "200", "202", "403", "409", "413", "422", "429", "503",
    }  # fmt: skip


def test_the_page_of_the_api_needs_nothing_from_elsewhere(citizen: Client) -> None:
    page = citizen.http.get("/docs").text
    assert "POST /api/messages" in page
    assert not re.search(r"<script|<style|style=|https?://", page)


def test_no_log_holds_what_was_said_or_the_secret(
    citizen: Client, rasa: RasaDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot")
    citizen.say("房东不退押金，电话13812345678")
    with citizen.events() as events:
        next(events)
    citizen.post("重来", payload="/restart")
    citizen.http.delete(f"/api/conversations/{citizen.conversation}")
    assert "answered" in caplog.text and "erased" in caplog.text
    for secret in ("押金", "13812345678", citizen.conversation):
        assert secret not in "\n".join(record.getMessage() for record in caplog.records if record.name == "bot")


def test_personal_numbers_reach_neither_rasa_nor_the_store(citizen: Client, rasa: RasaDouble, var: Path) -> None:
    citizen.say("我的身份证310101199001011231，电话138 1234 5678，卡4111111111111111，打12348没人接")
    assert rasa.messages() == ["我的身份证〔身份证号〕，电话〔手机号〕，卡〔银行卡号〕，打12348没人接"]
    assert citizen.texts()[0] == rasa.messages()[0]
    kept = b"".join(path.read_bytes() for path in var.iterdir())
    for number in (b"310101199001011231", b"138 1234 5678", b"4111111111111111"):
        assert number not in kept


def test_the_language_that_was_fixed_is_given_to_rasa_and_to_the_page(citizen: Client, rasa: RasaDouble) -> None:
    effect = {"kind": "effect", "effect": "language", "value": "en"}
    rasa.answer = lambda ask: [{"custom": effect}, {"text": "OK"}]
    (reply,) = citizen.say("说英文")
    assert reply["text"] == "OK"
    assert citizen.list()["language"] == "en"
    citizen.say("房东不退押金")
    citizen.say("再来", language="zh")
    assert [ask["metadata"].get("language") for ask in rasa.asked] == [None, "en", "zh"]


def test_every_sentence_is_there_in_both_languages() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(dict[str, dict[str, str]])
    for sentence in adapter.validate_python(SENTENCES).values():
        assert set(sentence) == {"zh", "en"}
        assert set(re.findall(r"{\w+}", sentence["zh"])) == set(re.findall(r"{\w+}", sentence["en"]))

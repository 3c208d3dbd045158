"""When the assistant is gone or slow, the citizen is told, nothing is lost, and the answer comes once it is back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.sentences import say
from tests.bot.gateway import Client, gateway_in_thread, until
from tests.bot.rasa_double import RasaDouble


@pytest.fixture
def citizen(tmp_path: Path, rasa: RasaDouble) -> Iterator[Client]:
    """With a gateway of their own, so that no test begins within the outage of another."""
    with gateway_in_thread(tmp_path, rasa) as url:
        client = Client(url)
        yield client
        client.close()


def test_a_message_is_kept_while_rasa_is_gone_and_answered_once_when_it_is_back(
    citizen: Client, rasa: RasaDouble
) -> None:
    rasa.stop()
    response = citizen.post("房东不退押金", "m1")

    assert response.status_code == 202
    (notice,) = response.json()["replies"]
    assert notice["text"] == say("unreachable", "zh")
    assert "12348" in notice["text"] and "110" in notice["text"]
    assert citizen.list()["typing"] is False

    with citizen.events() as events:
        rasa.start()
        until(events, "答：房东不退押金")

    again = citizen.post("房东不退押金", "m1")
    assert again.status_code == 200
    assert [reply["text"] for reply in again.json()["replies"]] == [notice["text"], "答：房东不退押金"]
    assert rasa.messages() == ["房东不退押金"]


def test_what_was_written_during_an_outage_is_answered_in_order(citizen: Client, rasa: RasaDouble) -> None:
    rasa.stop()
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda tab: tab.post("同时"), [citizen.tab() for _ in range(3)]))
    for text in ("一", "二", "三"):
        assert citizen.post(text).status_code == 202

    with citizen.events() as events:
        rasa.start()
        until(events, "答：三")

    assert rasa.messages() == ["同时", "同时", "同时", "一", "二", "三"]


def test_the_notice_is_in_the_language_of_the_message(citizen: Client, rasa: RasaDouble) -> None:
    rasa.stop()

    (notice,) = citizen.post("My landlord keeps my deposit").json()["replies"]
    assert notice["text"] == say("unreachable", "en")
    (fixed,) = citizen.post("房东不退押金", language="en").json()["replies"]
    assert fixed["text"] == say("unreachable", "en")
    rasa.start()


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("老公正在打我", "110", "danger_title"),
        ("我刚转账给骗子，怎么办", "96110", "fraud_title"),
        ("my husband is beating me", "110", "danger_title"),
    ],
)
def test_danger_is_answered_at_once_without_rasa(
    citizen: Client, rasa: RasaDouble, text: str, number: str, title: str
) -> None:
    rasa.stop()
    response = citizen.post(text)

    assert response.status_code == 202
    contacts, notice = response.json()["replies"]
    assert contacts["kind"] == "contacts" and contacts["urgent"] is True
    assert contacts["title"] == say(title, contacts["language"])
    assert contacts["contacts"][0]["number"] == number
    assert notice["text"] == say("unreachable", contacts["language"])

    with citizen.events() as events:
        rasa.start()
        until(events, f"答：{text}")


def test_danger_is_answered_at_once_when_rasa_is_busy_with_an_earlier_message(tmp_path: Path, rasa: RasaDouble) -> None:
    with gateway_in_thread(tmp_path, rasa, danger_after=0.05) as url:
        citizen = Client(url)
        slow = rasa.hold("很慢的一句")
        with ThreadPoolExecutor() as pool:
            first = pool.submit(citizen.tab().post, "很慢的一句")
            rasa.wait_for(1)
            response = citizen.post("老公正在打我")
            assert [reply["kind"] for reply in response.json()["replies"]] == ["contacts", "text"]
            assert response.status_code == 202
            slow.set()
            assert first.result().status_code == 200
        citizen.close()


def test_a_slow_answer_is_announced_and_still_comes(tmp_path: Path, rasa: RasaDouble) -> None:
    with gateway_in_thread(tmp_path, rasa, slow_after=0.05) as url:
        citizen = Client(url)
        slow = rasa.hold("很慢的一句")
        response = citizen.post("很慢的一句")
        assert response.status_code == 202
        assert [reply["text"] for reply in response.json()["replies"]] == [say("slow", "zh")]
        with citizen.events() as events:
            slow.set()
            until(events, "答：很慢的一句")
        assert rasa.messages() == ["很慢的一句"]
        citizen.close()


def test_a_post_does_not_wait_longer_than_it_should(tmp_path: Path, rasa: RasaDouble) -> None:
    with gateway_in_thread(tmp_path, rasa, reply_wait=0.05) as url:
        citizen = Client(url)
        slow = rasa.hold("慢")
        response = citizen.post("慢")
        assert (response.status_code, response.json()["replies"]) == (202, [])
        slow.set()
        with citizen.events() as events:
            until(events, "答：慢")
        citizen.close()


def test_an_answer_that_needs_the_actions_waits_for_them(citizen: Client, rasa: RasaDouble) -> None:
    # Rasa says 200 and nothing when an action cannot be run.
    rasa.actions_are_well = False
    rasa.answer = lambda ask: [{"text": "有了"}] if rasa.actions_are_well else []
    response = citizen.post("查一下")
    assert response.status_code == 202

    with citizen.events() as events:
        rasa.actions_are_well = True
        until(events, "有了")
    assert citizen.texts() == ["查一下", say("unreachable", "zh"), "有了"]


def nothing(_ask: dict[str, Any]) -> list[dict[str, Any]]:
    return []


def test_an_answer_that_cannot_be_made_is_admitted(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = nothing
    assert [reply["text"] for reply in citizen.say("查一下")] == [say("no_answer", "zh")]


def test_a_rasa_that_fails_again_and_again_does_not_block_what_comes_after(citizen: Client, rasa: RasaDouble) -> None:
    rasa.status = 500
    assert [reply["text"] for reply in citizen.say("查一下")] == [say("no_answer", "zh")]
    rasa.status = 200
    assert [reply["text"] for reply in citizen.say("再查一下")] == ["答：再查一下"]


def test_a_rasa_that_never_answers_is_given_up(tmp_path: Path, rasa: RasaDouble) -> None:
    rasa.tracker = None
    rasa.hold("永远")
    with gateway_in_thread(tmp_path, rasa, rasa_timeout=0.1, rasa_attempts=2) as url:
        citizen = Client(url)
        assert [reply["text"] for reply in citizen.say("永远")] == [say("no_answer", "zh")]
        assert rasa.messages() == ["永远", "永远"]
        citizen.close()


def test_an_answer_that_came_too_late_is_read_from_rasas_memory(tmp_path: Path, rasa: RasaDouble) -> None:
    rasa.hold("太晚")
    with gateway_in_thread(tmp_path, rasa, rasa_timeout=0.1) as url:
        citizen = Client(url)
        assert [reply["text"] for reply in citizen.say("太晚")] == ["答：太晚"]
        assert rasa.messages() == ["太晚"]
        citizen.close()


def test_a_reply_that_does_not_fit_becomes_an_honest_sentence(
    citizen: Client, rasa: RasaDouble, caplog: pytest.LogCaptureFixture
) -> None:
    rasa.answer = lambda ask: [
        {"text": "先这样"},
        {"custom": {"kind": "card", "language": "zh", "title": "张三 13812345678"}},
    ]
    assert [reply["text"] for reply in citizen.say("查一下")] == ["先这样", say("reply_lost", "zh")]
    assert "reply_unfit" in caplog.text
    assert "13812345678" not in caplog.text and "张三" not in caplog.text

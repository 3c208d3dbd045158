"""Language, erasing, and parts of the assistant that are down."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.citizen import Citizen

pytestmark = pytest.mark.integration


def test_the_language_follows_and_can_be_fixed(citizen: Citizen) -> None:
    assert citizen.say("hello there")[0]["language"] == "en"
    citizen.say("please answer in Chinese from now on")
    citizen.say("My employer has not paid my wages for three months, what can I do?")
    assert citizen.card["language"] == "zh"


def test_erasing_asks_once_and_leaves_nothing(citizen: Citizen, stack: Any) -> None:
    citizen.say("老板拖欠我三个月工资了怎么办")
    citizen.say("删除我的数据")
    citizen.press("删除")
    assert "工资" not in str(citizen.messages())
    with sqlite3.connect(stack.settings.var / "tracker.db") as tracker:
        events = tracker.execute("SELECT data FROM events").fetchall()
    assert not [data for (data,) in events if citizen.conversation in data]
    citizen.say("那要多久？")
    assert "拖欠工资" not in citizen.words


def test_erasing_can_be_called_off(citizen: Citizen) -> None:
    citizen.say("老板拖欠我三个月工资了怎么办")
    citizen.say("删除我的数据")
    citizen.press("不删")
    assert "工资" in str(citizen.messages())


def test_personal_numbers_never_reach_rasa(citizen: Citizen, stack: Any) -> None:
    citizen.say("我的手机是13812345678，身份证11010519491231002X，老板欠我工资")
    assert "13812345678" not in str(citizen.messages())
    with sqlite3.connect(stack.settings.var / "tracker.db") as tracker:
        events = "".join(data for (data,) in tracker.execute("SELECT data FROM events"))
    assert "13812345678" not in events
    assert "11010519491231002X" not in events


def kill(stack: Any, name: str) -> None:
    """Kills a process as the kernel would for want of memory, and returns when the supervisor has noticed."""
    kept = next(one for one in stack.supervisor.kept if one.service.name == name)
    deaths = kept.deaths
    os.killpg(kept.process.pid, signal.SIGKILL)
    wait_until(lambda: kept.deaths > deaths)


def wait_until(holds: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.2)  # between two looks at another process; nothing is assumed to be done after it


@pytest.fixture
def well_again(stack: Any) -> Iterator[None]:
    """Leaves the assistant well, and the gateway aware of it, for the tests that follow."""
    yield
    wait_until(lambda: not stack.troubles())
    someone = Citizen(stack.url)
    someone.say("你好")
    someone.wait_for(lambda answers: [one for one in answers if "解纷助手" in one.get("text", "")], 0)


@pytest.mark.usefixtures("well_again")
def test_a_dead_action_server_is_admitted_and_the_answer_comes_once_it_is_back(citizen: Citizen, stack: Any) -> None:
    kill(stack, "actions")
    first = citizen.say("老板拖欠我三个月工资了怎么办")
    assert [message["kind"] for message in first] == ["text"]
    citizen.wait_for(lambda answers: [one for one in answers if one["kind"] == "card"], 0)
    cards = [one for one in citizen.messages() if one["kind"] == "card"]
    assert [card["card_id"] for card in cards] == ["wage-arrears"]


@pytest.mark.usefixtures("well_again")
def test_danger_is_answered_while_rasa_is_dead(citizen: Citizen, stack: Any) -> None:
    kill(stack, "rasa")
    citizen.say("我老公现在正在打我")
    answers = citizen.wait_for(lambda said: [one for one in said if one["kind"] == "contacts"], 0)
    assert "110" in str(answers)
    assert stack.troubles()

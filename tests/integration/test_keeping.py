"""What a citizen keeps of an answer: a day in the calendar, a reminder, a picture of the route."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.integration.citizen import Citizen

pytestmark = pytest.mark.integration


def opened(stack_url: str, address: str) -> requests.Response:
    response = requests.get(stack_url + address, timeout=10)
    response.raise_for_status()
    return response


def test_a_deadline_goes_into_the_calendar(citizen: Citizen, stack: Any) -> None:
    citizen.say("帮我算一下期限")
    citizen.say("收到劳动仲裁裁决书想起诉")
    citizen.press("就是今天")
    (link,) = citizen.heard[-1]["links"]
    content = opened(stack.url, link["url"]).content.decode()
    assert content.startswith("BEGIN:VCALENDAR") and content.count("BEGIN:VALARM") == 2


def test_a_reminder_by_button_and_back_by_words(citizen: Citizen) -> None:
    citizen.say("Work out my deadline")
    citizen.say("I got the labour award and want to sue")
    citizen.press("It is today")
    citizen.press("Remind me")
    assert "at about 9 in the morning" in citizen.words
    citizen.say("cancel the reminder")
    assert "no reminder any more" in citizen.words


def test_a_reminder_in_words_means_the_last_deadline_and_without_one_asks(citizen: Citizen) -> None:
    citizen.say("到时候提醒我")
    assert "要提醒哪个期限" in citizen.words
    citizen.press("算一算期限")
    citizen.say("收到劳动仲裁裁决书想起诉")
    citizen.press("就是今天")
    citizen.say("到时候提醒我一下")
    assert "上午 9 点左右提醒您" in citizen.words


def test_a_reminder_in_the_middle_of_a_dialogue_leaves_it_on(citizen: Citizen) -> None:
    citizen.say("我能申请法律援助吗")
    question = citizen.heard[-1]["text"]
    assert citizen.say("到时候提醒我")[-1]["text"] == question


def test_the_route_has_a_picture(citizen: Citizen, stack: Any) -> None:
    citizen.say("帮我看看该走哪条路")
    citizen.press("正在被骗")
    picture = citizen.heard[-1]["picture"]
    assert "110" in picture["alt"]
    response = opened(stack.url, picture["url"])
    assert response.headers["content-type"].startswith("image/svg+xml")

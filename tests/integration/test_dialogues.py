"""Screening, the navigator and deadlines as a citizen goes through them: straight on, astray, back and away."""

from __future__ import annotations

import pytest

from tests.integration.citizen import Citizen

pytestmark = pytest.mark.integration


def test_legal_aid_by_buttons(citizen: Citizen) -> None:
    citizen.say("我能申请法律援助吗")
    citizen.press("民事、劳动或行政")
    citizen.press("没请律师")
    citizen.press("家庭")
    citizen.press("家暴")
    citizen.press("市中心")
    citizen.press("徐汇区")
    assert "大概可以申请" in citizen.words
    assert citizen.numbers[0] == "021-64870494"
    assert "先打电话" in citizen.heard[-1]["title"]
    assert "第三十二条" in citizen.words
    assert "法律援助中心审查决定" in citizen.words


def test_legal_aid_in_own_words_and_english(citizen: Citizen) -> None:
    citizen.say("Can I get legal aid?")
    citizen.say("a civil, labour or administrative matter")
    citizen.say("no lawyer")
    citizen.say("car accident")
    citizen.say("none of these")
    citizen.say("below 3,190 yuan")
    citizen.say("Pudong")
    assert "legal aid is likely possible" in citizen.words


def test_a_dialogue_goes_back_is_left_and_taken_up(citizen: Citizen) -> None:
    citizen.say("我能申请法律援助吗")
    first = citizen.heard[-1]["text"]
    citizen.press("民事、劳动或行政")
    second = citizen.heard[-1]["text"]
    assert citizen.say("返回上一步")[-1]["text"] == first
    citizen.press("民事、劳动或行政")
    citizen.say("停")
    citizen.say("老板拖欠我三个月工资了怎么办")
    assert citizen.card["card_id"] == "wage-arrears"
    assert citizen.say("继续刚才的")[-1]["text"] == second


def test_an_answer_that_is_none_is_asked_again(citizen: Citizen) -> None:
    citizen.say("我能申请法律援助吗")
    question = citizen.heard[-1]["text"]
    assert citizen.say("香蕉")[-1]["text"] == question


def test_the_navigator_puts_ways_in_order_with_reasons(citizen: Citizen) -> None:
    citizen.say("租房到期房东不退押金")
    citizen.press("比较各种途径")
    citizen.press("都没有")
    citizen.press("还没解决")
    citizen.press("不久")
    citizen.press("是钱，但对方不认")
    citizen.press("快")
    route = next(message for message in citizen.heard if message["kind"] == "channels")
    assert [channel["name"][0] for channel in route["channels"]][:2] == ["1", "2"]
    assert all(channel["why"] and channel["fee"] and channel["if_it_fails"] for channel in route["channels"])


def test_a_deadline_is_worked_out(citizen: Citizen) -> None:
    citizen.say("帮我算一下期限")
    citizen.say("收到劳动仲裁裁决书想起诉")
    citizen.say("2026年9月17日")
    assert "2026-10-08" in citizen.words
    assert "顺延" in citizen.words


def test_one_dialogue_gives_way_to_another(citizen: Citizen) -> None:
    citizen.say("我能申请法律援助吗")
    citizen.say("我想算劳动仲裁时效")
    citizen.say("2025年12月25日")
    assert "2026-12-25" in citizen.words


@pytest.mark.parametrize(("words", "number"), [("我老公现在正在打我", "110"), ("我不想活了", "962525")])
def test_danger_comes_first_in_the_middle_of_a_dialogue(citizen: Citizen, words: str, number: str) -> None:
    citizen.say("我能申请法律援助吗")
    citizen.press("民事、劳动或行政")
    citizen.say(words)
    assert number in citizen.numbers
    assert citizen.heard[0]["kind"] == "text"
    assert not [one for one in citizen.heard if "律师" in one.get("text", "")]


def test_fraud_in_progress_is_stopped_at_once(citizen: Citizen) -> None:
    citizen.say("帮我看看该走哪条路")
    citizen.say("对方让我马上把钱转到安全账户，还要验证码")
    assert "不要再转账" in citizen.words
    assert "110" in citizen.numbers

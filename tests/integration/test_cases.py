"""Cases as a citizen opens them by talking, with the real Rasa, action server and gateway."""

from __future__ import annotations

import pytest

from tests.integration.citizen import Citizen

pytestmark = pytest.mark.integration

PHONE = "打我13812345678，晚上"
STORY = "2024年10月底浦东张江一家装修公司收了我两万五不退"


def test_a_story_becomes_a_case_and_nothing_is_asked_twice(citizen: Citizen) -> None:
    citizen.say(STORY)
    citizen.say("帮我登记")
    assert all(words in citizen.words for words in ("消费、服务", "25,000 元", "浦东新区 张江镇", "同意吗"))
    asked = [citizen.press("同意，开始登记")[-1]["text"]]
    answers = ("某某装饰公司，姓陈的经理", "把钱退给我", "找过他们两次，没结果", "合同、转账截图", PHONE)
    asked.append(citizen.press("就用这段")[-1]["text"])
    asked += [citizen.say(words)[-1]["text"] for words in answers]
    assert not [one for one in asked[:-1] if one.startswith(("涉及多少钱", "事情在上海", "什么时候", "是哪一类"))]
    assert "〔手机号〕" in asked[-1]
    citizen.press("没错，提交")
    assert citizen.case["event"] == "opened" and citizen.case["code"] and citizen.case["due"]
    (case,) = citizen.cases()
    assert (case["number"], case["kind"]) == (citizen.case["number"], "consumer")
    facts = str(case["facts"])
    assert all(words in facts for words in (STORY, "某某装饰公司", "把钱退给我", "转账截图", "13812345678"))


def test_a_case_in_english_with_a_question_on_the_way_and_a_correction(citizen: Citizen) -> None:
    citizen.say("My landlord in Xuhui kept my deposit of 9,000 yuan when I moved out last month")
    citizen.press("Open a case")
    citizen.say("yes")
    citizen.say("use that")
    question = citizen.say("Mr Wang")[-1]["text"]
    assert citizen.say("how much does mediation cost?")[-1]["text"] == question
    citizen.say("I want my deposit back")
    citizen.say("Tianlin")
    citizen.say("the amount is wrong, it is 8,500 yuan")
    assert "corrected" in citizen.words
    citizen.say("not yet")
    citizen.say("photos and the lease")
    citizen.say("this chat is enough")
    assert "8,500 yuan" in citizen.words and "Xuhui 田林街道" in citizen.words
    citizen.press("Correct: Amount")
    citizen.say("eight thousand")
    assert "8,000 yuan" in citizen.words
    citizen.press("send it")
    assert citizen.case["language"] == "en" and citizen.case["event"] == "opened"


def test_a_form_is_left_and_taken_up(citizen: Citizen) -> None:
    citizen.say("楼上漏水把我家天花板泡坏了")
    citizen.say("我要申请调解")
    question = citizen.press("同意，开始登记")[-1]["text"]
    citizen.say("先不弄了")
    citizen.say("老板拖欠我三个月工资了怎么办")
    assert citizen.say("继续")[-1]["text"] == question


def test_without_consent_no_case_is_opened(citizen: Citizen) -> None:
    citizen.say("帮我登记")
    citizen.say("不同意")
    assert any(message["kind"] == "channels" for message in citizen.heard)
    assert citizen.cases() == []


@pytest.mark.parametrize("yes", ["好的", None])
def test_a_person_is_there_after_one_yes(citizen: Citizen, yes: str | None) -> None:
    citizen.say("邻居天天半夜放音乐")
    citizen.say("我要找真人")
    assert "12348" in citizen.words and "办结后最多留" in citizen.words
    citizen.say(yes) if yes else citizen.press("请调解员来")
    assert citizen.case["event"] == "opened"
    number = citizen.case["number"]
    citizen.say("我的案子怎么样了")
    assert citizen.case["event"] == "status" and citizen.case["number"] == number
    citizen.say("撤回我的案件")
    citizen.press("是的，撤回")
    assert citizen.messages()[-1]["event"] == "withdrawn"


def test_a_person_that_is_not_wanted_after_all_opens_nothing(citizen: Citizen) -> None:
    citizen.say("转人工")
    citizen.say("不用了")
    citizen.say("好的")
    assert citizen.cases() == []


def test_danger_in_the_middle_leads_to_the_numbers_and_to_a_mediator_with_priority(citizen: Citizen) -> None:
    citizen.say("帮我登记")
    citizen.press("同意，开始登记")
    citizen.say("我老公现在正在打我")
    assert citizen.numbers[0] == "110"
    citizen.press("优先联系我")
    assert citizen.case["event"] == "opened" and "110" in citizen.case["text"]


def test_a_screening_tells_the_kind_and_where_to_apply(citizen: Citizen) -> None:
    citizen.say("老板拖欠我工资，我在浦东")
    citizen.say("我能申请法律援助吗")
    citizen.press("民事、劳动或行政")
    citizen.press("没请律师")
    while citizen.heard[-1]["kind"] != "contacts":
        first = citizen.heard[-1]["buttons"][0]
        citizen.say(first["title"], first["payload"])
    assert citizen.numbers[0] == "021-50975517"
    citizen.press("带着这些回答")
    assert "工资、加班费" in citizen.words


def test_ways_that_were_compared_tell_the_kind(citizen: Citizen) -> None:
    citizen.say("帮我看看该走哪条路")
    for answer in ("都没有", "房子、邻居", "租房", "还没解决", "不久", "是钱，但对方不认", "快"):
        citizen.press(answer)
    citizen.press("登记案件")
    assert "租房" in citizen.words

"""Opening a case through the form that runs it: nothing asked twice, everything correctable, one wish at the end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.reading import answer_read
from tests.intake.conftest import Talk, buttons

STORY = "2024年10月底浦东张江一家装修公司收了我两万五不退"
REST = ("skip",) * 4


async def told(language: str = "zh", **slots: Any) -> Talk:
    talk = Talk(language, last_question=STORY, **slots)
    await talk.open()
    return talk


def wish(message: dict[str, Any]) -> dict[str, Any]:
    """The value of the effect, once the gateway has taken it for what it is."""
    assert message["kind"] == "effect" and message["effect"] == "open_case"
    (effect,) = answer_read([{"custom": message}], "zh", "key").effects
    assert effect.effect == "open_case"
    return message["value"]


async def test_what_the_last_question_told_is_noted_and_not_asked() -> None:
    talk = Talk(last_question=STORY)
    first = await talk.open()
    assert "同意吗" in first["text"] and "登记以前" in first["text"]
    noted = talk.heard[-2]["text"]
    assert all(words in noted for words in ("消费、服务", "25,000 元", "浦东新区 张江镇", "2024-10", "商家、公司"))
    asked = await talk.say("yes")
    assert STORY in asked["text"] and "就用这段" in buttons(asked)
    asked = await talk.say("story")
    assert "商家、公司" in asked["text"]
    for words in ("某某装饰公司", "把钱退给我", "找过他们两次"):
        asked = await talk.say(words)
    assert "材料" in asked["text"]
    asked = await talk.say("合同、转账截图")
    assert asked["keeps"] == "contact"
    summary = await talk.say("skip")
    assert "某某装饰公司" in summary["text"] and "没错，提交" in buttons(summary)
    assert wish(await talk.say("yes")) == {
        "kind": "consumer",
        "reason": "asked",
        "what_happened": STORY,
        "other_side": "某某装饰公司",
        "wishes": "把钱退给我",
        "amount": 25000.0,
        "district": "pudong",
        "subdistrict": "张江镇",
        "happened_on": "2024-10-25",
        "tried": "找过他们两次",
        "evidence": ["合同", "转账截图"],
        "consent_version": "2026-11",
        "priority": 0,
    }
    assert talk.slots["dialogue"] is None and talk.slots["dialogue_answers"] is None


async def test_a_story_in_the_words_that_open_it_counts_too() -> None:
    talk = Talk("en")
    await talk.open("open a case: my landlord in Xuhui keeps my deposit of 9,000 yuan")
    assert {"kind": "rent", "district": "xuhui", "amount": "9000", "_side": "landlord"}.items() <= talk.answers.items()


async def test_without_consent_nothing_is_asked_or_sent() -> None:
    talk = await told()
    await talk.say("不同意")
    assert [message["kind"] for message in talk.heard] == ["text", "channels"]
    assert talk.slots["dialogue_answers"] is None


async def test_everything_is_asked_of_whoever_told_nothing() -> None:
    talk = Talk()
    asked = [await talk.open()]
    said = {
        "登记以前": "好",
        "是哪一类": "other",
        "发生了什么": "换锁以后他不给我钥匙",
        "对方是谁": "姓周",
        "您想要什么": "还我钥匙",
        "涉及多少钱": "不涉及钱",
        "事情在上海": "虹口",
        "在哪个街道": "跳过",
        "什么时候": "记不清了",
        "为这件事": "没有",
        "手上有哪些": "没有",
        "调解员会在": "不用",
    }
    for question, words in said.items():
        assert asked[-1]["text"].startswith(question)
        asked.append(await talk.say(words))
    assert asked[1]["text"].endswith("（后面还有 9 问）")
    summary = asked[-1]["text"]
    assert summary.count("没填") == 5 and "虹口区" in summary and "姓周" in summary
    assert set(wish(await talk.say("没错，提交"))) == {
        "kind", "reason", "what_happened", "other_side", "wishes", "district", "consent_version", "priority",
    }  # fmt: skip


async def test_a_story_in_place_of_the_kind_is_not_asked_for_again() -> None:
    talk = Talk()
    await talk.open()
    await talk.say("yes")
    asked = await talk.say("楼上一直漏水，说了也不修")
    assert talk.answers["kind"] == "neighbours"
    assert "楼上一直漏水" in asked["text"] and "就用这段" in buttons(asked)


async def test_a_story_told_on_the_way_answers_what_comes_later() -> None:
    talk = Talk()
    await talk.open()
    await talk.say("同意")
    await talk.say("other")
    asked = await talk.say("前天在杨浦五角场，隔壁的狗咬了我，花了1800元")
    assert {"amount": "1800", "district": "yangpu/五角场街道", "happened": "2026-11-22"}.items() <= talk.answers.items()
    assert talk.answers["kind"] == "other"
    assert "邻居" in asked["text"]


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("correct:amount", "amount", None),
        ("改一下金额", "amount", None),
        ("改：金额", "amount", None),
        ("Correct: Amount", "amount", None),
        ("金额不对，是三万", "amount", "30000"),
        ("change the amount to 30,000 yuan", "amount", "30000"),
        ("时间错了，是2025年3月1日", "happened", "2025-03-01"),
        ("地点写错了，是徐汇田林", "district", "xuhui/田林街道"),
        ("改一下经过", "what_happened", None),
    ],
)
async def test_every_answer_can_be_corrected(said: str, field: str, value: str | None) -> None:
    talk = await told()
    for words in ("yes", "story", "skip", *REST):
        await talk.say(words)
    before = talk.answers
    assert "confirm" not in before
    asked = await talk.say(said)
    assert talk.answers.get(field) == value
    assert {**before, field: ""} == {**talk.answers, field: ""}
    assert ("没错，提交" in buttons(asked)) is (value is not None)


async def test_a_correction_that_tells_the_new_answer_is_confirmed() -> None:
    talk = await told()
    await talk.say("yes")
    await talk.say("金额不对，是三万")
    assert talk.heard[0]["text"] == "好，改过来了。"


@pytest.mark.parametrize(
    ("said", "side", "named"),
    [
        ("对", "business", "商家、公司"),
        ("不是，是物业", "property_manager", "物业"),
        ("某某公司，陈经理", "business", "某某公司，陈经理"),
        ("李强", "business", "商家、公司：李强"),
    ],
)
async def test_who_the_other_side_seems_to_be_is_confirmed_or_put_right(said: str, side: str, named: str) -> None:
    talk = await told()
    for words in ("yes", "story"):
        asked = await talk.say(words)
    assert "对，不写名字" in buttons(asked)
    await talk.say(said)
    assert talk.answers["_side"] == side
    assert wish(await talk.put_through("person"))["other_side"] == named


async def test_a_question_on_the_way_is_no_answer() -> None:
    talk = await told()
    for words in ("yes", "story", "skip"):
        asked = await talk.say(words)
    again = await talk.say("调解要收多少钱？", "ask_followup")
    assert again["text"] == asked["text"] and "wishes" not in talk.answers


async def test_words_of_a_story_are_no_correction() -> None:
    talk = await told()
    for words in ("yes", "story", "skip"):
        await talk.say(words)
    await talk.say("要求修改合同里的金额条款")
    assert talk.answers["wishes"] == "要求修改合同里的金额条款"
    assert talk.answers["amount"] == "25000"


async def test_back_goes_to_the_last_answer_or_to_the_one_that_is_named() -> None:
    talk = await told()
    for words in ("yes", "story"):
        await talk.say(words)
    assert "对方" in (await talk.asked())["text"]
    assert "就用这段" in buttons(await talk.back("返回上一步"))
    assert "涉及多少钱" not in (await talk.back("金额说错了"))["text"]
    assert "amount" not in talk.answers


@pytest.mark.parametrize("intent", ["danger", "fraud"])
async def test_what_comes_first_keeps_the_words_and_leads_back(intent: str) -> None:
    talk = Talk()
    await talk.open()
    await talk.say("yes")
    answer = await talk.in_danger("理发店骗我办卡，还有1800，现在关门了", intent)
    assert buttons(answer[-1])["继续刚才的"] == "/resume"
    assert "骗我办卡" not in (await talk.asked())["text"]
    asked = await talk.say("consumer")
    assert "骗我办卡" in asked["text"] and "就用这段" in buttons(asked)
    await talk.say("story")
    assert talk.answers["amount"] == "1800"
    assert wish(await talk.put_through("danger"))["what_happened"].startswith("理发店骗我办卡")


async def test_only_a_yes_sends_it() -> None:
    talk = await told()
    for words in ("yes", "story", "skip", *REST):
        asked = await talk.say(words)
    for words in ("先不提交", "later", "12", "不对", "算了"):
        assert (await talk.say(words))["text"] == asked["text"]
    assert "confirm" not in talk.answers


async def test_a_number_means_what_is_on_the_screen() -> None:
    talk = Talk()
    await talk.open()
    asked = await talk.say("1")
    shown = list(buttons(asked))
    inside = await talk.say("3")
    assert shown[2] == "家庭" and next(iter(buttons(inside))) == "离婚、孩子、分财产"
    await talk.say("第三个")
    assert talk.answers["kind"] == "inheritance"


async def test_a_group_of_one_is_that_one() -> None:
    talk = Talk()
    await talk.open()
    asked = await talk.say("yes")
    assert buttons(asked)["别的"] == '/inform{"dialogue_answer": "other"}'


async def test_a_form_that_was_left_goes_on_where_it_was() -> None:
    talk = await told()
    await talk.say("yes")
    asked = await talk.open("继续登记")
    assert STORY in asked["text"]
    assert talk.answers["consent"] == "yes"


async def test_what_is_asked_must_be_answered_or_skipped() -> None:
    talk = Talk(last_question=STORY)
    await talk.open()
    await talk.say("yes")
    assert "就用这段" in buttons(await talk.say("哈哈"))
    assert "what_happened" not in talk.answers
    await talk.say("story")
    for words in ("skip", "skip"):
        asked = await talk.say(words)
    assert asked["text"].startswith("为这件事已经做过什么")


async def test_an_answer_that_cannot_be_read_is_asked_again() -> None:
    talk = Talk()
    await talk.open()
    for words in ("yes", "rent", "房东一直不肯修热水器", "skip", "skip"):
        asked = await talk.say(words)
    assert asked["text"].startswith("涉及多少钱")
    again = await talk.say("不好说")
    assert again["text"] == asked["text"]
    assert "跳过" in talk.heard[0]["text"]
    assert (await talk.say("两万五左右"))["text"].startswith("事情在上海哪个区")


async def test_where_is_asked_in_two_steps_only_when_needed() -> None:
    talk = Talk()
    await talk.open()
    for words in ("yes", "rent", "房东一直不肯修热水器", "skip", "skip", "skip"):
        asked = await talk.say(words)
    assert list(buttons(asked))[1:] == ["市中心各区", "浦东和近郊", "远郊各区"]
    inside = await talk.say("group:市中心各区")
    assert "徐汇区" in buttons(inside) and "浦东新区" not in buttons(inside)
    asked = await talk.say("xuhui")
    assert "天平路街道" in asked["text"]
    await talk.say("田林")
    assert talk.answers["subdistrict"] == "田林街道"


async def test_a_placeholder_of_a_masked_number_stays_what_it_is() -> None:
    talk = await told()
    for words in ("yes", "story", "skip", "skip", "skip", "skip"):
        asked = await talk.say(words)
    assert asked["keeps"] == "contact"
    await talk.say("打我〔手机号〕，晚上")
    assert wish(await talk.say("可以，提交吧"))["contact"] == "打我〔手机号〕，晚上"


async def test_answers_of_navigator_and_screening_go_along() -> None:
    navigator = {
        "urgent": "none", "kind": "rent", "stage": "open", "deadline": "fine", "claim": "disputed", "matters": "fast",
    }  # fmt: skip
    screening = {"role": "civil", "lawyer": "without", "matter": "violence", "district": "skip"}
    talk = Talk(concluded={"screening": screening, "navigator": navigator})
    await talk.open()
    assert talk.answers["kind"] == "rent"
    assert "家暴" in talk.answers["_screening"] and talk.answers["_route"]
    effect = await talk.put_through("person")
    assert set(effect["value"]["attachments"]) == {"screening", "route"}
    assert effect["value"]["kind"] == "rent"


async def test_a_screening_alone_tells_the_kind() -> None:
    talk = Talk(concluded={"screening": {"matter": "wages"}})
    await talk.open()
    assert talk.answers["kind"] == "wages" and "_screening" not in talk.answers


@pytest.mark.parametrize(("reason", "priority"), [("person", 0), ("danger", 2), ("whatever", 0)])
async def test_a_press_for_a_person_opens_a_short_case_with_what_is_known(reason: str, priority: int) -> None:
    effect = await Talk(last_question=STORY).put_through(reason)
    value = wish(effect)
    assert value["reason"] == ("danger" if reason == "danger" else "person")
    assert (value["priority"], value["what_happened"], value["kind"]) == (priority, STORY, "consumer")


async def test_a_press_for_a_person_takes_the_half_filled_form_along() -> None:
    talk = await told()
    for words in ("yes", "story", "skip", "退钱"):
        await talk.say(words)
    assert wish(await talk.put_through("person"))["wishes"] == "退钱"
    assert talk.slots["dialogue"] is None


async def test_nothing_known_still_makes_a_case() -> None:
    assert wish(await Talk("en").put_through("person")) == {
        "kind": "other", "reason": "person", "consent_version": "2026-11", "priority": 0,
    }  # fmt: skip


async def test_buttons_say_payloads_that_the_gateway_takes_back() -> None:
    talk = await told()
    for words in ("yes", "story", "skip", *REST):
        asked = await talk.say(words)
    payloads = [payload for payload in buttons(asked).values() if payload != "/stop"]
    said = [json.loads(payload.removeprefix("/inform"))["dialogue_answer"] for payload in payloads]
    assert said[0] == "yes" and "correct:amount" in said and len(said) == 11


async def test_the_summary_is_in_the_language_of_the_conversation() -> None:
    talk = await told("en")
    for words in ("yes", "story", "skip", *REST):
        asked = await talk.say(words)
    assert "Amount: 25,000 yuan" in asked["text"] and "not given" in asked["text"]
    assert "Correct: Amount" in buttons(asked)


@pytest.mark.parametrize("words", ["不想说", "I'd rather not say", "不方便讲", "skip"])
async def test_what_happened_need_not_be_told(words: str) -> None:
    talk = Talk()
    await talk.open()
    for said in ("yes", "rent"):
        asked = await talk.say(said)
    assert "现在不想说" in buttons(asked)
    assert (await talk.say(words))["text"].startswith("对方是谁")
    assert "what_happened" not in wish(await talk.put_through("person"))


async def test_a_story_that_is_known_is_not_sent_by_whoever_would_rather_not_tell_it() -> None:
    talk = await told()
    for words in ("yes", "现在不想说"):
        await talk.say(words)
    assert "what_happened" not in wish(await talk.put_through("person"))


@pytest.mark.parametrize("words", ["啥意思", "什么意思啊？", "what do you mean?", "没看懂"])
async def test_consent_is_explained_shortly_to_whoever_asks_what_is_meant(words: str) -> None:
    talk = Talk()
    first = await talk.open()
    again = await talk.say(words, "ask_more")
    assert [message["text"] for message in talk.heard] == [again["text"]]
    assert again["text"].startswith("简单说") and len(again["text"]) < len(first["text"]) / 2
    assert buttons(again) == buttons(first)
    assert (await talk.say("同意"))["text"].startswith("是哪一类纠纷")
    assert "_again" not in talk.answers


@pytest.mark.parametrize("words", ["啥意思", "what do you mean by that", "asdfgh"])
async def test_words_that_ask_what_is_meant_are_no_story(words: str) -> None:
    talk = Talk()
    await talk.open()
    for said in ("yes", "rent"):
        asked = await talk.say(said)
    assert (await talk.say(words, "ask_more"))["text"] == asked["text"]
    assert "what_happened" not in talk.answers


@pytest.mark.parametrize(
    ("said", "amount"), [("一万二", "12000"), ("12000元", "12000"), ("大概三千块", "3000"), ("3", None)]
)
async def test_a_sum_is_not_the_other_side_and_need_not_be_told_twice(said: str, amount: str | None) -> None:
    talk = Talk()
    await talk.open()
    for words in ("yes", "rent", "换锁以后他不给我钥匙"):
        asked = await talk.say(words)
    again = await talk.say(said)
    # One question less may be left now; it is the same all the same.
    assert again["text"].partition("\n")[0] == asked["text"].partition("\n")[0]
    assert talk.answers.get("amount") == amount
    assert talk.heard[0]["text"].startswith("这个记下了" if amount else "这个我没读出来")
    assert (await talk.say("姓周"))["text"].startswith("您想要什么")

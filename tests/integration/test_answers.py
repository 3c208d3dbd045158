"""Questions and their answers, in both languages, and what is said when there is none."""

from __future__ import annotations

import pytest

from tests.integration.citizen import Citizen

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("question", "card_id"),
    [
        ("老板拖欠我三个月工资了怎么办", "wage-arrears"),
        ("租房到期房东不退押金", "rent-deposit"),
        ("对方不愿意商事调解怎么办", "commercial-mediation-refused"),
        ("法律援助怎么申请", "legal-aid-how"),
    ],
)
def test_a_question_gets_its_card_with_law_that_opens(citizen: Citizen, question: str, card_id: str) -> None:
    citizen.say(question)
    assert citizen.card["card_id"] == card_id
    assert citizen.card["language"] == "zh"
    assert citizen.card["as_of"]
    citation = next(one for one in citizen.card["citations"] if one["has_text"])
    article = citizen.article(citation)
    assert len(article["text"]) > 10
    assert (article["law"], article["article"]) == (citation["law"], citation["article"])


def test_an_english_question_finds_the_card_and_is_answered_in_english(citizen: Citizen) -> None:
    citizen.say("My employer has not paid my wages for three months, what can I do?")
    assert citizen.card["card_id"] == "wage-arrears"
    assert citizen.card["language"] == "en"
    assert citizen.card["answer"].isascii()


def test_a_follow_up_is_about_the_last_answer(citizen: Citizen) -> None:
    title = citizen.say("老板拖欠我三个月工资了怎么办")[0]["title"]
    citizen.say("那要多久？")
    assert title in citizen.words
    citizen.say("要花多少钱")
    assert title in citizen.words
    assert "不收费" in citizen.words


def test_traditional_characters_and_typing_errors_are_understood(citizen: Citizen) -> None:
    citizen.say("老闆拖欠我三個月工資了怎麼辦")
    assert citizen.card["card_id"] == "wage-arrears"


def test_what_guidance_does_not_know_is_not_answered(citizen: Citizen) -> None:
    citizen.say("德国的遗产税税率是多少")
    assert not [message for message in citizen.heard if message["kind"] == "card"]
    if any("都不是" in button["title"] for message in citizen.heard for button in message.get("buttons", [])):
        citizen.press("都不是")
        citizen.press("找真人")
        assert "12348" in citizen.numbers


def test_something_else_altogether_is_declined(citizen: Citizen) -> None:
    citizen.say("今天上海天气怎么样")
    assert not [message for message in citizen.heard if message["kind"] == "card"]
    assert "帮不上" in citizen.words


def test_not_helpful_brings_the_runners_up(citizen: Citizen) -> None:
    citizen.say("老板拖欠我三个月工资了怎么办")
    citizen.press("没用")
    titles = [button["title"] for button in citizen.heard[-1]["buttons"]]
    assert len(titles) >= 3
    assert citizen.press(titles[0])[0]["kind"] == "card"


def test_a_person_is_named_honestly(citizen: Citizen) -> None:
    citizen.say("我要找真人说话")
    assert "12348" in citizen.words and "调解员" in citizen.words


def test_a_typed_slash_is_only_text(citizen: Citizen) -> None:
    citizen.say("老板拖欠我三个月工资了怎么办")
    citizen.say("/restart")
    citizen.say("那要多久？")
    assert "拖欠工资" in citizen.words

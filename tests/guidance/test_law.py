"""Articles that are named are read out as they stand; a question of law that guidance cannot answer is searched."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import ActionOutOfScope
from actions.followup import ActionAnswerFollowup
from actions.law import answer_from_law, named_articles, searched_articles
from actions.search.results import Found, Hit, NothingFits, SearchUnavailable
from actions.turn import Turn
from bot.schema import TextReply, reply_parse
from tests.action_server import KIT
from understanding.safety import assess

LABOUR = "中华人民共和国劳动合同法"
CARD = KIT.knowledge.cards["wage-arrears"]
NOTHING = NothingFits((Hit(CARD, 0.2),), 0.1)


def turn(text: str, language: str = "zh") -> Turn:
    return Turn("en" if language == "en" else "zh", text, "ask_guidance")


def named(text: str, language: str = "zh", *, only: bool = True) -> list[dict[str, Any]]:
    return named_articles(turn(text, language), KIT, only=only)


@pytest.mark.parametrize(
    ("text", "language", "law", "article"),
    [
        ("劳动合同法第三十八条怎么说", "zh", LABOUR, "第三十八条"),
        ("勞動合同法第三十八條", "zh", LABOUR, "第三十八条"),
        ("《劳动合同法》38条内容是什么", "zh", LABOUR, "第三十八条"),
        ("民法典第1165条", "zh", "中华人民共和国民法典", "第一千一百六十五条"),
        ("民诉法第二百四十七条写了什么", "zh", "中华人民共和国民事诉讼法", "第二百四十七条"),
        ("刑法第一百二十条之一", "zh", "中华人民共和国刑法", "第一百二十条之一"),
        ("给我看看第577条的原文，民法典的", "zh", "中华人民共和国民法典", "第五百七十七条"),
        ("Article 38 of the Labor Contract Law", "en", LABOUR, "第三十八条"),
        ("What does Article 1165 of China's Civil Code say?", "en", "中华人民共和国民法典", "第一千一百六十五条"),
    ],
)
def test_an_article_is_read_out_with_its_standing_and_can_be_opened(
    text: str, language: str, law: str, article: str
) -> None:
    (said,) = named(text, language)
    found = KIT.statutes.article(law, article, KIT.today())
    assert found and found.text and found.text.split("\n")[0] in said["text"]
    assert ("in force" if language == "en" else "现行有效") in said["text"]
    assert [(one["law"], one["article"]) for one in said["citations"]] == [(law, article)]
    (reply,) = reply_parse({"custom": said}, "zh")
    assert isinstance(reply, TextReply) and reply.citations[0].has_text


def test_several_articles_are_read_out_and_only_so_many() -> None:
    (said,) = named("民法典第577条、第585条")
    assert [one["article"] for one in said["citations"]] == ["第五百七十七条", "第五百八十五条"]
    (many,) = named("民法典第1条第2条第3条第4条第5条")
    assert len(many["citations"]) == 3


def test_what_the_law_does_not_have_is_said() -> None:
    (said,) = named("民事诉讼法第九百条")
    assert "没有第九百条" in said["text"] and "最后一条是第三百零六条" in said["text"]
    assert "citations" not in said and "原文" not in said["text"]


def test_of_a_law_that_is_over_it_is_said_what_replaced_it() -> None:
    (said,) = named("合同法第52条是什么")
    assert "2020-12-31" in said["text"] and "《民法典》" in said["text"]


def test_words_that_are_not_at_hand_are_not_promised() -> None:
    (said,) = named("商事调解条例第三条")
    assert "没有" in said["text"] and "2026-05-01 起施行" in said["text"]
    assert said["citations"][0]["has_text"] is False


@pytest.mark.parametrize(
    "text",
    ["公司违反劳动合同法第三十八条，我能要赔偿吗", "第三十八条怎么说", "劳动合同法有几条", "合同第五条写错了怎么办",
     "Article 3 of the US Constitution", "老板拖欠工资"],
)  # fmt: skip
def test_what_tells_of_a_matter_or_of_another_country_is_for_guidance(text: str) -> None:
    assert named(text) == []


async def test_a_matter_that_names_an_article_gets_it_only_where_guidance_has_nothing() -> None:
    asked, dispatcher = turn("公司违反劳动合同法第三十八条，我能要赔偿吗"), CollectingDispatcher()
    assert await answer_from_law(dispatcher, asked, Found((Hit(CARD, 0.9),), 0.9), KIT) is None
    assert await answer_from_law(dispatcher, asked, SearchUnavailable("starting"), KIT) is None
    assert dispatcher.messages == []
    assert await answer_from_law(dispatcher, asked, NOTHING, KIT) == [SlotSet("offered", [])]
    assert dispatcher.messages[0]["custom"]["citations"][0]["article"] == "第三十八条"


@pytest.mark.usefixtures("index")
async def test_the_nearest_questions_are_offered_beside_what_the_search_found() -> None:
    dispatcher = CollectingDispatcher()
    events = await answer_from_law(dispatcher, turn("哪条法律管遗失物"), NOTHING, KIT)
    assert events == [SlotSet("offered", [CARD.id])]
    payloads = [button["payload"] for button in dispatcher.messages[0]["custom"]["buttons"]]
    assert payloads == [f'/choose_option{{"card_id": "{CARD.id}"}}', "/none_of_these", "/ask_human"]


@pytest.fixture(scope="module")
def index() -> None:
    KIT.statute_search.prepare(KIT.today())


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize(
    ("text", "language"),
    [("法律怎么规定遗失物的归还", "zh"), ("哪条法律管遗失物", "zh"), ("which law is about unpaid wages", "en")],
)
async def test_a_question_of_law_without_guidance_is_searched_and_says_that_it_is_no_answer(
    text: str, language: str
) -> None:
    (said,) = await searched_articles(turn(text, language), NOTHING, KIT)
    assert ("is not an answer" if language == "en" else "不能当作答复") in said["text"]
    assert 1 <= len(said["citations"]) <= 3 and all(one["has_text"] for one in said["citations"])
    assert all(one["label"] in said["text"] for one in said["citations"])
    assert said["buttons"][-1]["payload"] == "/ask_human" and said["outcome"] == "law_search"


@pytest.mark.usefixtures("index")
async def test_a_law_that_was_named_is_searched_alone() -> None:
    (said,) = await searched_articles(turn("劳动合同法怎么规定试用期的"), NOTHING, KIT)
    assert {one["law"] for one in said["citations"]} == {LABOUR}
    (said,) = await searched_articles(turn("婚姻法怎么规定离婚冷静期的"), NOTHING, KIT)
    assert {one["law"] for one in said["citations"]} == {"中华人民共和国民法典"}


@pytest.mark.usefixtures("index")
async def test_what_asks_for_no_law_is_not_searched() -> None:
    assert await searched_articles(turn("邻居家的猫老来我家"), NOTHING, KIT) == []


@pytest.mark.parametrize(
    ("action", "intent"), [(ActionAnswerFollowup(), "ask_followup"), (ActionOutOfScope(), "out_of_scope")]
)
async def test_an_article_is_read_out_however_the_question_was_classified(
    action: Any, intent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("followup", "guidance", "conversation"):
        monkeypatch.setattr(f"actions.{module}.services", lambda: KIT)
    latest = {"text": "劳动合同法第三十八条怎么说", "intent": {"name": intent}, "entities": []}
    asked = Tracker("c", {"language": "zh", "card_id": CARD.id}, latest, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    await action.run(dispatcher, asked, {})
    (said,) = [message["custom"] for message in dispatcher.messages]
    assert said["outcome"] == "law"


def test_danger_is_seen_first_also_where_an_article_is_named() -> None:
    signal = assess("他正在打我，反家庭暴力法第二十三条怎么说")
    assert signal and (signal.kind, signal.sure) == ("danger", True)

"""Questions about the last answer that the card does not answer in so many words, and letters that ask nothing."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import ActionOutOfScope
from actions.followup import ActionAnswerFollowup
from tests.action_server import KIT
from understanding.phrases import phrases_in

CARD = next(card for card in KIT.knowledge.cards.values() if card.papers and card.channels)
BARE = next(card for card in KIT.knowledge.cards.values() if not card.papers)


@pytest.fixture(autouse=True)
def real_knowledge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.followup.services", lambda: KIT)
    monkeypatch.setattr("actions.guidance.services", lambda: KIT)


def tracker(text: str, card_id: str, language: str = "zh", intent: str = "ask_followup") -> Tracker:
    meant = [one._asdict() for one in phrases_in(text)]
    latest = {"text": text, "intent": {"name": intent}, "entities": meant}
    slots = {"card_id": card_id, "language": language}
    return Tracker("c", slots, latest, [], False, None, {}, "action_listen")


async def asked(text: str, card_id: str, language: str = "zh") -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    await ActionAnswerFollowup().run(dispatcher, tracker(text, card_id, language), {})
    return [message["custom"] for message in dispatcher.messages]


@pytest.mark.parametrize(("text", "language"), [("那钱呢", "zh"), ("what about the money", "en")])
async def test_money_alone_asks_for_the_cost(text: str, language: str) -> None:
    (said,) = await asked(text, CARD.id, language)
    fee = KIT.knowledge.channels[CARD.channels[0]].fee
    assert (fee.en if language == "en" else fee.zh) in said["text"]


@pytest.mark.parametrize(("text", "language"), [("那这个呢", "zh"), ("and what about that one", "en")])
async def test_a_question_that_only_points_gets_the_card_in_full(text: str, language: str) -> None:
    first, card = await asked(text, CARD.id, language)
    assert first["kind"] == "text" and CARD.in_language(language).title in first["text"]
    assert (card["kind"], card["card_id"], card["language"]) == ("card", CARD.id, language)


async def test_what_the_card_lacks_gives_the_card_in_full_and_says_so() -> None:
    first, card = await asked("要带什么材料", BARE.id)
    assert "没有单独写" in first["text"] and card["card_id"] == BARE.id


async def test_another_matter_that_cannot_be_searched_is_not_said_to_be_unknown() -> None:
    (said,) = await asked("那邻居家的猫呢", CARD.id)  # search is not warmed up here
    assert said["outcome"] == "unavailable"


@pytest.mark.parametrize(("language", "words"), [("zh", "没看懂"), ("en", "could not read")])
async def test_random_letters_are_asked_back_in_the_language_of_the_conversation(language: str, words: str) -> None:
    dispatcher = CollectingDispatcher()
    await ActionOutOfScope().run(dispatcher, tracker("asdfgh", CARD.id, language, "out_of_scope"), {})
    (said,) = [message["custom"] for message in dispatcher.messages]
    assert words in said["text"] and said["language"] == language


async def test_what_has_words_is_still_out_of_scope() -> None:
    dispatcher = CollectingDispatcher()
    await ActionOutOfScope().run(dispatcher, tracker("明天下雨吗", CARD.id, "zh", "out_of_scope"), {})
    assert dispatcher.messages[0]["custom"]["outcome"] == "out_of_scope"

"""Questions and what is not ours, with the real search: what only points, and what may be ours after all."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import ActionOutOfScope
from actions.questions import ActionAnswerGuidance
from actions.services import Services
from tests.action_server import KIT
from understanding.phrases import phrases_in


@pytest.fixture(scope="module")
def kit() -> Services:
    """Services of their own, whose search is warm."""
    warm = Services(clock=KIT.clock)
    warm.search.warm_up()
    return warm


@pytest.fixture(autouse=True)
def real_search(kit: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("followup", "guidance", "conversation"):
        monkeypatch.setattr(f"actions.{module}.services", lambda: kit)


async def said(action: Action, text: str, intent: str, sureness: float, card_id: str | None = None) -> list[Any]:
    meant = [one._asdict() for one in phrases_in(text)]
    latest = {"text": text, "intent": {"name": intent, "confidence": sureness}, "entities": meant}
    tracker = Tracker("c", {"card_id": card_id, "language": "zh"}, latest, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    await action.run(dispatcher, tracker, {})
    return [message["custom"] for message in dispatcher.messages]


@pytest.mark.parametrize("intent", ["ask_guidance", "tell_detail"])
async def test_what_only_points_is_about_the_last_card_whatever_it_was_heard_as(intent: str) -> None:
    (answer,) = await said(ActionAnswerGuidance(), "那钱呢", intent, 0.5, "wage-arrears")
    assert answer["outcome"] == "followup" and "拖欠" in answer["text"]


async def test_a_new_question_after_a_card_is_searched() -> None:
    (answer,) = await said(ActionAnswerGuidance(), "房东不退押金怎么办", "ask_guidance", 0.9, "wage-arrears")
    assert (answer["kind"], answer["card_id"]) == ("card", "rent-deposit")


async def test_what_is_perhaps_ours_is_asked_back() -> None:
    (asked,) = await said(ActionOutOfScope(), "房东不退押金怎么办", "out_of_scope", 0.4)
    assert asked["text"].startswith("我不太确定") and "rent-deposit" in str(asked["buttons"])


async def test_what_is_surely_not_ours_or_unknown_to_the_guidance_is_not() -> None:
    for text, sureness in (("房东不退押金怎么办", 0.9), ("明天会下雪吗", 0.4)):
        (told,) = await said(ActionOutOfScope(), text, "out_of_scope", sureness)
        assert told["outcome"] == "out_of_scope"

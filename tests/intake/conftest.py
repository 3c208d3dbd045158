"""The intake as the form runs it, with the real knowledge; search is not warmed up, so plain words tell the kind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogues.dialogue import Dialogue
from actions.dialogues.form import (
    ActionAskDialogueAnswer,
    ActionConcludeDialogue,
    ActionGoBack,
    ValidateDialogueForm,
)
from actions.dialogues.intake import IntakeDialogue
from actions.dialogues.navigator import NavigatorDialogue
from actions.dialogues.screening import ScreeningDialogue
from actions.people import ActionOpenCase, ActionPutThrough
from actions.safety import ActionSafetyDanger, ActionSafetyFraud
from tests.action_server import KIT

INTAKE = IntakeDialogue(KIT)
DIALOGUES: dict[str, Dialogue] = {
    "intake": INTAKE,
    "navigator": NavigatorDialogue(KIT.navigator),
    "screening": ScreeningDialogue(KIT.screening, KIT.offices, KIT.places),
}


@pytest.fixture(autouse=True)
def own_services(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("form", "opening"):
        monkeypatch.setattr(f"actions.dialogues.{module}.services", lambda: KIT)
    for module in ("actions.dialogues.form", "actions.people", "actions.dialogues.opening"):
        monkeypatch.setattr(f"{module}.dialogues", lambda: DIALOGUES)
    for module in ("people", "safety"):
        monkeypatch.setattr(f"actions.{module}.services", lambda: KIT)
        monkeypatch.setattr(f"actions.{module}.intake", lambda: INTAKE)


class Talk:
    """A conversation with the action server alone: slots as Rasa would keep them, and what was said last."""

    def __init__(self, language: str = "zh", **slots: Any) -> None:
        self.slots: dict[str, Any] = {"language": language, **slots}
        self.heard: list[dict[str, Any]] = []

    async def open(self, text: str = "帮我登记", **entities: str) -> dict[str, Any]:
        """Asks for a case; returns the first question."""
        await self._run(ActionOpenCase(), text, "open_case", entities)
        return await self.asked()

    async def put_through(self, reason: str) -> dict[str, Any]:
        """Presses the button for a person; returns the effect."""
        await self._run(ActionPutThrough(), "/put_through", "put_through", {"case_reason": reason})
        return self.heard[-1]

    async def say(self, words: str, intent: str = "tell_detail") -> dict[str, Any]:
        """Answers in words or with a button's value; returns the next question, or the last message when it ends."""
        self.heard = []
        dispatcher = CollectingDispatcher()
        form = ValidateDialogueForm()
        # A button's answer comes as an entity; what Rasa has for text then is the payload.
        text = "/inform" if re.fullmatch(r"[a-z_]+(:\S+)?", words) else words
        tracker = self._tracker(text, intent, {})
        changed = await form.validate_dialogue_answer(words, dispatcher, tracker, {})
        self._heard(dispatcher)
        self.slots |= changed
        if await form.required_slots([], dispatcher, self._tracker(words, intent, {}), {}):
            return await self.asked()
        await self._run(ActionConcludeDialogue(), words, intent, {}, keep=True)
        return self.heard[-1]

    async def in_danger(self, words: str, intent: str) -> list[dict[str, Any]]:
        """Says something that comes first; returns the answer."""
        action = ActionSafetyDanger() if intent == "danger" else ActionSafetyFraud()
        await self._run(action, words, intent, {})
        return self.heard

    async def back(self, words: str) -> dict[str, Any]:
        """Goes back; returns the question that is asked again."""
        await self._run(ActionGoBack(), words, "go_back", {})
        return await self.asked()

    async def asked(self) -> dict[str, Any]:
        """The question that is asked now."""
        await self._run(ActionAskDialogueAnswer(), "", "", {}, keep=True)
        return self.heard[-1]

    @property
    def answers(self) -> dict[str, str]:
        """All answers so far."""
        return dict(self.slots.get("dialogue_answers") or {})

    async def _run(
        self, action: Any, text: str, intent: str, entities: dict[str, str], *, keep: bool = False
    ) -> None:
        self.heard = self.heard if keep else []
        dispatcher = CollectingDispatcher()
        done = action.run(dispatcher, self._tracker(text, intent, entities), {})
        events = await done if hasattr(done, "__await__") else done
        self._heard(dispatcher)
        self.slots |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}

    def _heard(self, dispatcher: CollectingDispatcher) -> None:
        self.heard += [message["custom"] for message in dispatcher.messages]

    def _tracker(self, text: str, intent: str, entities: dict[str, str]) -> Tracker:
        said = [{"entity": name, "value": value} for name, value in entities.items()]
        message = {"text": text, "intent": {"name": intent}, "entities": said}
        return Tracker("c", dict(self.slots), message, [], False, None, {}, "action_listen")


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """Payloads by title."""
    return {button["title"]: button["payload"] for button in message["buttons"]}

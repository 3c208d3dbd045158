"""The dialogues by the name that the slot ``dialogue`` holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from actions.dialogues.deadline import DeadlineDialogue
from actions.dialogues.dialogue import Dialogue
from actions.dialogues.navigator import NavigatorDialogue
from actions.dialogues.screening import ScreeningDialogue
from actions.services import services


@lru_cache(maxsize=1)
def dialogues() -> Mapping[str, Dialogue]:
    """Every dialogue, built once."""
    kit = services()
    return {
        "screening": ScreeningDialogue(kit.screening),
        "navigator": NavigatorDialogue(kit.navigator),
        "deadline": DeadlineDialogue(kit.deadlines),
    }

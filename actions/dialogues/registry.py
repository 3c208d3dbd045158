"""The dialogues by the name that the slot ``dialogue`` holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from actions.deadlines.dates import read_date
from actions.dialogues.deadline import DeadlineDialogue
from actions.dialogues.dialogue import Dialogue
from actions.dialogues.intake import IntakeDialogue
from actions.dialogues.navigator import NavigatorDialogue
from actions.dialogues.screening import ScreeningDialogue
from actions.services import Services, services


@lru_cache(maxsize=1)
def intake() -> IntakeDialogue:
    """The dialogue that opens a case, built once."""
    return IntakeDialogue(services())


@lru_cache(maxsize=1)
def dialogues() -> Mapping[str, Dialogue]:
    """Every dialogue, built once."""
    kit = services()
    return {
        "screening": ScreeningDialogue(kit.screening, kit.offices, kit.places),
        "navigator": NavigatorDialogue(kit.navigator),
        "deadline": DeadlineDialogue(kit.deadlines),
        "intake": intake(),
    }


def dialogues_warm_up(kit: Services) -> None:
    """Load what reading dates and places needs: two seconds that no citizen should wait for."""
    dialogues()
    for said in ("今天", "yesterday"):
        read_date(said, kit.today())

"""What a dialogue is to the form that runs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from actions.knowledge.models import Language
from actions.questionnaire import Question
from actions.replies import Message
from actions.services import Services

Answers = Mapping[str, str]
"""Answers by question id, as they are kept in the slot ``dialogue_answers``."""


class Dialogue(Protocol):
    """Asks only what still matters after the answers so far, then concludes."""

    @property
    def topic(self) -> Question:
        """The question of what it is about, which people tell before they are asked."""
        ...

    def next(self, answers: Answers) -> Question | None:
        """The next question, or None when the answers suffice."""
        ...

    def read(self, question: Question, said: str, kit: Services, today: date) -> str | None:
        """The answer that ``said`` gives to ``question``, or None when it gives none."""
        ...

    def conclude(self, answers: Answers, language: Language, kit: Services, today: date) -> list[Message]:
        """What is said at the end."""
        ...

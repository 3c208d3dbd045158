"""What a dialogue is to the form that runs it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from actions.knowledge.models import Language
from actions.questionnaire import Answers, Question
from actions.replies import Message
from actions.services import Services

__all__ = ["Answers", "Dialogue"]

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

    def told(
        self, answers: Answers, said: str, kit: Services, today: date, asked: Question | None = None
    ) -> dict[str, str]:
        """What ``said`` tells of questions that have not been asked yet: they need not be asked then.

        ``asked`` is the question that it has just answered, if it has answered one.
        """
        if asked or self.topic.id in answers or not said:
            return {}
        answer = self.read(self.topic, said, kit, today)
        return {self.topic.id: answer} if answer else {}

    def corrected(self, answers: Answers, said: str, kit: Services, today: date) -> dict[str, str] | None:
        """The answers after the correction that ``said`` makes or asks for; None when it does neither."""
        return None

    def in_words(self, answers: Answers, language: Language, kit: Services) -> str:
        """The result, for a mediator who was not there; empty when the answers lead to none."""
        return ""

    def conclude(self, answers: Answers, language: Language, kit: Services, today: date) -> list[Message]:
        """What is said at the end."""
        ...

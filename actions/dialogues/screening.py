"""Legal-aid screening as a dialogue."""

from __future__ import annotations

from datetime import date

from actions import replies
from actions.choices import choose
from actions.dialogues.dialogue import Answers
from actions.knowledge.models import Language
from actions.questionnaire import Question
from actions.replies import Message
from actions.saying import human_button
from actions.screening import Result, Screening
from actions.services import Services
from actions.texts import say


class ScreeningDialogue:
    """Asks the screening's questions and says what the row says, never more."""

    def __init__(self, screening: Screening) -> None:
        self._screening = screening

    @property
    def topic(self) -> Question:
        return self._screening.questions["matter"]

    def next(self, answers: Answers) -> Question | None:
        step = self._screening.next(answers)
        return step if isinstance(step, Question) else None

    def read(self, question: Question, said: str, kit: Services, today: date) -> str | None:
        option = choose(said, question.options, kit.closeness)
        return option.id if option else None

    def conclude(self, answers: Answers, language: Language, kit: Services, today: date) -> list[Message]:
        result = self._screening.next(answers)
        if not isinstance(result, Result):
            raise ValueError(f"the screening is not finished: {dict(answers)}")
        row = result.row
        lines = [say(f"screening_{row.outcome}", language), row.says.in_language(language)]
        lines.append(say("screening_because", language, answers=self._told(result, language)))
        if row.papers:
            lines.append(say("screening_papers", language))
            lines += [f"· {paper.in_language(language)}" for paper in row.papers]
        cited = [one["label"] for one in replies.citations(row.citations, kit.statutes, today)]
        lines.append(say("screening_law", language, law=say("list_separator", language).join(cited)))
        lines += [say("screening_urgent", language), say("screening_decides", language)]
        buttons = [
            replies.button(say("button_where_legal_aid", language), '/choose_option{"card_id": "legal-aid-where"}'),
            human_button(language),
        ]
        return [replies.text("\n".join(lines), language, buttons, outcome=f"screening_{row.outcome}")]

    def _told(self, result: Result, language: Language) -> str:
        labels = []
        for question_id, answer in result.answers.items():
            option = self._screening.questions[question_id].option(answer)
            if option:
                labels.append(option.label.in_language(language))
        return say("list_separator", language).join(labels)

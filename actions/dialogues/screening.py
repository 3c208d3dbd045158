"""Legal-aid screening as a dialogue."""

from __future__ import annotations

from datetime import date

from actions import replies
from actions.choices import choose, named
from actions.dialogues.dialogue import Answers, Dialogue
from actions.intake.places import Places
from actions.knowledge.models import Language
from actions.questionnaire import Option, Question
from actions.replies import Message
from actions.saying import human_button
from actions.screening import Result, Screening
from actions.screening.offices import Offices
from actions.services import Services
from actions.texts import bilingual, say

DISTRICT, SKIPPED = "district", "skip"


class ScreeningDialogue(Dialogue):
    """Asks the screening's questions and says what the row says, never more."""

    def __init__(self, screening: Screening, offices: Offices, places: Places) -> None:
        self._screening, self._offices, self._places = screening, offices, places
        districts = [Option(id=one.id, label=one.name, group=one.area) for one in places.districts.values()]
        skip = Option(id=SKIPPED, label=bilingual("screening_no_district"), always=True)
        self._where = Question(
            id=DISTRICT,
            ask=bilingual("screening_district"),
            why=bilingual("screening_district_why"),
            options=(*districts, skip),
        )

    @property
    def topic(self) -> Question:
        return self._screening.questions["matter"]

    def next(self, answers: Answers) -> Question | None:
        step = self._screening.next(answers)
        if isinstance(step, Question):
            return step
        return None if DISTRICT in answers else self._where

    def told(
        self, answers: Answers, said: str, kit: Services, today: date, asked: Question | None = None
    ) -> dict[str, str]:
        place = self._places.place_in(said) if said and DISTRICT not in answers else None
        return super().told(answers, said, kit, today, asked) | ({DISTRICT: place.district} if place else {})

    def read(self, question: Question, said: str, kit: Services, today: date) -> str | None:
        if question.id == DISTRICT:
            place, option = self._places.place_in(said), named(said, question.options)
            return option.id if option else place.district if place else None
        option = choose(said, question.options, kit.closeness)
        return option.id if option else None

    def in_words(self, answers: Answers, language: Language, kit: Services) -> str:
        result = self._screening.next(answers) if answers else None
        if not isinstance(result, Result):
            return ""
        because = say("screening_because", language, answers=self._told(result, language))
        return f"{say(f'screening_{result.row.outcome}', language)} {because}"

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
        result_said = replies.text("\n".join(lines), language, outcome=f"screening_{row.outcome}")
        return [result_said, self._where_to_go(answers.get(DISTRICT, SKIPPED), language)]

    def _where_to_go(self, district: str, language: Language) -> Message:
        """The offices that can be rung, and what can be done next."""
        offices = self._offices.legal_aid(district)
        buttons = [
            replies.button(say("button_open_with_answers", language), "/open_case"),
            replies.button(say("button_where_legal_aid", language), '/choose_option{"card_id": "legal-aid-where"}'),
            human_button(language),
        ]
        return replies.offices(say("screening_offices", language), offices, language, buttons)

    def _told(self, result: Result, language: Language) -> str:
        labels = []
        for question_id, answer in result.answers.items():
            option = self._screening.questions[question_id].option(answer)
            if option:
                labels.append(option.label.in_language(language))
        return say("list_separator", language).join(labels)

"""The decision table of the legal-aid screening, and the walk through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from actions.knowledge.models import Bilingual, Citation, Entry
from actions.questionnaire import Choice, Question

Answers = Mapping[str, str]


class ScreeningError(ValueError):
    """``data/screening.yml`` cannot be used; the message names the row or the answers that show it."""


class Outcome(StrEnum):
    """What a screening may say."""

    LIKELY = "likely"
    LIKELY_NOT = "likely_not"
    CANNOT_SAY = "cannot_say"


class Row(Entry):
    """One row of the decision table: when all of ``when`` holds, ``outcome`` follows.

    A condition lists the answers that satisfy it; a question that is not in ``when`` does not matter to the
    row and is not asked on the way to it.
    """

    id: str
    when: Mapping[str, tuple[str, ...]]
    outcome: Outcome
    says: Bilingual
    papers: tuple[Bilingual, ...] = ()
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Threshold(Entry):
    """The monthly disposable income per family member in yuan, and how far it is confirmed."""

    yuan: Annotated[int, Field(gt=0)]
    as_of: date
    source: str


class _Table(Entry):
    threshold: Threshold
    questions: Annotated[tuple[Choice, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Result:
    """Where a screening ended, and the answers that led there."""

    row: Row
    answers: Answers


class Screening:
    """The questions in the order in which they are asked, and the rows that they decide between."""

    def __init__(self, table: _Table) -> None:
        self.threshold = table.threshold
        self.questions = {question.id: question for question in table.questions}
        self.rows = table.rows
        self._check()

    @classmethod
    def load(cls, path: Path) -> Screening:
        """Reads and checks the table.

        Raises ``ScreeningError`` when an answer leads nowhere, when two rows hold for the same answers, when
        a row names an unknown question or answer, or when a row cannot be reached.
        """
        try:
            return cls(_Table.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))))
        except ValidationError as error:
            raise ScreeningError(f"{path.name}: {error}") from error

    def next(self, answers: Answers) -> Question | Result:
        """The first question that still matters after ``answers``, or the result. Unknown answers are ignored."""
        known = {key: value for key, value in answers.items() if self._is_answer(key, value)}
        open_rows = [row for row in self.rows if _consistent(row, known)]
        for question_id, question in self.questions.items():
            if question_id not in known and any(question_id in row.when for row in open_rows):
                return question
        if len(open_rows) != 1:
            raise ScreeningError(f"{dict(known)} leads to {[row.id for row in open_rows]}, must be one row")
        return Result(open_rows[0], {key: known[key] for key in self.questions if key in known})

    def paths(self) -> Iterator[Result]:
        """Every way through the questions, in order."""
        yield from self._walk({})

    def _walk(self, answers: dict[str, str]) -> Iterator[Result]:
        step = self.next(answers)
        if isinstance(step, Result):
            yield step
            return
        for option in step.options:
            yield from self._walk({**answers, step.id: option.id})

    def _is_answer(self, question_id: str, answer: str) -> bool:
        question = self.questions.get(question_id)
        return question is not None and question.option(answer) is not None

    def _check(self) -> None:
        for row in self.rows:
            for question_id, wanted in row.when.items():
                unknown = [answer for answer in wanted if not self._is_answer(question_id, answer)]
                if unknown or not wanted:
                    raise ScreeningError(f"row {row.id}: {question_id} has no answer {unknown}")
        reached = {result.row.id for result in self.paths()}
        missed = [row.id for row in self.rows if row.id not in reached]
        if missed:
            raise ScreeningError(f"no answers lead to {missed}")


def _consistent(row: Row, answers: Answers) -> bool:
    """Whether nothing said so far rules the row out."""
    return all(answers[key] in wanted for key, wanted in row.when.items() if key in answers)

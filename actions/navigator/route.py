"""From the answers to the ways that are open, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from actions.knowledge.models import Bilingual, Citation
from actions.navigator.rules import Asked, Rule, Rulebook, When

Answers = Mapping[str, str]


class NavigatorError(ValueError):
    """``data/navigator.yml`` cannot be used; the message names the entry."""


@dataclass(frozen=True)
class Step:
    """One way of the route: the channel's id and why one would take it."""

    channel: str
    reason: Bilingual


@dataclass(frozen=True)
class Route:
    """The ways in order, the rules that shaped the list, and the law behind it.

    ``is_urgent``: danger, fraud or a crime, where ways are taken together and not one after another.
    """

    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    citations: tuple[Citation, ...]
    is_urgent: bool = False


class Navigator:
    """Asks what matters and gives the route. The whole answer space is checked by a test."""

    def __init__(self, book: Rulebook, channels: Collection[str]) -> None:
        self.questions = {question.id: question for question in book.questions}
        self.kinds = book.kinds
        self.book = book
        self._check(channels)

    @classmethod
    def load(cls, path: Path, channels: Collection[str]) -> Navigator:
        """Reads and checks the rules against the ids of data/channels.yml. Raises ``NavigatorError``."""
        try:
            book = Rulebook.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            raise NavigatorError(f"{path.name}: {error}") from error
        return cls(book, channels)

    def next(self, answers: Answers) -> Asked | None:
        """The first question that matters and has no answer yet; None when the route can be given."""
        known = self.known(answers)
        for question in self.questions.values():
            if question.id not in known and holds(question.only_if, known):
                return question
        return None

    def route(self, answers: Answers) -> Route:
        """The route for these answers, also when some are missing: an unanswered question changes nothing."""
        known = self.known(answers)
        start = self.kinds.get(known.get("kind", "other"), self.kinds["other"])
        ways, citations = list(start.channels), list(start.citations)
        applied = [rule for rule in self.book.changes if holds(rule.when, known)]
        for rule in applied:
            ways = changed(ways, rule)
            citations += [one for one in rule.citations if one not in citations]
        ways = self._preferred(ways, known.get("matters", ""))
        steps = tuple(Step(way, self.book.reasons[way]) for way in ways)
        return Route(steps, tuple(applied), tuple(citations), known.get("urgent", "none") != "none")

    def known(self, answers: Answers) -> dict[str, str]:
        """The answers that are still among the questions and their options."""
        return {
            key: value
            for key, value in answers.items()
            if key in self.questions and self.questions[key].option(value) is not None
        }

    def told(self, answers: Answers, *questions: str) -> list[Bilingual]:
        """The labels of what was answered to ``questions``, in their order."""
        asked = (self.questions[question].option(answers.get(question, "")) for question in questions)
        return [option.label for option in asked if option is not None]

    def answer_space(self) -> Iterator[dict[str, str]]:
        """Every complete set of answers that the questions allow."""
        yield from self._walk({})

    def _walk(self, answers: dict[str, str]) -> Iterator[dict[str, str]]:
        question = self.next(answers)
        if question is None:
            yield answers
            return
        for option in question.options:
            yield from self._walk({**answers, question.id: option.id})

    def _preferred(self, ways: list[str], matters: str) -> list[str]:
        """What matters most comes first, except where the law sets the order."""
        strong = self.book.strengths.get(matters, ())
        ordered = sorted(ways, key=lambda way: way not in strong)
        for earlier, later in self.book.before:
            if earlier in ordered and later in ordered and ordered.index(later) < ordered.index(earlier):
                ordered.remove(earlier)
                ordered.insert(ordered.index(later), earlier)
        return ordered

    def _check(self, channels: Collection[str]) -> None:
        book = self.book
        missing = {option.id for option in self.questions["kind"].options} ^ set(book.kinds)
        if missing:
            raise NavigatorError(f"kinds: asked but without ways, or the other way round: {sorted(missing)}")
        named: dict[str, Collection[str]] = {f"kind {kind}": start.channels for kind, start in book.kinds.items()}
        for rule in book.changes:
            named[f"rule {rule.id}"] = (*rule.only, *rule.removes, *rule.first, *rule.adds)
            self._check_condition(f"rule {rule.id}", rule.when)
        for question in self.questions.values():
            self._check_condition(f"question {question.id}", question.only_if)
        for place, ways in named.items():
            unknown = [way for way in ways if way not in channels or way not in book.reasons]
            if unknown:
                raise NavigatorError(f"{place}: no channel or no reason: {unknown}")
        known_needs = {option.id for option in self.questions["matters"].options}
        if not set(book.strengths) <= known_needs:
            raise NavigatorError(f"strengths: not among the answers: {sorted(set(book.strengths) - known_needs)}")

    def _check_condition(self, place: str, when: When) -> None:
        for question_id, wanted in when.items():
            question = self.questions.get(question_id)
            unknown = [answer for answer in wanted if question is None or question.option(answer) is None]
            if unknown or not wanted:
                raise NavigatorError(f"{place}: {question_id} has no answer {unknown}")


def holds(when: When, answers: Answers) -> bool:
    """Whether every condition is satisfied; an unanswered question satisfies none."""
    return all(answers.get(question) in wanted for question, wanted in when.items())


def changed(ways: list[str], rule: Rule) -> list[str]:
    """The list after one rule."""
    kept = [way for way in (rule.only or ways) if way not in rule.removes and way not in rule.first]
    return [*rule.first, *kept, *(way for way in rule.adds if way not in kept and way not in rule.first)]

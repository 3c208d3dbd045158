"""Working out a deadline as a dialogue: which one, from which day, until when."""

from __future__ import annotations

import json
from datetime import date

from actions import replies
from actions.choices import choose, named
from actions.deadlines import DeadlineRule, Deadlines, Due
from actions.deadlines.dates import read_date
from actions.deadlines.reminders import reminder_times
from actions.deadlines.words import length, verdict
from actions.dialogues.dialogue import Answers, Dialogue
from actions.knowledge.models import Bilingual, Language
from actions.questionnaire import Option, Question
from actions.replies import Button, Link, Message
from actions.saying import human_button
from actions.services import Services
from actions.texts import bilingual, say

RULE, STARTS = "deadline_rule", "deadline_starts"
TODAY, UNSURE = "today", "unsure"
ROUNDED = "~"
"""Stands before a starting day that was said roughly, such as "three months ago"."""


class DeadlineDialogue(Dialogue):
    """Asks for the rule and for the day that its period starts on; both may be said in one sentence."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        rules = sorted(deadlines.rules.values(), key=lambda rule: rule.kind)
        options = tuple(rule.as_option() for rule in rules)
        self._which = Question(
            id=RULE, ask=bilingual("deadline_which"), why=bilingual("deadline_which_why"), options=options
        )

    @property
    def topic(self) -> Question:
        return self._which

    def next(self, answers: Answers) -> Question | None:
        rule = self._deadlines.rules.get(answers.get(RULE, ""))
        if rule is None:
            return self._which
        return None if STARTS in answers else _when(rule)

    def read(self, question: Question, said: str, kit: Services, today: date) -> str | None:
        if question.id == RULE:
            option = choose(said, question.options, kit.closeness)
            return option.id if option else None
        return _day(question, said, today)

    def conclude(self, answers: Answers, language: Language, kit: Services, today: date) -> list[Message]:
        rule = self._deadlines.rules[answers[RULE]]
        law = replies.law("deadline_law", rule.citations, kit.statutes, language, today)
        human = human_button(language)
        if answers[STARTS] == UNSURE:
            unsure = say(
                "deadline_no_day", language, length=length(rule, language), starts=rule.starts.in_language(language)
            )
            return [replies.text(f"{unsure}\n{law}", language, [human], outcome="deadline_no_day")]
        rounded = answers[STARTS].startswith(ROUNDED)
        due = self._deadlines.due(rule.id, date.fromisoformat(answers[STARTS].lstrip(ROUNDED)), today)
        words = [*verdict(due, language), rule.stops.in_language(language)]
        if rounded:
            words.insert(1, say("deadline_rounded", language, day=due.starts.isoformat()))
        words += [rule.afterwards.in_language(language), law, say("deadline_check", language)]
        buttons, links = [human], []
        if reminder_times(due.ends, kit.clock.now()):
            words.append(say("deadline_keep", language))
            buttons, links = [remind_button(due, language), human], [calendar_link(due, language)]
        return [replies.text("\n".join(words), language, buttons, outcome=f"deadline_{due.status}", links=links)]


def calendar_link(due: Due, language: Language) -> Link:
    """The last day as a calendar file."""
    query = {"rule": due.rule.id, "starts": due.starts.isoformat(), "language": language}
    return replies.link(say("link_calendar", language), "deadlines.ics", query)


def remind_button(due: Due, language: Language) -> Button:
    """Asks to be reminded of this last day."""
    entities = json.dumps({RULE: due.rule.id, STARTS: due.starts.isoformat()})
    return replies.button(say("button_remind", language), f"/set_reminder{entities}")


def _day(question: Question, said: str, today: date) -> str | None:
    """The starting day as it is kept; pressed and typed answers alike."""
    option = question.option(said) or named(said, question.options)
    if option:
        return today.isoformat() if option.id == TODAY else UNSURE
    found = read_date(said, today)
    # The first day of a range is the safe side: the deadline cannot be earlier.
    return None if found is None else ("" if found.is_exact else ROUNDED) + found.first.isoformat()


def _when(rule: DeadlineRule) -> Question:
    ask = Bilingual(
        zh=say("deadline_when", "zh", starts=rule.starts.zh), en=say("deadline_when", "en", starts=rule.starts.en)
    )
    options = (
        Option(id=TODAY, label=bilingual("deadline_today")),
        Option(id=UNSURE, label=bilingual("deadline_unsure")),
    )
    return Question(id=STARTS, ask=ask, why=bilingual("deadline_when_why"), options=options)

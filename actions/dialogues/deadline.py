"""Working out a deadline as a dialogue: which one, from which day, until when."""

from __future__ import annotations

from datetime import date

from actions import replies
from actions.choices import choose
from actions.deadlines import DeadlineRule, Deadlines, Due, Status
from actions.deadlines.dates import read_date
from actions.dialogues.dialogue import Answers
from actions.knowledge.models import Bilingual, Language
from actions.questionnaire import Option, Question
from actions.replies import Message
from actions.services import Services
from actions.texts import bilingual, say

RULE, STARTS = "deadline_rule", "deadline_starts"
TODAY, UNSURE = "today", "unsure"
ROUNDED = "~"
"""Stands before a starting day that was said roughly, such as "three months ago"."""


class DeadlineDialogue:
    """Asks for the rule and for the day that its period starts on; both may be said in one sentence."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        rules = sorted(deadlines.rules.values(), key=lambda rule: rule.kind)
        options = tuple(Option(id=rule.id, label=rule.name, examples=rule.asked) for rule in rules)
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
        if said in (TODAY, UNSURE):
            return today.isoformat() if said == TODAY else UNSURE
        found = read_date(said, today)
        # The first day of a range is the safe side: the deadline cannot be earlier.
        return None if found is None else ("" if found.is_exact else ROUNDED) + found.first.isoformat()

    def conclude(self, answers: Answers, language: Language, kit: Services, today: date) -> list[Message]:
        rule = self._deadlines.rules[answers[RULE]]
        cited = [one["label"] for one in replies.citations(rule.citations, kit.statutes, today)]
        law = say("deadline_law", language, law=say("list_separator", language).join(cited))
        human = replies.button(say("button_human", language), "/ask_human")
        if answers[STARTS] == UNSURE:
            words = [say("deadline_no_day", language, length=_length(rule, language), starts=rule.starts.in_language(language)), law]
            return [replies.text("\n".join(words), language, [human], outcome="deadline_no_day")]
        rounded = answers[STARTS].startswith(ROUNDED)
        due = self._deadlines.due(rule.id, date.fromisoformat(answers[STARTS].lstrip(ROUNDED)), today)
        words = [*_verdict(due, language), rule.stops.in_language(language)]
        if rounded:
            words.insert(1, say("deadline_rounded", language, day=due.starts.isoformat()))
        words += [rule.afterwards.in_language(language), law, say("deadline_check", language)]
        return [replies.text("\n".join(words), language, [human], outcome=f"deadline_{due.status}")]


def _when(rule: DeadlineRule) -> Question:
    ask = Bilingual(
        zh=say("deadline_when", "zh", starts=rule.starts.zh), en=say("deadline_when", "en", starts=rule.starts.en)
    )
    options = (
        Option(id=TODAY, label=bilingual("deadline_today")),
        Option(id=UNSURE, label=bilingual("deadline_unsure")),
    )
    return Question(id=STARTS, ask=ask, why=bilingual("deadline_when_why"), options=options)


def _length(rule: DeadlineRule, language: Language) -> str:
    return say(f"length_{rule.length.unit}", language, count=rule.length.count)


def _verdict(due: Due, language: Language) -> list[str]:
    name = due.rule.name.in_language(language)
    key = "reply" if due.rule.kind == "reply" else "act"
    status = Status.OPEN if due.status in (Status.OPEN, Status.NOT_STARTED) else due.status
    lines = [
        say(f"deadline_{key}_{status}", language, name=name, ends=due.ends.isoformat(), left=abs(due.days_left)),
        say("deadline_counted", language, starts=due.starts.isoformat(), length=_length(due.rule, language)),
    ]
    if due.moved_from:
        lines.append(say("deadline_moved", language, day=due.moved_from.isoformat(), ends=due.ends.isoformat()))
    if due.calendar_unknown:
        lines.append(say("deadline_calendar_unknown", language))
    if due.status is Status.NOT_STARTED:
        lines.append(say("deadline_future", language, starts=due.starts.isoformat()))
    return lines

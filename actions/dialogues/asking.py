"""A question as a message: its answers as buttons, by group where there are too many, and what "the third" means."""

from __future__ import annotations

import json
from collections.abc import Mapping

from actions import replies
from actions.choices import number_said
from actions.knowledge.models import Language
from actions.questionnaire import Option, Question

MOST_AT_ONCE = 8
"""More answers than this are shown by group first: a longer list does not fit a phone."""

AGAIN = "_again"
"""The name under which the answers keep which question was not answered and is asked again."""

CHOICE = 2
"""So many options make a choice."""

GROUP = "group:"
"""Stands before a group's Chinese name in a button's payload and in the answer that opens the group."""


def by_place(said: str, question: Question, answers: Mapping[str, str]) -> str:
    """What "the third" means of what is on the screen: an answer or a group; else ``said`` as it is.

    Where there is only a way past the question, or every button does something else, a number is an answer of its own.
    """
    shown, number = shown_question(question, answers), number_said(said)
    if number is None or shown.takes_words or shown.in_full or len(shown.options) < CHOICE:
        return said
    listed = offered(shown, "zh")
    return listed[number - 1][1] if 0 < number <= len(listed) else said


def shown_question(question: Question, answers: Mapping[str, str]) -> Question:
    """The question with the answers that are on the screen: all of them, or those of the opened group."""
    group = answers.get(GROUP)
    inside = tuple(option for option in question.options if option.group and option.group.zh == group)
    beside = tuple(option for option in question.options if option.always)
    return question.model_copy(update={"options": inside + beside}) if len(inside) > 1 else question


def ask(question: Question, answers: Mapping[str, str], language: Language) -> replies.Message:
    """The question as a message with its answers as buttons."""
    asked = question.again if question.again and answers.get(AGAIN) == question.id else question.ask
    words = "\n".join(part for part in (asked.in_language(language), question.why.in_language(language)) if part)
    buttons = [
        replies.button(title, payload or f"/inform{json.dumps({'dialogue_answer': answer}, ensure_ascii=False)}")
        for title, answer, payload in offered(shown_question(question, answers), language)
    ]
    return replies.text(words, language, buttons, keeps=question.keeps)


def offered(question: Question, language: Language) -> list[tuple[str, str, str | None]]:
    """What can be pressed: title, answer and, where it does something else, payload."""
    options = question.options
    if len(options) <= MOST_AT_ONCE or question.in_full:
        return [_pressed(option, language) for option in options]
    groups: dict[str, list[Option]] = {}
    for option in options:
        if option.group:
            groups.setdefault(option.group.zh, []).append(option)
    first = [_pressed(option, language) for option in options if option.always]
    return [*first, *(_group(name, inside, language) for name, inside in groups.items())]


def _group(name: str, inside: list[Option], language: Language) -> tuple[str, str, str | None]:
    """What opens a group; a group of one is that one."""
    if len(inside) == 1 or inside[0].group is None:
        return _pressed(inside[0], language)
    return inside[0].group.in_language(language), f"{GROUP}{name}", None


def _pressed(option: Option, language: Language) -> tuple[str, str, str | None]:
    return option.label.in_language(language), option.id, option.payload

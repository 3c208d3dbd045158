"""The forms that a questionnaire's data takes: questions, why they are asked, and the answers to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from actions.knowledge.models import Bilingual, Entry

Answers = Mapping[str, str]
"""Answers by question id, as they are kept in the slot ``dialogue_answers``.

A name that begins with ``_`` is no answer: the dialogue keeps something of its own under it.
"""


class Option(Entry):
    """An answer. Options of one ``group`` are shown together when there are too many for one list.

    ``examples`` are ways in which people say it, so that own words are understood. ``always``: is shown also where the
    others are too many. ``payload``: what its button says in place of giving an answer.
    """

    id: str
    label: Bilingual
    examples: tuple[str, ...] = ()
    group: Bilingual | None = None
    always: bool = False
    payload: str | None = None


class Question(Entry):
    """One question, why it is asked, and the answers to choose from.

    ``takes_words``: any words are an answer, and the options are short cuts. ``keeps`` is the name under which the
    gateway keeps the answer as it was written, numbers and all. ``in_full``: all options are shown, however many.
    ``again``: the words of a long question when it is asked a second time.
    """

    id: str
    ask: Bilingual
    why: Bilingual
    options: tuple[Option, ...] = ()
    takes_words: bool = False
    keeps: str | None = None
    in_full: bool = False
    again: Bilingual | None = None

    def option(self, option_id: str) -> Option | None:
        """The answer of that id, if there is one."""
        return next((option for option in self.options if option.id == option_id), None)


class Choice(Question):
    """A question that is answered by one of its options, of which there are at least two."""

    options: Annotated[tuple[Option, ...], Field(min_length=2)]

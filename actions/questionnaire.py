"""The forms that a questionnaire's data takes: questions, why they are asked, and the answers to choose from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from actions.knowledge.models import Bilingual, Entry


class Option(Entry):
    """An answer. Options of one ``group`` are shown together when there are too many for one list.

    ``examples`` are ways in which people say it, so that own words are understood.
    """

    id: str
    label: Bilingual
    examples: tuple[str, ...] = ()
    group: Bilingual | None = None


class Question(Entry):
    """One question, why it is asked, and the answers to choose from."""

    id: str
    ask: Bilingual
    why: Bilingual
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    def option(self, option_id: str) -> Option | None:
        """The answer of that id, if there is one."""
        return next((option for option in self.options if option.id == option_id), None)

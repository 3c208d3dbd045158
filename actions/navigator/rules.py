"""The forms of ``data/navigator.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from actions.knowledge.models import Bilingual, Citation, Entry
from actions.questionnaire import Choice

When = Mapping[str, tuple[str, ...]]
"""Question ids with the answers that satisfy the condition; all must hold."""


class Asked(Choice):
    """A question, and when it matters at all."""

    only_if: When = Field(default_factory=dict)


class Start(Entry):
    """The ways that are open for a kind of dispute, in the usual order, before any rule changes them."""

    channels: Annotated[tuple[str, ...], Field(min_length=1)]
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Rule(Entry):
    """Changes the list when its condition holds, and says why.

    ``only`` replaces the list; ``removes`` takes ways out; ``first`` puts ways at the front, adding them where
    they are missing; ``adds`` puts ways at the end. Applied in the order of the file.
    """

    id: str
    when: Annotated[When, Field(min_length=1)]
    says: Bilingual
    only: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Rulebook(Entry):
    """The whole of the file.

    ``reasons`` says of each way why one would take it; ``strengths`` lists for each thing that may matter
    most the ways that are good at it; ``before`` lists pairs that keep their order whatever matters most,
    because the law asks for the first before the second.
    """

    questions: Annotated[tuple[Asked, ...], Field(min_length=1)]
    kinds: Mapping[str, Start]
    changes: tuple[Rule, ...]
    reasons: Mapping[str, Bilingual]
    strengths: Mapping[str, tuple[str, ...]]
    before: tuple[tuple[str, str], ...]

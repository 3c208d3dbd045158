"""The forms of ``data/intake.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from actions.knowledge.models import Bilingual, Entry


class IntakeError(ValueError):
    """``data/intake.yml`` cannot be used; the message names the entry."""


class Kind(Entry):
    """A kind of dispute: words that speak for it, and the guidance cards that tell of it."""

    id: str
    name: Bilingual
    words: tuple[str, ...]
    cards: tuple[str, ...]


class Counterparty(Entry):
    """A kind of other side.

    ``words`` name it anywhere, ``words_with_kind`` only in a dispute of one of ``kinds``; ``usual_for`` are kinds of
    dispute that mean it where nobody is named; ``own``: "our company" can be the other side.
    """

    id: str
    name: Bilingual
    kinds: tuple[str, ...]
    usual_for: tuple[str, ...]
    words: tuple[str, ...]
    words_with_kind: tuple[str, ...]
    own: bool = False


class SumWords(Entry):
    """Words around a number that tell whether it is money, and whether the dispute is about it."""

    currency: tuple[str, ...]
    currency_before: tuple[str, ...]
    not_currency: tuple[str, ...]
    counted: tuple[str, ...]
    money: tuple[str, ...]
    total: tuple[str, ...]
    open: tuple[str, ...]
    rate: tuple[str, ...]
    paid: tuple[str, ...]


class Purpose(Entry):
    """What the citizen agrees to; ``short`` for who only wants to be put through to a person."""

    version: Annotated[str, Field(max_length=16)]
    text: Bilingual
    short: Bilingual


class Asked(Entry):
    """A question of the intake. Without ``skip`` it must be answered; ``called`` is how people name it."""

    id: str
    ask: Bilingual
    why: Bilingual
    label: Bilingual
    skip: Bilingual | None = None
    called: tuple[str, ...]


class IntakeTable(Entry):
    """The whole of the file. ``matters`` are kinds of dispute by matter of the legal-aid screening."""

    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    counterparties: Annotated[tuple[Counterparty, ...], Field(min_length=1)]
    sums: SumWords
    purpose: Purpose
    questions: Annotated[tuple[Asked, ...], Field(min_length=1)]
    agreed: tuple[str, ...]
    refused: tuple[str, ...]
    skipped: tuple[str, ...]
    matters: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> IntakeTable:
        """Reads and checks the table. Raises ``IntakeError``."""
        try:
            table = cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, ValidationError) as error:
            raise IntakeError(f"{path.name}: {error}") from error
        table.check()
        return table

    @cached_property
    def kind_of_card(self) -> Mapping[str, str]:
        """The kind of dispute that each named card tells of."""
        return {card: kind.id for kind in self.kinds for card in kind.cards}

    def check(self) -> None:
        """Raises ``IntakeError`` for a kind that is named and not there, or a card under two kinds."""
        kinds = {kind.id for kind in self.kinds}
        for side in self.counterparties:
            unknown = {*side.kinds, *side.usual_for} - kinds
            if unknown:
                raise IntakeError(f"counterparty {side.id}: no kind {sorted(unknown)}")
        if not set(self.matters.values()) <= kinds:
            raise IntakeError(f"matters: no kind {sorted(set(self.matters.values()) - kinds)}")
        if len(self.kind_of_card) < sum(len(kind.cards) for kind in self.kinds):
            raise IntakeError("a card stands under two kinds")

"""Which kind of dispute a text tells of: by plain words, and by the guidance that is closest to it in meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from actions.intake.table import IntakeTable
from actions.intake.words import found
from actions.search.service import GuidanceSearch
from understanding.normalise import normalise

WORD = 0.2
"""What one plain word adds to a kind, in the measure of the search's scores."""
MOST_WORDS = 2
TOLD = (0.35, 0.03)
MEANT = (0.45, 0.1)
WITHOUT_SEARCH = (WORD, 0.03)
"""The least score of a kind, and its least lead over the next, to be named: where plain words speak for it, where only
its meaning does, and where search is not available, so that there are only words."""


def kind_in(text: str, table: IntakeTable, search: GuidanceSearch, today: date) -> str | None:
    """The kind that ``text`` clearly tells of, or None."""
    told, near = _told(text, table), search.card_scores(text, today)
    (best, score), (_, next_score) = _ranked(told, near, table)[:2]
    least, lead = (TOLD if near else WITHOUT_SEARCH) if best in told else MEANT
    return best if score >= least and score - next_score >= lead else None


def kinds_ranked(text: str, table: IntakeTable, search: GuidanceSearch, today: date) -> Sequence[tuple[str, float]]:
    """Every kind with its score, the likeliest first."""
    return _ranked(_told(text, table), search.card_scores(text, today), table)


def _ranked(
    told: Mapping[str, int], near: Mapping[str, float], table: IntakeTable
) -> Sequence[tuple[str, float]]:
    scores = {kind.id: max([near.get(card, 0.0) for card in kind.cards] or [0.0]) for kind in table.kinds}
    scores = {kind: score + WORD * told.get(kind, 0) for kind, score in scores.items()}
    return sorted(scores.items(), key=lambda one: -one[1])


def _told(text: str, table: IntakeTable) -> dict[str, int]:
    """How many different plain words, up to ``MOST_WORDS``, speak for each kind that has any."""
    words = normalise(text).lower()
    counted = {kind.id: len({hit[0] for hit in found(kind.words, words)}) for kind in table.kinds}
    return {kind: min(count, MOST_WORDS) for kind, count in counted.items() if count}

"""The three outcomes of a search, kept apart so that nobody mistakes "not available" for "nothing fits"."""

from dataclasses import dataclass

from actions.knowledge.models import Card


@dataclass(frozen=True)
class Hit:
    """A card and how well it fits; scores compare hits of one search only."""

    card: Card
    score: float

    @property
    def card_id(self) -> str:
        """The card's id."""
        return self.card.id


@dataclass(frozen=True)
class Found:
    """The first hit answers the question; ``confidence`` is the measured chance that it is the right card."""

    hits: tuple[Hit, ...]
    confidence: float


@dataclass(frozen=True)
class NothingFits:
    """No card may be given as the answer; ``closest`` are up to three to ask back with, best first."""

    closest: tuple[Hit, ...]
    confidence: float


@dataclass(frozen=True)
class SearchUnavailable:
    """Search cannot say anything now; ``reason`` is ``starting`` or a line for the operator."""

    reason: str


Outcome = Found | NothingFits | SearchUnavailable

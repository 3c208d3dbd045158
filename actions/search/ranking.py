"""Scores every card for a question: meaning and words, and what the conversation was about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from actions.knowledge.models import Card, Language
from actions.search.corpus import CardText, language_of
from actions.search.lexical import Lexicon, tokens
from actions.search.parameters import ContextParameters, RankingParameters
from actions.search.space import CardSpace


@dataclass(frozen=True)
class Scores:
    """For each card, in the ranker's order: cosine, BM25, and both together; ``words`` is how much was asked."""

    dense: np.ndarray
    lexical: np.ndarray
    fused: np.ndarray
    words: int
    language: Language

    def mixed(self, other: "Scores", share: float) -> "Scores":
        """These scores with ``share`` (0 to 1) of another question's."""
        return Scores(
            dense=(1 - share) * self.dense + share * other.dense,
            lexical=(1 - share) * self.lexical + share * other.lexical,
            fused=(1 - share) * self.fused + share * other.fused,
            words=max(self.words, other.words),
            language=self.language,
        )


class Ranker:
    """All cards ready to be compared with a question; immutable, so safe to share between threads."""

    def __init__(
        self, cards: Sequence[Card], texts: Sequence[CardText], rows: np.ndarray, parameters: RankingParameters
    ) -> None:
        """``texts`` belong to ``cards``, at least one to each; ``rows`` are their vectors."""
        self.cards = tuple(cards)
        self._lexical_weight = parameters.lexical_weight
        self._positions = {card.id: position for position, card in enumerate(self.cards)}
        owners = np.array([self._positions[text.card_id] for text in texts])
        light = parameters.description_weight
        weights = np.array([light if text.kind == "description" else 1.0 for text in texts])
        # A weight of zero would leave a card of descriptions alone without a place.
        weights = np.maximum(weights, 1e-3)
        self._space = CardSpace(rows, owners, [text.language for text in texts], weights, parameters.shrinkage)
        documents: list[list[str]] = [[] for _ in self.cards]
        for owner, text in zip(owners, texts, strict=True):
            documents[owner].append(text.text)
        self._lexicon = Lexicon(["\n".join(document) for document in documents])
        self._exact = {_key(text.text): text.card_id for text in texts if text.kind in ("question", "title")}

    def position(self, card_id: str | None) -> int | None:
        """Where the card stands in all score arrays; None when there is no such card."""
        return self._positions.get(card_id) if card_id else None

    def asked_exactly(self, question: str) -> str | None:
        """The id of the card that has ``question`` (normalised) word for word among its questions or titles."""
        return self._exact.get(_key(question))

    def scores(self, question: str, row: np.ndarray) -> Scores:
        """Every card's scores for a normalised question and its vector."""
        language = language_of(question)
        dense = self._space.similarities(row, language)
        lexical = self._lexicon.scores(question)
        fused = dense + self._lexical_weight * lexical
        return Scores(dense, lexical, fused, len(set(tokens(question))), language)

    def boosted(self, scores: Scores, context: int, card_boost: float, topic_boost: float) -> Scores:
        """The scores with the last card and its topic raised."""
        raised = scores.fused + topic_boost * (self._topics == self._topics[context])
        raised[context] += card_boost
        return replace(scores, fused=raised)

    @cached_property
    def _topics(self) -> np.ndarray:
        return np.array([card.topic for card in self.cards])


def in_context(
    ranker: Ranker, plain: Scores, contextual: Scores | None, context: int, parameters: ContextParameters
) -> Scores:
    """Scores for a question asked after the card ``context``.

    ``contextual`` are the scores of the card's title and the question together, given when the question is thin.
    """
    if contextual is None:
        return ranker.boosted(plain, context, parameters.card_boost, parameters.topic_boost)
    mixed = plain.mixed(contextual, parameters.thin_share)
    return ranker.boosted(mixed, context, parameters.thin_boost, parameters.topic_boost)


def _key(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())

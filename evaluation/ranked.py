"""What search makes of questions with known answers, as plain records to count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from actions.knowledge.models import Card
from actions.search.confidence import Features, features_of
from actions.search.corpus import corpus_of
from actions.search.ranking import Ranker, Scores
from actions.search.service import Engine
from evaluation.questions import Question
from understanding.normalise import normalise

FOLDS = 8


@dataclass(frozen=True)
class Ranked:
    """A question with the three best card ids of the hybrid and of each method alone, best first."""

    question: Question
    hybrid: tuple[str, ...]
    dense: tuple[str, ...]
    lexical: tuple[str, ...]
    features: Features

    @property
    def is_right(self) -> bool:
        """Whether the first card answers; never for a question that no card answers."""
        return self.hybrid[0] in self.question.cards


def rank_held_out(engine: Engine, questions: Iterable[Question], on: date) -> list[Ranked]:
    """Search as a citizen would, one question at a time."""
    allowed = _allowed(engine.ranker.cards, on)
    return [
        _ranked(question, engine.ranker, engine.scores(normalise(question.text), None), allowed)
        for question in questions
    ]


def rank_left_out(engine: Engine, questions: Sequence[Question], rows: np.ndarray, on: date) -> list[Ranked]:
    """Search for cards' own questions, each in an index without it.

    ``rows`` are the vectors of the whole corpus. The questions are left out an eighth at a time.
    """
    cards = engine.ranker.cards
    texts = corpus_of(cards)
    allowed = _allowed(cards, on)
    spelled = [normalise(question.text) for question in questions]
    ranked: list[Ranked] = []
    for fold in range(FOLDS):
        chosen = list(range(fold, len(questions), FOLDS))
        hidden = {(questions[i].cards[0], spelled[i]) for i in chosen}
        kept = [position for position, text in enumerate(texts) if (text.card_id, text.text) not in hidden]
        ranker = Ranker(cards, [texts[position] for position in kept], rows[kept], engine.parameters.ranking)
        for i, row in zip(chosen, engine.embedder.questions([spelled[i] for i in chosen]), strict=True):
            ranked.append(_ranked(questions[i], ranker, ranker.scores(spelled[i], row), allowed))
    return ranked


def _allowed(cards: Sequence[Card], on: date) -> np.ndarray:
    return np.array([position for position, card in enumerate(cards) if card.applies_on(on)], dtype=int)


def _ranked(question: Question, ranker: Ranker, scores: Scores, allowed: np.ndarray) -> Ranked:
    def best(values: np.ndarray) -> tuple[str, ...]:
        order = allowed[np.argsort(-values[allowed], kind="stable")[:3]]
        return tuple(ranker.cards[position].id for position in order)

    return Ranked(question, best(scores.fused), best(scores.dense), best(scores.lexical), features_of(scores, allowed))

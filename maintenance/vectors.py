"""Vectors for the check: of examples from the last training, of cards and questions from a cache of its own."""

from pathlib import Path

import numpy as np

from actions.search.embedder import Embedder
from review.meaning import Meaning
from understanding.sentences import KEPT, SentenceVectors


class NeverTrained(Exception):
    """No training has kept vectors yet, and to make all of them takes minutes."""


def of_examples(texts: list[str]) -> np.ndarray:
    """A row for each spelled example, only the new ones being computed. Raises ``NeverTrained``."""
    if not KEPT.exists():
        raise NeverTrained("no examples have been learned here yet")
    with np.load(KEPT, allow_pickle=False) as kept:
        known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    model = SentenceVectors()
    return np.stack([known[text] if text in known else model.of(text) for text in texts])


def of_questions(root: Path, var: Path, embedder: str) -> Meaning:
    """The model that search uses; raises ``actions.search.embedder.EmbedderError``."""
    return Meaning(Embedder.load(embedder, root), root / "models" / "index", var / "check")


def kept_texts() -> set[str]:
    """The spelled examples that have vectors from the last training; empty when there was none."""
    if not KEPT.exists():
        return set()
    with np.load(KEPT, allow_pickle=False) as kept:
        return set(kept["texts"].tolist())

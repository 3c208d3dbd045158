"""How close a citizen's words are to the short labels of a question's answers."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from actions.search.embedder import Embedder
from understanding.normalise import normalise


@dataclass(frozen=True)
class Label:
    """One label as it is encoded."""

    text: str

    @property
    def digest(self) -> str:
        """Names the label in the cache of vectors."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Labels:
    """Labels with their vectors; immutable, so safe to share between threads."""

    def __init__(self, labels: Iterable[Label], rows: np.ndarray) -> None:
        """``rows`` are the labels' vectors, in order."""
        self._rows = {label.text: row for label, row in zip(labels, rows, strict=True)}

    def closeness(self, text: str, labels: Sequence[str], embedder: Embedder) -> list[float]:
        """The cosine of ``text`` to each label. Raises ``KeyError`` for one that was not given at first."""
        row = embedder.questions([normalise(text)])[0]
        return [float(self._rows[label] @ row) for label in labels]

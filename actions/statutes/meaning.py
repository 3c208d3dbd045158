"""Finds articles by their meaning: the vectors of all of them, made once and kept, beside the vector of a question."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from actions.search.vectors import known_digests, vectors_of
from actions.statutes.model import StatuteModel
from actions.statutes.names import COUNTRY
from actions.statutes.statutes import Passage

FOLDER = Path("models") / "index" / "statutes"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PassageText:
    """What the model reads of an article."""

    text: str

    @property
    def digest(self) -> str:
        """Names the text in the cache of vectors."""
        return sha256(self.text.encode()).hexdigest()


def passage_text(passage: Passage) -> PassageText:
    """Law, subject of the chapter, number and words: an article alone often leaves out what it is about."""
    parts = (passage.law.removeprefix(COUNTRY), passage.heading, passage.article, passage.text)
    return PassageText(" ".join(filter(None, parts)))


def missing_vectors(passages: Sequence[Passage], model: StatuteModel, root: Path) -> int:
    """How many articles have no vector yet."""
    known = known_digests(model, root / FOLDER)
    return len({passage_text(one).digest for one in passages} - known)


def encode_all(
    passages: Sequence[Passage], model: StatuteModel, root: Path, say: Callable[[str], None] = lambda line: None
) -> np.ndarray:
    """The vector of every article, in order: from the cache, or made now, which takes minutes for all laws.

    A stop loses the last thousand at most; the next call goes on from there. Raises ``VectorsError``.
    """
    texts = [passage_text(one) for one in passages]
    # By length, so that what is encoded together is about equally long and little is padding.
    order = sorted(range(len(texts)), key=lambda position: len(texts[position].text))
    rows = vectors_of([texts[position] for position in order], model, root / FOLDER, say, model.passages)
    found = np.empty_like(rows)
    found[order] = rows
    return found


class Meaning:
    """All articles by meaning, exact over every one of them."""

    def __init__(self, rows: np.ndarray, model: StatuteModel) -> None:
        """``rows`` are the unit vectors of all articles, in their order."""
        self._rows = rows
        self._model = model

    @property
    def is_adapted(self) -> bool:
        """Whether the model was trained for statutes, and its scores are those that the weights were chosen for."""
        return self._model.is_adapted

    def closeness(self, asked: str) -> np.ndarray:
        """The cosine of a normalised question to each article."""
        return self._rows @ self._model.questions([asked])[0]

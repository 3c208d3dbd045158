"""Finds articles by their meaning: the vectors of all of them, made once and kept, beside the vector of a question."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from actions.search.engines import VectorEngine
from actions.search.vectors import known_digests, vectors_of
from actions.statutes.model import StatuteModel
from actions.statutes.names import COUNTRY
from actions.statutes.statutes import Passage

# Beyond so many the fit of the words could lift an article to the front only if it is found by its words, too.
NEAREST = 300
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
    """All articles by meaning: the nearest of them, exactly."""

    def __init__(
        self, passages: Sequence[Passage], rows: np.ndarray, model: StatuteModel, engine: VectorEngine
    ) -> None:
        """``rows`` are the unit vectors of the articles, in their order. Raises ``VectorEngineError``."""
        self._model = model
        self._engine = engine
        self._keys = [passage_text(one).digest for one in passages]
        self._places = {key: place for place, key in enumerate(self._keys)}
        engine.replace(self._keys, rows)

    def closeness(self, asked: str, others: Sequence[int] = ()) -> dict[int, float]:
        """The cosine of a normalised question to the nearest articles, and to ``others``, by their positions.

        Raises ``VectorEngineError``.
        """
        row = self._model.questions([asked])[0]
        keys = [self._keys[place] for place in others]
        near = self._engine.nearest(row, NEAREST) + list(zip(keys, self._engine.scores(row, keys), strict=True))
        # A key that is not known, or has no vector, is of articles that were replaced this very moment.
        return {self._places[key]: float(one) for key, one in near if key in self._places and not np.isnan(one)}

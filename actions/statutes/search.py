"""Finds articles in force by their words (BM25) and, once all of them have vectors, by their meaning.

For "what does the law say about", for mediators, maintainers and the legality review. Citizens get guidance first.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from actions.search.engines import VectorEngineError
from actions.statutes.meaning import Meaning
from actions.statutes.questions import StatuteQuestion, StatuteQuestionsError, read_statute_questions
from actions.statutes.statutes import Passage, Statutes
from actions.statutes.words import Words
from understanding.normalise import normalise

FOLDER = "statutes-search"
LONGEST_QUERY = 500
# How much a point of BM25 counts beside the cosine: chosen on the DEV part of docs/statutes.md.
WORDS_BESIDE_MEANING = 0.018
# Of questions that guidance answers (calibration part), 95 % are so close to an article; of those about anything else
# (dev part), 72 %. It spares a reader some articles that have nothing to do with what was asked, not all of them.
LEAST_CLOSENESS = 0.72
# Articles that are compared by meaning although they are not among the nearest.
FOUND_BY_WORDS = 200
logger = logging.getLogger(__name__)

LoadMeaning = Callable[[tuple[Passage, ...]], Meaning | None]
"""The vectors of these articles, ready to be searched; None while they are being made, or cannot be."""


@dataclass(frozen=True)
class StatuteHit:
    """An article and how well it fits.

    ``score`` compares within one search only. ``closeness`` is the cosine of article and question; None where the
    search was by words alone.
    """

    passage: Passage
    score: float
    closeness: float | None = None


class StatuteSearch:
    """Search over everything that applies on a day.

    The index of words is built at first use, in about 20 seconds, and kept; the search by meaning joins when its
    vectors are there.
    """

    def __init__(self, statutes: Statutes, folder: Path, root: Path, load: LoadMeaning = lambda passages: None) -> None:
        """``folder`` is where the index of words may be kept; it is made when needed. ``root`` has ``data/``."""
        self._statutes = statutes
        self._folder = folder
        self._root = root
        self._load = load
        self._lock = threading.Lock()
        self._building = threading.Lock()
        self._builder: threading.Thread | None = None
        self._index: _Index | None = None

    @property
    def ranks_by_meaning(self) -> bool:
        """Whether the next search goes by meaning, too."""
        return self._index is not None and self._index.meaning is not None

    def is_ready_within(self, seconds: float, on: date) -> bool:
        """Whether a search for ``on`` would be answered at once; begins to build what is missing and waits so long."""
        if self._has(on):
            return True
        with self._lock:
            if self._builder is None or not self._builder.is_alive():
                self._builder = threading.Thread(target=self.prepare, args=(on,), name="statutes", daemon=True)
                self._builder.start()
            builder = self._builder
        builder.join(seconds)
        return self._has(on)

    def _has(self, on: date) -> bool:
        index = self._index
        return index is not None and index.day == on

    def prepare(self, on: date) -> None:
        """Load or build the index of words for ``on``; a call while another one builds waits for it."""
        with self._building:
            if self._has(on):
                return
            passages, old = tuple(self._statutes.in_force(on)), self._index
            if old is not None and old.passages == passages:
                self._index = _Index(on, passages, old.words, old.meaning)
                return
            self._index = _Index(on, passages, Words.of(passages, self._questions(), self._folder))

    def add_meaning(self, on: date) -> None:
        """Let the search go by meaning, too, as soon as its vectors are there; making them may take minutes."""
        self.prepare(on)
        index = self._index
        if index is None or index.meaning is not None:
            return
        meaning = self._load(index.passages)
        with self._building:
            if self._index is not None and self._index.passages == index.passages:
                self._index = _Index(self._index.day, index.passages, index.words, meaning)

    def search(self, query: str, on: date, limit: int = 10) -> list[StatuteHit]:
        """The articles that fit best, at most ``limit``; none when all are far from what was asked.

        Only the first 500 characters of the query are read.
        """
        self.prepare(on)
        index, asked = self._index, normalise(query[:LONGEST_QUERY])
        if index is None or not asked:
            return []
        words = index.words.scores(asked)
        by_words = [position for position in _best(words, max(limit, FOUND_BY_WORDS)) if words[position] > 0]
        close = _closeness(index.meaning, asked, by_words)
        if close is None:
            return [StatuteHit(index.passages[position], float(words[position])) for position in by_words[:limit]]
        near = {position: one for position, one in close.items() if one >= LEAST_CLOSENESS}
        fused = {position: one + WORDS_BESIDE_MEANING * float(words[position]) for position, one in near.items()}
        best = sorted(fused, key=lambda position: (-fused[position], position))[:limit]
        return [StatuteHit(index.passages[position], fused[position], close[position]) for position in best]

    def _questions(self) -> list[StatuteQuestion]:
        try:
            return read_statute_questions(self._root)
        except StatuteQuestionsError as error:
            # They help to find; without them every article still has its own words.
            logger.error("questions about statutes are left out: %s", error)
            return []


@dataclass(frozen=True)
class _Index:
    """Everything that applies on ``day``, ready to be searched."""

    day: date
    passages: tuple[Passage, ...]
    words: Words
    meaning: Meaning | None = None


def _closeness(meaning: Meaning | None, asked: str, others: list[int]) -> dict[int, float] | None:
    """None where the search can go by words alone."""
    try:
        return meaning.closeness(asked, others) if meaning else None
    except VectorEngineError as error:
        logger.error("statutes are searched by words alone: %s", error)
        return None


def _best(scores: np.ndarray, limit: int) -> list[int]:
    """The positions of the highest scores, best first; equal ones in their order."""
    few = np.argpartition(-scores, limit - 1)[:limit] if limit < len(scores) else np.arange(len(scores))
    return sorted(few.tolist(), key=lambda position: (-scores[position], position))

"""Finds articles in force by their words (BM25) and, where a model is loaded, by their meaning.

Made for people who know what they look for: mediators, maintainers, the legality review. Citizens get guidance cards.
"""

import hashlib
import logging
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import bm25s
import jieba
import numpy as np

from actions.search.lexical import tokens
from actions.statutes.statutes import Passage, Statutes
from understanding.normalise import normalise

FOLDER = "statutes-search"
LONGEST_QUERY = 500
RERANKED = 200
# Only so much of an article is read by the model: its time grows with the length, and the rule stands at the front.
_READ = 120
# Measured on 70 lay questions whose articles are known: see docs/statutes.md.
_WORDS_BESIDE_MEANING = 0.02
# A search may wait for so many vectors, one to two seconds; the next one on the same subject finds them made.
_NEW_VECTORS = 32
_KEPT_VECTORS = 20_000
logger = logging.getLogger(__name__)

Encode = Callable[[list[str]], np.ndarray]
"""Unit vectors of texts, one row for each."""


@dataclass(frozen=True)
class StatuteHit:
    """An article and how well it fits; scores compare within one search only."""

    passage: Passage
    score: float


class StatuteSearch:
    """Search over everything that applies on a day. The index is built at first use, in about 20 seconds, and kept."""

    def __init__(self, statutes: Statutes, folder: Path) -> None:
        """``folder`` is where the index may be kept; it is made when needed."""
        # Both would print what they do to the error output of whoever uses them.
        jieba.setLogLevel(logging.WARNING)
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        self._statutes = statutes
        self._folder = folder
        self._lock = threading.Lock()
        self._building = threading.Lock()
        self._builder: threading.Thread | None = None
        self._index: _Index | None = None
        self._vectors: dict[str, np.ndarray] = {}

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
        """Load or build the index for ``on``; a call while another one builds waits for it."""
        with self._building:
            if self._has(on):
                return
            passages = tuple(self._statutes.in_force(on))
            if self._index is not None and self._index.passages == passages:
                self._index = _Index(on, passages, self._index.words)
                return
            self._index = _Index(on, passages, _words(passages, self._folder))

    def search(self, query: str, on: date, limit: int = 10, encode: Encode | None = None) -> list[StatuteHit]:
        """The articles that fit best, at most ``limit``; empty when no word of ``query`` is in any.

        ``encode`` re-ranks the first 200 by meaning. Only the first 500 characters of the query are read.
        """
        self.prepare(on)
        index = self._index
        asked = normalise(query[:LONGEST_QUERY])
        scores = index.scores(asked) if index else np.zeros(0, np.float32)
        best = np.argsort(-scores, kind="stable")[: max(limit, RERANKED)]
        best = best[scores[best] > 0]
        if index is None or not len(best):
            return []
        found = [StatuteHit(index.passages[position], float(scores[position])) for position in best]
        return (self._reranked(asked, found, encode) if encode else found)[:limit]

    def _reranked(self, asked: str, found: Sequence[StatuteHit], encode: Encode) -> list[StatuteHit]:
        """By meaning and words; what has no vector yet stays behind, in its old order."""
        vectors, row = self._vectors_for(asked, [hit.passage.text[:_READ] for hit in found], encode)
        front = [
            StatuteHit(hit.passage, float(vector @ row) + _WORDS_BESIDE_MEANING * hit.score)
            for hit, vector in zip(found, vectors, strict=True)
            if vector is not None
        ]
        behind = [hit for hit, vector in zip(found, vectors, strict=True) if vector is None]
        return sorted(front, key=lambda hit: -hit.score) + behind

    def _vectors_for(
        self, asked: str, texts: Sequence[str], encode: Encode
    ) -> tuple[list[np.ndarray | None], np.ndarray]:
        """The vector of each text, as far as it is known or among the first new ones, and that of what was asked.

        Vectors of articles are kept; those of questions are not.
        """
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        new = [text for text in dict.fromkeys(texts) if text not in known][:_NEW_VECTORS]
        rows = encode([asked, *new])
        known.update(zip(new, rows[1:], strict=True))
        with self._lock:
            if len(self._vectors) > _KEPT_VECTORS:
                self._vectors.clear()
            self._vectors.update(known)
        return [known.get(text) for text in texts], rows[0]


@dataclass(frozen=True)
class _Index:
    """Everything that applies on ``day``, ready to be searched."""

    day: date
    passages: tuple[Passage, ...]
    words: bm25s.BM25

    def scores(self, asked: str) -> np.ndarray:
        split = set(tokens(asked))
        known = sorted(split & self.words.vocab_dict.keys())
        if not known:
            return np.zeros(len(self.passages), np.float32)
        return self.words.get_scores(known) / np.sqrt(len(split))


def _words(passages: Sequence[Passage], folder: Path) -> bm25s.BM25:
    """The kept BM25 index of exactly these passages, or a new one."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(f"{passage.law}\0{passage.article}\0{passage.text}\0".encode())
    kept = folder / digest.hexdigest()[:16]
    try:
        return bm25s.BM25.load(kept)
    except (OSError, ValueError, KeyError) as error:
        if kept.exists():
            logger.warning("the index of statutes in %s is damaged and built anew: %s", kept.name, error)
    words = bm25s.BM25()
    words.index([tokens(f"{one.law} {one.text}") for one in passages], show_progress=False)
    _keep(words, kept)
    return words


def _keep(words: bm25s.BM25, kept: Path) -> None:
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".building-", dir=kept.parent))
        try:
            words.save(scratch)
            for old in kept.parent.iterdir():
                if old != scratch:
                    shutil.rmtree(old, ignore_errors=True)
            scratch.rename(kept)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        # It works from memory; only the next start pays again.
        logger.warning("the index of statutes cannot be kept in %s: %s", kept.parent, error)

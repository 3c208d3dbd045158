"""Finds articles by their words (BM25): the law's name, what its chapter is about, its text, and its lay questions."""

import hashlib
import logging
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import bm25s
import jieba
import numpy as np

from actions.search.lexical import tokens
from actions.statutes.names import COUNTRY
from actions.statutes.questions import StatuteQuestion
from actions.statutes.statutes import Passage
from understanding.normalise import normalise

logger = logging.getLogger(__name__)


class Words:
    """A BM25 index over articles, in their order."""

    def __init__(self, index: bm25s.BM25, size: int) -> None:
        self._index = index
        self._size = size

    @classmethod
    def of(cls, passages: Sequence[Passage], questions: Sequence[StatuteQuestion], folder: Path) -> "Words":
        """The index kept in ``folder`` if it is of exactly these texts, or a new one, in about 20 seconds."""
        # Both would print what they do to the error output of whoever uses them.
        jieba.setLogLevel(logging.WARNING)
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        documents = _documents(passages, questions)
        digest = hashlib.sha256("\0".join(documents).encode()).hexdigest()[:16]
        kept = folder / digest
        try:
            return cls(bm25s.BM25.load(kept), len(documents))
        except (OSError, ValueError, KeyError) as error:
            if kept.exists():
                logger.warning("the index of statutes in %s is damaged and built anew: %s", kept.name, error)
        index = bm25s.BM25()
        index.index([tokens(document) or [""] for document in documents], show_progress=False)
        _keep(index, kept)
        return cls(index, len(documents))

    def scores(self, asked: str) -> np.ndarray:
        """A score >= 0 for each article, comparable between questions of different length; ``asked`` is normalised."""
        split = set(tokens(asked))
        known = sorted(split & self._index.vocab_dict.keys())
        if not known:
            return np.zeros(self._size, np.float32)
        return self._index.get_scores(known) / np.sqrt(len(split))


def _documents(passages: Sequence[Passage], questions: Sequence[StatuteQuestion]) -> list[str]:
    asked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for question in questions:
        asked[question.law.replace(COUNTRY, ""), question.article].append(question.text)
    return [
        normalise(" ".join((one.law, one.heading, one.text, *asked[one.law.replace(COUNTRY, ""), one.article])))
        for one in passages
    ]


def _keep(index: bm25s.BM25, kept: Path) -> None:
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".building-", dir=kept.parent))
        try:
            index.save(scratch)
            for old in kept.parent.iterdir():
                if old != scratch:
                    shutil.rmtree(old, ignore_errors=True)
            scratch.rename(kept)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        # It works from memory; only the next start pays again.
        logger.warning("the index of statutes cannot be kept in %s: %s", kept.parent, error)

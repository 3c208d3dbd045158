"""Word matching beside meaning: it decides on names, numbers and terms that a small model blurs."""

import logging
import re
from collections.abc import Sequence

import bm25s
import jieba
import numpy as np

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:'[a-z]+)?")


def tokens(text: str) -> list[str]:
    """jieba's words and all pairs of neighbouring characters of Chinese, lower-cased words of the rest.

    ``text`` is already normalised.
    """
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0] < "\u3400":
            found.append(run)
            continue
        found += jieba.cut_for_search(run)
        found += [run[start : start + 2] for start in range(len(run) - 1)]
    return found


class Lexicon:
    """BM25 over documents, here one for each card with all its texts."""

    def __init__(self, documents: Sequence[str]) -> None:
        """Index ``documents``, at least one."""
        jieba.setLogLevel(logging.WARNING)
        split = [tokens(document) or [""] for document in documents]
        self._size = len(documents)
        self._vocabulary = {token for document in split for token in document}
        self._index = bm25s.BM25()
        self._index.index(split, show_progress=False)

    def scores(self, question: str) -> np.ndarray:
        """A score >= 0 for each document, comparable between questions of different length.

        BM25 adds up over the question's tokens; divided by the root of their number it neither favours long
        questions nor drowns in them.
        """
        asked = set(tokens(question))
        known = sorted(asked & self._vocabulary)
        if not known:
            return np.zeros(self._size, np.float32)
        return self._index.get_scores(known) / np.sqrt(len(asked))

"""What an engine of vectors does, whichever it is: the same tests hold for all of them.

Answers carry keys, not positions: a search that began before the vectors were replaced can then never take one
article for another, it only meets keys that it does not know.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Protocol

import numpy as np

LONGEST_KEY = 64


class VectorEngineError(Exception):
    """The engine cannot answer or cannot be filled now; the message is one line for the operator, without secrets."""


class VectorEngine(Protocol):
    """One set of vectors and the nearest of them, exactly. Safe to use from several threads."""

    @property
    def space(self) -> str:
        """The name of this set, so that several live beside each other: articles, questions."""
        ...

    def replace(self, keys: Sequence[str], rows: np.ndarray) -> None:
        """Hold exactly these unit vectors (float32, one row for each key) from now on.

        A key is the digest of what was encoded, at most 64 characters; one that comes again has the same row and is
        held once. Readers see the vectors from before or the new ones, never some of both. Cheap when exactly these
        keys are held already; else only what is missing is added. Raises ``ValueError`` for rows that do not fit and
        ``VectorEngineError``; after either, what was held before is held still.
        """
        ...

    def nearest(self, row: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """The keys with the highest cosine to the unit vector ``row``, at most ``limit`` >= 1, best first.

        Exact, not approximate. Equal cosines come in the order of their keys. Raises ``ValueError`` and
        ``VectorEngineError``.
        """
        ...

    def scores(self, row: np.ndarray, keys: Sequence[str]) -> np.ndarray:
        """The cosine of ``row`` to each of these keys, in order; nan for a key that is not held. Raises the same."""
        ...

    def close(self) -> None:
        """Let go of connections; whoever asks afterwards opens them again."""
        ...


def checked(keys: Sequence[str], rows: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The keys and rows of ``replace`` with each key once, as contiguous float32. Raises ``ValueError``."""
    if rows.ndim != 2 or len(rows) != len(keys):
        raise ValueError(f"{len(keys)} keys do not fit rows of shape {rows.shape}")
    if not np.isfinite(rows).all():
        raise ValueError("rows must be finite")
    if not all(0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable() for key in keys):
        raise ValueError(f"a key has 1 to {LONGEST_KEY} printable characters of ASCII")
    first: dict[str, int] = {}
    for position, key in enumerate(keys):
        first.setdefault(key, position)
    chosen = rows if len(first) == len(keys) else rows[list(first.values())]
    return list(first), np.ascontiguousarray(chosen, np.float32)


def set_identity(model: str, keys: Iterable[str]) -> str:
    """Names a set of vectors by what was encoded and by the identity of the model, in whatever order."""
    return sha256("\n".join([model, *sorted(keys)]).encode()).hexdigest()

"""All vectors in memory and every one compared: exact, and fast enough for 100,000 of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from actions.search.engines.engine import checked, set_identity

# float32 sums of a few hundred products differ by less than this, depending on how the processor groups them.
_ROUNDING = 1e-5


@dataclass(frozen=True)
class _Held:
    """One whole set, never changed: whoever reads it is not disturbed by the next."""

    identity: str
    keys: tuple[str, ...]
    places: dict[str, int]
    rows: np.ndarray


class ExactEngine:
    """Vectors in memory, gone with the process. Keeps the rows that it is given without copying float32 ones."""

    def __init__(self, space: str, model: str) -> None:
        """``model`` is the identity of the model that makes the vectors."""
        self.space = space
        self._model = model
        self._held = _Held(set_identity(model, ()), (), {}, np.zeros((0, 0), np.float32))

    def replace(self, keys: Sequence[str], rows: np.ndarray) -> None:
        """See ``VectorEngine``. The caller must not change the rows afterwards."""
        once, chosen = checked(keys, rows)
        identity = set_identity(self._model, once)
        if identity != self._held.identity:
            places = {key: place for place, key in enumerate(once)}
            self._held = _Held(identity, tuple(once), places, chosen)

    def nearest(self, row: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """See ``VectorEngine``."""
        held, asked = self._held, np.asarray(row, np.float32)
        if limit < 1:
            raise ValueError("limit must be at least 1")
        if not held.keys:
            return []
        near = held.rows @ asked
        count = min(limit, len(near))
        least = np.partition(near, len(near) - count)[len(near) - count]
        # One more look with double precision: equal rows then have equal cosines, and keys decide between them.
        chosen = np.flatnonzero(near >= least - _ROUNDING)
        cosines = _precise(held.rows[chosen], asked).tolist()
        found = [(held.keys[place], cosine) for place, cosine in zip(chosen.tolist(), cosines, strict=True)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def scores(self, row: np.ndarray, keys: Sequence[str]) -> np.ndarray:
        """See ``VectorEngine``."""
        held, asked = self._held, np.asarray(row, np.float32)
        found = np.full(len(keys), np.nan)
        known = [(at, held.places[key]) for at, key in enumerate(keys) if key in held.places]
        if known:
            at, places = (list(column) for column in zip(*known, strict=True))
            found[at] = _precise(held.rows[places], asked)
        return found

    def close(self) -> None:
        """See ``VectorEngine``: there is nothing to let go of."""


def _precise(rows: np.ndarray, row: np.ndarray) -> np.ndarray:
    # Not a product of matrices: that may group the sums of one row otherwise than those of another.
    cosines: np.ndarray = (rows.astype(np.float64) * row).sum(axis=1)
    return cosines

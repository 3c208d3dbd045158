"""Small sets of vectors for the tests of engines, and what comparing all of them finds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from actions.search.engines import VectorEngine

WIDTH = 5
CLOSE = 1e-6  # engines sum in single or double precision


def keys_of(numbers: Sequence[int]) -> list[str]:
    return [f"key {number:02}" for number in numbers]


def rows_of(numbers: Sequence[int]) -> np.ndarray:
    """Unit vectors; numbers that differ by ten have the same one."""
    rows = [np.random.default_rng(number % 10).standard_normal(WIDTH) for number in numbers]
    return np.array([row / np.linalg.norm(row) for row in rows], np.float32).reshape(-1, WIDTH)


def hold(engine: VectorEngine, numbers: Sequence[int]) -> None:
    engine.replace(keys_of(numbers), rows_of(numbers))


def agrees(engine: VectorEngine, numbers: Sequence[int], row: np.ndarray, limit: int) -> None:
    """What it finds is what comparing all finds, apart from rounding; equal rows come in the order of their keys."""
    cosines = rows_of(numbers).astype(np.float64) @ row.astype(np.float64)
    truth, found = dict(zip(keys_of(numbers), cosines.tolist(), strict=True)), engine.nearest(row, limit)
    best = sorted(truth.values(), reverse=True)[:limit]
    assert [cosine for _, cosine in found] == pytest.approx(best, abs=CLOSE)
    assert all(cosine == pytest.approx(truth[key], abs=CLOSE) for key, cosine in found)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    for kind in range(10):
        alike = [key for key, _ in found if int(key[4:]) % 10 == kind]
        assert alike == sorted(key for key in truth if int(key[4:]) % 10 == kind)[: len(alike)]
    keys = [*keys_of(range(0, 45, 4)), "unknown"]
    expected = [truth.get(key, np.nan) for key in keys]
    assert engine.scores(row, keys) == pytest.approx(expected, abs=CLOSE, nan_ok=True)

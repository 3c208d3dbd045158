"""Every engine gives what a plain comparison of all vectors gives, whatever was held before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.search.engines import ExactEngine, VectorEngine

WIDTH = 5
CLOSE = 1e-6


def keys_of(numbers: Sequence[int]) -> list[str]:
    return [f"key {number:02}" for number in numbers]


def rows_of(numbers: Sequence[int]) -> np.ndarray:
    """Unit vectors; numbers that differ by ten have the same one."""
    rows = [np.random.default_rng(number % 10).standard_normal(WIDTH) for number in numbers]
    return np.array([row / np.linalg.norm(row) for row in rows], np.float32).reshape(-1, WIDTH)


def expected(numbers: Sequence[int], row: np.ndarray) -> dict[str, float]:
    cosines = rows_of(numbers).astype(np.float64) @ row.astype(np.float64)
    return dict(zip(keys_of(numbers), cosines.tolist(), strict=True))


def agrees(engine: VectorEngine, numbers: Sequence[int], row: np.ndarray, limit: int) -> None:
    truth, found = expected(numbers, row), engine.nearest(row, limit)
    best = sorted(truth.values(), reverse=True)[:limit]
    assert [cosine for _, cosine in found] == pytest.approx(best, abs=CLOSE)
    assert all(cosine == pytest.approx(truth[key], abs=CLOSE) for key, cosine in found)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert len({key for key, _ in found}) == len(found)


sets = st.lists(st.integers(0, 39), max_size=30, unique=True)


@given(st.lists(sets, min_size=1, max_size=4), st.integers(0, 50), st.integers(1, 40))
def test_it_agrees_with_comparing_all_after_every_replacement(
    following: list[list[int]], asked: int, limit: int
) -> None:
    engine = ExactEngine("articles", "model")
    for numbers in following:
        engine.replace(keys_of(numbers), rows_of(numbers))
        agrees(engine, numbers, rows_of([asked])[0], limit)

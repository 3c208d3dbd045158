"""How long the engines of vectors take for the nearest hundred, beside sorting everything with NumPy. On one thread."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import numpy as np
from threadpoolctl import threadpool_limits

from actions.search.engines import ExactEngine, PgvectorEngine, VectorEngine
from benchmarks.against import Against
from benchmarks.cluster import with_vectors
from benchmarks.figures import Sample
from benchmarks.load import Deadline
from launch import postgresql

SIZES = (25_000, 100_000)
WIDTH = 384
NEAREST = 100
TIMES = 60
WARM = 5
TARGET = 0.02  # seconds, for the smaller size in memory
BASELINE = "np.argsort of all"
# One question on one processor, as in memory; PostgreSQL would take several for a large table.
ALONE = "options=-c%20max_parallel_workers_per_gather%3D0"


def measure(until: Deadline) -> list[Against]:
    """Measure in memory and, where PostgreSQL with pgvector is there, in a database of its own.

    Raises ``TimeIsUp``, and ``ClusterError`` when PostgreSQL cannot be started.
    """
    with threadpool_limits(1), _database() as address:
        return [one for size in SIZES for one in _of_size(size, address, until)]


@contextmanager
def _database() -> Iterator[str | None]:
    cluster = with_vectors(postgresql.find(os.environ))
    if cluster is None:
        yield None
        return
    try:
        yield f"{cluster.url(cluster.make())}&{ALONE}"
    finally:
        cluster.remove()


def _of_size(size: int, address: str | None, until: Deadline) -> Iterator[Against]:
    rows = random_rows(size)
    keys = [f"{number:06}" for number in range(size)]
    exact = ExactEngine("bench", "random")
    exact.replace(keys, rows)
    until.check()
    yield _beside(f"in memory, {size:,} vectors", exact, rows, until, TARGET if size == SIZES[0] else None)
    if address is not None:
        with closing(PgvectorEngine("bench", f"random {size}", address)) as engine:
            engine.replace(keys, rows)
            until.check()
            yield _beside(f"pgvector, {size:,} vectors", engine, rows, until, None)


def random_rows(size: int) -> np.ndarray:
    """Unit vectors, the same in every run."""
    rows = np.random.default_rng(size).standard_normal((size, WIDTH), np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def _beside(name: str, engine: VectorEngine, rows: np.ndarray, until: Deadline, target: float | None) -> Against:
    """Ask the engine and sort everything in turn, so that whatever else the machine does falls on both."""
    ours, theirs = [], []
    for number, row in enumerate(rows[: WARM + TIMES]):
        until.check()
        began = time.perf_counter()
        truth = np.argsort(-(rows @ row))[:NEAREST]
        sorted_at = time.perf_counter()
        found = engine.nearest(row, NEAREST)
        found_at = time.perf_counter()
        is_right = np.allclose([cosine for _, cosine in found], rows[truth] @ row, atol=1e-5)
        if number >= WARM:
            ours.append(Sample("", found_at - sorted_at, "answered" if is_right else "failed"))
            theirs.append(Sample("", sorted_at - began, "answered"))
    return Against(name, ours, BASELINE, theirs, target)

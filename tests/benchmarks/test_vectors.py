"""Engines of vectors are measured on right answers only, in memory and in a real PostgreSQL."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import numpy as np
import pytest

from benchmarks import report, vectors
from benchmarks.load import Deadline, TimeIsUp
from benchmarks.run import Result


def test_both_engines_are_measured_beside_sorting_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SIZES", (300,)), ("TIMES", 4), ("WARM", 1)):
        monkeypatch.setattr(vectors, name, value)
    measured = vectors.measure(Deadline(time.monotonic() + 60))
    assert [one.name for one in measured][:1] == ["in memory, 300 vectors"]
    assert [one.name for one in measured][1:] in ([], ["pgvector, 300 vectors"])
    outcomes = [sample.outcome for one in measured for sample in (*one.samples, *one.baseline_samples)]
    assert outcomes == ["answered"] * 8 * len(measured)
    whole = Result(datetime(2026, 11, 25, tzinfo=UTC), {"cores": 2, "memory_gb": 1, "system": "x", "load_before": 0.0})
    whole.vectors = measured
    assert "| in memory, 300 vectors" in report.markdown(whole)
    assert set(report.numbers(whole)["vectors"]) == {one.name for one in measured}
    assert report.failures(whole) == 0


def test_a_wrong_answer_is_a_failure() -> None:
    class Forgetful:
        space = "bench"

        def replace(self, keys: object, rows: object) -> None: ...

        def nearest(self, row: np.ndarray, limit: int) -> list[tuple[str, float]]:
            return [("a", 0.1)] * limit

        def scores(self, row: np.ndarray, keys: object) -> np.ndarray:
            return np.zeros(0)

        def close(self) -> None: ...

    rows = vectors.random_rows(200)
    measured = vectors._beside("forgetful", Forgetful(), rows, Deadline(time.monotonic() + 60), None)
    assert {sample.outcome for sample in measured.samples} == {"failed"}


def test_it_ends_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "SIZES", (300,))
    with pytest.raises(TimeIsUp):
        vectors.measure(Deadline(time.monotonic() - 1))

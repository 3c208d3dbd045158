"""The arithmetic of measuring: what is counted, and that an error never makes a figure better."""

from __future__ import annotations

import pytest

from benchmarks.figures import Sample, percentile, ratio, summarise
from benchmarks.load import Measured, ratios_of_rounds


def samples(*seconds: float) -> list[Sample]:
    return [Sample("greeting", value, "answered") for value in seconds]


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([3.0], 95, 3.0), ([1, 2, 3, 4], 50, 2.5), ([4, 1, 3, 2], 100, 4), ([2, 1], 0, 1), (list(range(101)), 95, 95)],
)
def test_percentiles_lie_between_neighbours(values: list[float], percent: float, expected: float) -> None:
    assert percentile(values, percent) == pytest.approx(expected)


def test_no_values_have_no_percentile() -> None:
    assert percentile([], 95) is None


def test_a_failure_counts_as_a_failure_and_in_nothing_else() -> None:
    quick_error = Sample("greeting", 0.001, "failed")
    with_error, without = summarise([*samples(1, 2, 3), quick_error], 2), summarise(samples(1, 2, 3), 2)
    assert (with_error.failed, without.failed) == (1, 0)
    assert (with_error.p50, with_error.p95, with_error.slowest) == (without.p50, without.p95, without.slowest)
    assert with_error.rate == without.rate == pytest.approx(1.5)


def test_what_the_rule_said_first_is_a_reply_of_its_own_kind() -> None:
    summary = summarise([*samples(1), Sample("danger", 3, "notice")])
    assert (summary.answered, summary.notices, summary.failed) == (1, 1, 0)
    assert summary.slowest == 3 and summary.rate is None


def test_ratios() -> None:
    assert ratio(3, 2) == pytest.approx(1.5)
    assert ratio(None, 2) is None and ratio(3, None) is None and ratio(3, 0) is None


def test_rounds_are_compared_each_with_its_own() -> None:
    ours, theirs = Measured([samples(2), samples(9)], 11), Measured([samples(1), samples(3)], 4)
    assert ratios_of_rounds(ours, theirs) == pytest.approx([2, 3])
    failed = Measured([[Sample("greeting", 1, "failed")], samples(3)], 4)
    assert ratios_of_rounds(ours, failed) == pytest.approx([3])

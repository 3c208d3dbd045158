"""Something measured beside a baseline that was measured in the same run: how many times as long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.figures import Sample, Summary, ratio, summarise


@dataclass(frozen=True)
class Against:
    """``target`` is what the 95th percentile should not exceed, in seconds; None where there is none."""

    name: str
    samples: Sequence[Sample]
    baseline: str
    baseline_samples: Sequence[Sample]
    target: float | None = None

    @property
    def summary(self) -> Summary:
        """Our figures."""
        return summarise(self.samples)

    @property
    def baseline_summary(self) -> Summary:
        """Those of the baseline."""
        return summarise(self.baseline_samples)

    @property
    def times(self) -> float | None:
        """How many times the baseline's 95th percentile ours is."""
        return ratio(self.summary.p95, self.baseline_summary.p95)

    @property
    def is_met(self) -> bool | None:
        """Whether the target is kept to; None without a target or a figure."""
        p95 = self.summary.p95
        return None if self.target is None or p95 is None else p95 <= self.target

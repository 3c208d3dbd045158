"""The arithmetic of measuring: percentiles, rates and ratios. Pure; times are in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answered", "notice", "failed"]


@dataclass(frozen=True)
class Sample:
    """One message and how long its reply took. ``notice``: the gateway's rule spoke before the assistant did."""

    kind: str
    seconds: float
    outcome: Outcome
    has_card: bool = False


@dataclass(frozen=True)
class Summary:
    """Latencies of the messages that were answered, in seconds; ``rate`` is replies a second."""

    answered: int
    notices: int
    failed: int
    p50: float | None
    p95: float | None
    slowest: float | None
    rate: float | None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value below which ``percent`` of ``values`` lie, interpolated between neighbours; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def summarise(samples: Sequence[Sample], seconds: float | None = None) -> Summary:
    """Sum up samples that were taken within ``seconds`` of wall-clock time (None: no rate is wanted).

    A notice counts as a reply, for it is what the citizen sees first; a failure counts in nothing but ``failed``,
    so that an error given quickly makes no figure better.
    """
    spoken = [sample.seconds for sample in samples if sample.outcome != "failed"]
    notices = sum(sample.outcome == "notice" for sample in samples)
    return Summary(
        answered=len(spoken) - notices,
        notices=notices,
        failed=len(samples) - len(spoken),
        p50=percentile(spoken, 50),
        p95=percentile(spoken, 95),
        slowest=max(spoken, default=None),
        rate=len(spoken) / seconds if seconds else None,
    )


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """How many times ``theirs`` is in ``ours``; None when either is missing or nothing was measured."""
    if ours is None or not theirs:
        return None
    return ours / theirs

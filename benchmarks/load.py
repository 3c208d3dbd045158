"""Citizens who speak: one after another, and twenty at once, with ours and with the bare bots in turn.

All are measured in turn, so that whatever else the machine does falls on both. A citizen waits for each reply and
then speaks at once; with twenty, a reply also waits for the others'.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.clients import Partner, session_open
from benchmarks.figures import Sample, Summary, percentile, ratio, summarise
from benchmarks.messages import Utterance

Script = Sequence[Utterance]


class TimeIsUp(Exception):
    """What was to be measured next does not fit into the time any more."""


@dataclass
class Deadline:
    """Ends a measurement between two rounds. ``at`` in seconds of ``time.monotonic``."""

    at: float

    def check(self) -> None:
        """Raise ``TimeIsUp`` when the time is over."""
        if time.monotonic() > self.at:
            raise TimeIsUp


@dataclass
class Measured:
    """The samples of one partner, round by round, and the seconds that its rounds took in all."""

    rounds: list[list[Sample]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def samples(self) -> list[Sample]:
        """All samples."""
        return [sample for samples in self.rounds for sample in samples]

    @property
    def summary(self) -> Summary:
        """Their figures."""
        return summarise(self.samples, self.seconds)


def one_citizen(partners: Sequence[Partner], scripts: Sequence[Script], rounds: int, until: Deadline) -> list[Measured]:
    """One conversation at a time, each script with every partner before the next; who comes first alternates."""
    results = [Measured() for _ in partners]
    with session_open() as session:
        for turn in range(rounds):
            for result in results:
                result.rounds.append([])
            for number, script in enumerate(scripts):
                until.check()
                for place in _in_turn(len(partners), turn + number):
                    began = time.perf_counter()
                    conversation = partners[place](session)
                    results[place].rounds[-1] += [conversation.say(utterance) for utterance in script]
                    results[place].seconds += time.perf_counter() - began
    return results


def at_once(partners: Sequence[Partner], scripts: Sequence[Script], rounds: int, until: Deadline) -> list[Measured]:
    """All scripts at the same time, one citizen each; a round with every partner in turn."""
    results = [Measured() for _ in partners]
    for turn in range(rounds):
        for place in _in_turn(len(partners), turn):
            until.check()
            began = time.perf_counter()
            results[place].rounds.append(_crowd(partners[place], scripts))
            results[place].seconds += time.perf_counter() - began
    return results


def ratios_of_rounds(ours: Measured, theirs: Measured) -> list[float]:
    """How many times as long ours took, by the 95th percentile, in each round: how steady the ratio is."""
    pairs = zip(ours.rounds, theirs.rounds, strict=False)
    found = [ratio(_p95(one), _p95(other)) for one, other in pairs]
    return [value for value in found if value is not None]


def _crowd(partner: Partner, scripts: Sequence[Script]) -> list[Sample]:
    ready = threading.Barrier(len(scripts))

    def speak(script: Script) -> list[Sample]:
        with session_open() as session:
            conversation = partner(session)
            ready.wait()
            return [conversation.say(utterance) for utterance in script]

    with ThreadPoolExecutor(len(scripts)) as pool:
        return [sample for samples in pool.map(speak, scripts) for sample in samples]


def _in_turn(count: int, turn: int) -> list[int]:
    return [(place + turn) % count for place in range(count)]


def _p95(samples: Sequence[Sample]) -> float | None:
    return percentile([sample.seconds for sample in samples if sample.outcome != "failed"], 95)

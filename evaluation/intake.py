"""The intake part: what is taken from a sentence that tells of a dispute, beside plain regular expressions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from actions.deadlines.dates import DateRange
from actions.intake.entities import Told
from actions.services import services
from evaluation.intake_baseline import read_plainly
from evaluation.report import Cell, Section, Table

SENTENCES = Path("tests/heldout/intake.yml")
SAID_ON = date(2026, 11, 25)
ENTITIES = ("amount", "date", "district", "subdistrict", "counterparty", "kind")

Row = Mapping[str, Any]
Read = Callable[[str, date], Told]


class IntakeFailure(Exception):
    """The intake cannot be measured; the message says why."""


@dataclass
class Count:
    """How often an entity was rightly named, named without reason or wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when nothing was to be found."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    @property
    def precision(self) -> float:
        """Of what was named, how much was right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of what was to be found, how much was named rightly."""
        return self.right / max(self.right + self.missed, 1)


def run() -> Section:
    """Measure the reader of this process on all held-out sentences."""
    kit = services()
    kit.search.warm_up()
    if kit.search.unavailable:
        raise IntakeFailure(f"search is not available: {kit.search.unavailable}")
    rows = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    ours, mistakes, speed = counted(rows, kit.intake_reader.read)
    plain, _, _ = counted(rows, read_plainly)
    return Section(
        "Intake",
        [
            _by_entity(rows, ours, plain, speed),
            _days_alone(rows, kit.intake_reader.read),
            _by_register(rows, kit.intake_reader.read),
            _mistakes(mistakes),
        ],
        {f"{name}_f1": count.f1 for name, count in ours.items()},
    )


def counted(rows: Sequence[Row], read: Read) -> tuple[dict[str, Count], list[list[Cell]], float]:
    """Counts by entity, the mistakes as rows, and the median milliseconds a sentence."""
    counts, mistakes, speed = {name: Count() for name in ENTITIES}, [], []
    for row in rows:
        started = time.perf_counter()
        told = read(row["text"], SAID_ON)
        speed.append(1000 * (time.perf_counter() - started))
        for name in row.get("entities", ENTITIES):
            count = counts[name]
            wanted, named = row.get(name), told.happened if name == "date" else getattr(told, name)
            if wanted is not None and named is not None and _is_right(name, wanted, named):
                count.right += 1
            elif wanted is not None or named is not None:
                count.wrong += named is not None
                count.missed += wanted is not None
                mistakes.append([name, _shown(wanted), _shown(named), row["text"]])
    return counts, mistakes, sorted(speed)[len(speed) // 2]


def _is_right(name: str, wanted: Any, named: Any) -> bool:
    """A time is right when all its days are among those that the words may mean."""
    if name != "date":
        return bool(wanted == named)
    first, last = wanted
    return bool(first <= named.first and named.last <= last)


def _shown(value: Any) -> str | None:
    if isinstance(value, DateRange):
        value = [value.first, value.last]
    if isinstance(value, list):
        return " – ".join(day.isoformat() for day in value)
    return None if value is None else str(value)


def _by_entity(rows: Sequence[Row], ours: Mapping[str, Count], plain: Mapping[str, Count], speed: float) -> Table:
    lines: list[list[Cell]] = [
        [name, sum(name in row for row in rows), count.precision, count.recall, count.f1, plain[name].f1]
        for name, count in ours.items()
    ]
    note = (
        "Baseline: regular expressions for sums, days and districts by name, and one word list each for the other side "
        f"and the kind. Median: {speed:.0f} ms a sentence."
    )
    columns = ["entity", "labelled", "precision", "recall", "F1", "baseline F1"]
    return Table(f"Entities: {len(rows)} held-out sentences", columns, lines, note)


def _days_alone(rows: Sequence[Row], read: Read) -> Table:
    fresh = [row for row in rows if "entities" in row]
    days = counted(fresh, read)[0]["date"]
    line: list[Cell] = [len(fresh), sum("date" in row for row in fresh), days.precision, days.recall, days.f1]
    note = "Written when the reading of days had to be made anew, before it was: docs/understanding.md."
    columns = ["sentences", "labelled", "precision", "recall", "F1"]
    return Table("Days, on the later sentences alone", columns, [line], note)


def _by_register(rows: Sequence[Row], read: Read) -> Table:
    lines: list[list[Cell]] = []
    for register in dict.fromkeys(row["register"] for row in rows):
        some = [row for row in rows if row["register"] == register]
        counts, _, _ = counted(some, read)
        every = list(counts.values())
        right, wrong = sum(one.right for one in every), sum(one.wrong for one in every)
        total = Count(right, wrong, sum(one.missed for one in every))
        lines.append([register, len(some), total.f1])
    return Table("All entities, by register", ["register", "sentences", "F1"], lines)


def _mistakes(mistakes: Sequence[Sequence[Cell]]) -> Table:
    return Table("Misread", ["entity", "is", "read", "sentence"], mistakes)

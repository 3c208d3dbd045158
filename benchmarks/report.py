"""The measurement as tables for people and as numbers for machines, from the same figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.against import Against
from benchmarks.figures import Sample, Summary, ratio, summarise
from benchmarks.load import Measured, ratios_of_rounds
from benchmarks.messages import KINDS, QUESTION_EN, QUESTION_ZH
from benchmarks.run import Result

TARGET = 1.3  # times the acting bot's 95th percentile, for one citizen
NAMES = ("Jiefen", "bare bot", "acting bot")
UTTERING, ACTING = 1, 2  # their places among what was measured
ABOUT = (
    "Replies to POST /api/messages of the gateway, with Rasa, the action server and SQLite stores behind it, "
    "beside two bots of the same Rasa over its REST channel. The bare bot (`benchmarks/bare_bot`) gives one "
    "static reply, with one classifier and rules alone, and keeps nothing: the least that Rasa can do. The acting "
    "bot (`benchmarks/acting_bot`) has Rasa's own default configuration, answers by a custom action on an action "
    "server and keeps conversations in SQLite: what an assistant that looks things up cannot do without, and so "
    "the yardstick. All ran at the same time on the same machine and were asked the same twenty conversations in "
    "turn, after a warm-up. A citizen waits for a reply and then speaks at once; the client's share of the "
    "processor is part of every figure. Times in milliseconds. What the milliseconds go to: "
    "[profile](profile.md)."
)
CASES_ABOUT = (
    "The gateway's own parts inside the measuring process, with SQLite on the disk and no messenger or network. "
    "There and back: the citizen's message is stored and told to the mediator's desk, which reads it; the answer is "
    "stored and read by the citizen's side. The desk gathers news for up to 50 ms, so that a burst is one look. With "
    "the talks open each citizen writes once in ten seconds, to twenty desks. Target: the p95 at most so long."
)
VECTORS_ABOUT = (
    "The hundred nearest of random unit vectors of 384 numbers, exactly, with one processor, in memory and in a "
    "PostgreSQL with pgvector of its own (left out where the machine has none), beside NumPy's product with all "
    "vectors and sorting of all. A wrong answer would count as failed. Target: the p95 at most so long."
)


@dataclass(frozen=True)
class Table:
    """Rows under headings, numbers already written out; the first column is text, the others are numbers."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def markdown(result: Result) -> str:
    """The whole report."""
    lines = ["# How fast it is", "", f"Measured on {result.at:%Y-%m-%d} on {_machine(result)}.", ""]
    lines += [ABOUT, ""] if result.one or result.crowd or result.parts else []
    for table in _tables(result):
        lines += [f"## {table.title}", "", *table_lines(table), ""]
        lines += [table.note, ""] if table.note else []
    if result.unanswered != 0 and result.usage:
        lines += [f"Replies that only said that there is no answer: {result.unanswered or 'not counted'}.", ""]
    if result.unfinished:
        lines += [f"Left out, for the time was over: {', '.join(result.unfinished)}.", ""]
    return "\n".join(lines)


def table_lines(table: Table) -> list[str]:
    """A Markdown table that is aligned when read as plain text too."""
    widths = [max(len(row[column]) for row in [table.columns, *table.rows]) for column in range(len(table.columns))]
    first, *others = ("-" * (width + 1) for width in widths)
    rule = "|".join(["", f"{first}-", *(f"{line}:" for line in others), ""])
    return [_row(table.columns, widths), rule, *(_row(row, widths) for row in table.rows)]


def numbers(result: Result) -> dict[str, Any]:
    """Every figure, in seconds and bytes, for comparison between runs."""
    one, crowd = _summaries(result.one), _summaries(result.crowd)
    return {
        "at": result.at.isoformat(timespec="seconds"),
        "machine": dict(result.machine),
        "start_seconds": result.start,
        "one_citizen": {name: asdict(summary) for name, summary in one.items()},
        "at_once": {name: asdict(summary) for name, summary in crowd.items()},
        "overhead": overhead(result),
        "kinds": {
            name: {kind: asdict(summarise(_of_kind(measured, kind))) for kind in KINDS}
            for name, measured in zip(NAMES, result.one, strict=False)
        },
        "parts": {name: asdict(summarise(samples)) for name, samples in result.parts.items()},
        "cases": {against.name: _against(against) for against in result.cases},
        "vectors": {against.name: _against(against) for against in result.vectors},
        "usage": {name: asdict(usage) for name, usage in result.usage.items()},
        "cpu_seconds_per_reply": result.cpu_per_reply,
        "unanswered": result.unanswered,
        "unfinished": result.unfinished,
    }


def overhead(result: Result) -> dict[str, Any]:
    """How many times as long as the acting bot ours takes with one citizen; p95 also by round and beside the bare bot.

    Only the acting bot's has a target.
    """
    if len(result.one) < len(NAMES):
        none: dict[str, Any] = {"p50": None, "p95": None, "p95_of_rounds": []}
        return {**none, "of_bare": dict(none), "target": TARGET, "is_met": None}
    told = _times(result, ACTING)
    is_met = None if told["p95"] is None else told["p95"] <= TARGET
    return {**told, "of_bare": _times(result, UTTERING), "target": TARGET, "is_met": is_met}


def _times(result: Result, place: int) -> dict[str, Any]:
    ours, theirs = result.one[0], result.one[place]
    return {
        "p50": ratio(ours.summary.p50, theirs.summary.p50), "p95": ratio(ours.summary.p95, theirs.summary.p95),
        "p95_of_rounds": ratios_of_rounds(ours, theirs),
    }  # fmt: skip


def failures(result: Result) -> int:
    """Messages that got no reply, or only the sentence that there is none, everywhere in the run."""
    measured = [one.summary.failed for one in (*result.one, *result.crowd)]
    alone = [summarise(samples).failed for samples in result.parts.values()]
    beside = [one.summary.failed + one.baseline_summary.failed for one in (*result.cases, *result.vectors)]
    return sum(measured) + sum(alone) + sum(beside) + (result.unanswered or 0)


def write(result: Result, folder: Path) -> Path:
    """Write bench.md and bench.json into ``folder``; returns the first."""
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "bench.md"
    report.write_text(markdown(result), encoding="utf-8")
    text = json.dumps(numbers(result), ensure_ascii=False, indent=2)
    (folder / "bench.json").write_text(text + "\n", encoding="utf-8")
    return report


def _tables(result: Result) -> list[Table]:
    made = [_replies(result)] if result.one or result.crowd else []
    made += [_kinds(result)] if result.one else []
    made += [_parts(result)] if result.parts else []
    made += [_beside("Cases: citizens and mediators", result.cases, CASES_ABOUT)] if result.cases else []
    made += [_beside("Nearest vectors", result.vectors, VECTORS_ABOUT)] if result.vectors else []
    made += [_memory(result)] if result.usage else []
    return made + ([_start(result)] if result.start else [])


def _replies(result: Result) -> Table:
    rows = []
    for title, measured in (("one citizen", result.one), ("twenty at once", result.crowd)):
        for name, summary in _summaries(measured).items():
            rate = "-" if summary.rate is None else f"{summary.rate:.1f}"
            rows.append((f"{name}, {title}", *_latency(summary), rate, str(summary.notices), str(summary.failed)))
    columns = ("", "replies", "p50", "p95", "slowest", "replies/s", "rule first", "failed")
    note = '"Rule first": danger that the gateway\'s own rule answered before Rasa did, which it does after a second.'
    return Table("A reply, end to end", columns, rows, f"{_verdict(result)}\n\n{note}")


def _verdict(result: Result) -> str:
    told = overhead(result)
    if told["p95"] is None:
        return "The overhead could not be measured."
    rounds = " to ".join(f"{value:.2f}" for value in sorted({min(told["p95_of_rounds"]), max(told["p95_of_rounds"])}))
    verdict = "met" if told["is_met"] else "missed"
    return (
        f"**Overhead for one citizen: p95 {told['p95']:.2f} times the acting bot's** (by round {rounds}; target at most"
        f" {TARGET}: {verdict}), p50 {told['p50']:.2f} times. Of the bare bot's: p95 {told['of_bare']['p95']:.2f}"
        f" times, p50 {told['of_bare']['p50']:.2f} times."
    )


def _kinds(result: Result) -> Table:
    rows = []
    for kind in KINDS:
        ours, *theirs = (summarise(_of_kind(measured, kind)) for measured in result.one)
        beside = [cell for one in theirs for cell in (_ms(one.p95), _of(ratio(ours.p95, one.p95)))]
        rows.append((kind, *_latency(ours)[:3], *beside))
    asked = [sample for kind in (QUESTION_ZH, QUESTION_EN) for sample in _of_kind(result.one[0], kind)]
    note = f"{sum(sample.has_card for sample in asked)} of {len(asked)} guidance questions were answered with a card."
    columns = ("", "replies", "p50", "p95", "bare p95", "ratio", "acting p95", "ratio")
    return Table("By kind of message, one citizen", columns, rows, note)


def _of(times: float | None) -> str:
    return "-" if times is None else f"{times:.2f}"


def _parts(result: Result) -> Table:
    rows = [(name, *_latency(summarise(samples))[:3]) for name, samples in result.parts.items()]
    return Table("Where the time goes: a guidance question", ("", "asked", "p50", "p95"), rows)


def _beside(title: str, measured: Sequence[Against], about: str) -> Table:
    rows = []
    for one in measured:
        ours, theirs = one.summary, one.baseline_summary
        times = "-" if one.times is None else f"{one.times:.1f}"
        kept = {True: "met", False: "missed", None: "-"}[one.is_met]
        target = "-" if one.target is None else _ms(one.target)
        rows.append((one.name, *_latency(ours)[:3], target, kept, one.baseline, _ms(theirs.p95), times))
    columns = ("", "times", "p50", "p95", "target", "", "baseline", "its p95", "ratio")
    return Table(title, columns, rows, about)


def _against(one: Against) -> dict[str, Any]:
    told = {"ours": asdict(one.summary), "baseline": one.baseline, "of_baseline": asdict(one.baseline_summary)}
    return told | {"ratio": one.times, "target": one.target, "is_met": one.is_met}


def _memory(result: Result) -> Table:
    rows = []
    for name, usage in result.usage.items():
        cpu = result.cpu_per_reply.get(name)
        rows.append((name, _mb(usage.rss), _mb(usage.pss), "-" if cpu is None else f"{cpu * 1000:.0f}"))
    return Table(
        "Memory after the run, and processor", ("", "RSS MB", "PSS MB", "CPU ms/reply"), rows,
        "PSS shares out what several processes map together. CPU: with one citizen, from counts in whole seconds.",
    )  # fmt: skip


def _start(result: Result) -> Table:
    rows = [(name, f"{seconds:.0f}") for name, seconds in result.start.items()]
    note = "Everything trained and built before; the bots were started after Jiefen was well."
    return Table("From start to healthy", ("", "seconds"), rows, note)


def _machine(result: Result) -> str:
    told = result.machine
    return (
        f"{told['cores']} cores, {told['memory_gb']} GB of memory, {told['system']}; "
        f"load of other work before it: {told['load_before']}"
    )


def _summaries(measured: Sequence[Measured]) -> dict[str, Summary]:
    return {name: one.summary for name, one in zip(NAMES, measured, strict=False)}


def _of_kind(measured: Measured, kind: str) -> list[Sample]:
    return [sample for sample in measured.samples if sample.kind == kind]


def _latency(summary: Summary) -> tuple[str, str, str, str]:
    replies = summary.answered + summary.notices
    return str(replies), _ms(summary.p50), _ms(summary.p95), _ms(summary.slowest)


def _ms(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return f"{seconds * 1000:.1f}" if seconds < 0.01 else f"{seconds * 1000:.0f}"


def _mb(size: int | None) -> str:
    return "-" if size is None else f"{size / 1e6:.0f}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "| " + " | ".join([first, *others]) + " |"

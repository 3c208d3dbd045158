"""The report says what was measured: ratio, verdict, what is missing; and nothing about whose machine it was."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import processes, report
from benchmarks.figures import Sample
from benchmarks.load import Measured
from benchmarks.messages import KINDS
from benchmarks.processes import Usage
from benchmarks.run import Result


def measured(seconds: float) -> Measured:
    samples = [Sample(kind, seconds, "answered", has_card=True) for kind in KINDS]
    return Measured([samples, samples], seconds * 2 * len(KINDS))


def result(ours: float, theirs: float) -> Result:
    whole = Result(datetime(2026, 11, 24, tzinfo=UTC), processes.machine())
    whole.one, whole.crowd = [measured(ours), measured(theirs / 2), measured(theirs)], [measured(9 * ours)]
    whole.usage = {"rasa": Usage(900_000_000, None, 5.0)}
    whole.start, whole.cpu_per_reply, whole.unanswered = {"Jiefen": 20.4}, {"rasa": 0.05}, 0
    return whole


@pytest.mark.parametrize(("ours", "verdict"), [(0.13, "met"), (0.14, "missed")])
def test_the_overhead_and_whether_it_keeps_to_the_target(ours: float, verdict: str) -> None:
    whole = result(ours, 0.1)
    assert report.overhead(whole)["p95"] == pytest.approx(ours / 0.1)
    assert report.overhead(whole)["is_met"] is (verdict == "met")
    assert report.overhead(whole)["of_bare"]["p95"] == pytest.approx(ours / 0.05)
    assert f"Of the bare bot's: p95 {ours / 0.05:.2f} times" in report.markdown(whole)
    assert f"p95 {ours / 0.1:.2f} times the acting bot's** (by round {ours / 0.1:.2f}; target" in report.markdown(whole)
    assert f"{verdict})" in report.markdown(whole)


def test_without_the_bare_bots_there_is_no_overhead() -> None:
    whole = result(0.15, 0.1)
    whole.one, whole.unfinished = [], ["one citizen"]
    assert report.overhead(whole)["is_met"] is None
    assert "could not be measured" in report.markdown(whole)
    assert "Left out, for the time was over: one citizen." in report.markdown(whole)


def test_an_apology_is_a_failure() -> None:
    whole = result(0.15, 0.1)
    assert report.failures(whole) == 0
    whole.unanswered = 2
    whole.parts = {"search": [Sample("", 0.1, "failed")]}
    assert report.failures(whole) == 3
    assert "no answer: 2" in report.markdown(whole)


def test_tables_are_aligned() -> None:
    table = report.Table("Times", ("", "p50"), [("greeting", "7"), ("danger", "1234")])
    assert report.table_lines(table) == [
        "|          |  p50 |",
        "|----------|-----:|",
        "| greeting |    7 |",
        "| danger   | 1234 |",
    ]


def test_both_files_are_written_and_name_no_machine(tmp_path: Path) -> None:
    written = report.write(result(0.15, 0.1), tmp_path / "reports").read_text(encoding="utf-8")
    told = json.loads((tmp_path / "reports" / "bench.json").read_text(encoding="utf-8"))
    assert told["overhead"]["p95"] == pytest.approx(1.5)
    assert told["one_citizen"]["Jiefen"]["p95"] == pytest.approx(0.15)
    assert "Measured on 2026-11-24" in written
    assert f"| {platform.node()} " not in written and str(Path.home()) not in written + json.dumps(told)

"""Relaying and the queue are measured on the real gateway's parts, with nothing of what really runs touched."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import queue_page, relay, report
from benchmarks.against import Against
from benchmarks.figures import Sample
from benchmarks.load import Deadline
from benchmarks.office import Lost, office_open, settings_of
from benchmarks.run import Result


def samples(*seconds: float) -> list[Sample]:
    return [Sample("", one, "answered") for one in seconds]


async def test_a_message_goes_there_and_back(tmp_path: Path) -> None:
    async with office_open(tmp_path, talks=3, desks=2) as talks:
        taken = await relay.one_after_another(talks[0].round_trip, 3, 0.0)
        together = await relay.all_open([talk.round_trip for talk in talks], every=0.3, seconds=0.6)
        feed = talks[0].parts.conversations.store.feed(talks[0].key)
    assert [sample.outcome for sample in (*taken, *together)] == ["answered"] * 9
    assert feed is not None
    assert [message.state for message in feed.messages if message.author == "citizen"] == ["relayed"] * 5
    assert sum(message.author == "mediator" for message in feed.messages) == 6


async def test_the_baseline_keeps_what_it_hands_over(tmp_path: Path) -> None:
    with closing(relay.Rows(tmp_path / "rows.db")) as rows:
        assert (await relay.timed(rows.round_trip)).outcome == "answered"
        assert rows._get(1) and rows._get(2)


async def test_what_gets_lost_is_a_failure() -> None:
    async def lost() -> None:
        raise Lost

    assert (await relay.timed(lost)).outcome == "failed"


async def test_citizens_write_evenly_spread_and_do_not_wait_for_answers() -> None:
    begun: list[float] = []

    async def slow() -> None:
        begun.append(asyncio.get_running_loop().time())
        await asyncio.sleep(0.2)

    began = asyncio.get_running_loop().time()
    await relay.all_open([slow] * 4, every=0.2, seconds=0.4)
    assert [round((at - began) / 0.05) for at in begun] == list(range(8))


async def test_the_page_must_show_the_whole_queue_to_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MANY", 60), ("FEW", 5), ("TIMES", 2)):
        monkeypatch.setattr(queue_page, name, value)
    (measured,) = await queue_page.measure(tmp_path, Deadline(time.monotonic() + 60))
    assert measured.name == "the desk's queue with 60 cases in it"
    outcomes = [sample.outcome for sample in (*measured.samples, *measured.baseline_samples)]
    assert outcomes == ["answered"] * 4


def test_nothing_that_really_runs_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEFEN_DATABASE_URL", "postgresql://real/cases")
    monkeypatch.setenv("JIEFEN_TELEGRAM_TOKEN", "1:real")
    settings = settings_of(tmp_path)
    assert settings.database_url is None and settings.telegram_token is None
    assert settings.var == tmp_path


@pytest.mark.parametrize(("p95", "verdict"), [(0.2, "met"), (0.3, "missed")])
def test_the_report_names_baseline_ratio_and_verdict(p95: float, verdict: str) -> None:
    whole = Result(datetime(2026, 11, 25, tzinfo=UTC), {"cores": 2, "memory_gb": 1, "system": "x", "load_before": 0.0})
    whole.cases = [Against("a message there and back", samples(p95), "two rows", samples(0.01), 0.25)]
    text = report.markdown(whole)
    (row,) = [line for line in text.splitlines() if line.startswith("| a message there and back")]
    assert [cell.strip() for cell in row.split("|")[2:-1]] == [
        "1", f"{p95 * 1000:.0f}", f"{p95 * 1000:.0f}", "250", verdict, "two rows", "10", f"{p95 / 0.01:.1f}",
    ]  # fmt: skip
    assert report.numbers(whole)["cases"]["a message there and back"]["is_met"] is (verdict == "met")
    assert report.failures(whole) == 0
    whole.cases = [Against("a", [Sample("", 1.0, "failed")], "b", samples(1.0))]
    assert report.failures(whole) == 1

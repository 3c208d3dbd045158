"""Which process counts as which, and how `ps` writes time."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.processes import GUARDS, cpu_seconds, usage_read

LISTING = """
  10 10  2000 0:00.10
  11 10 90000 00:01:05
  12 10 10000 00:00:05
  20 20  3000 00:00:01
  99 99 77777 1-00:00:00
""".strip()


def test_a_service_is_its_group_without_the_guard(tmp_path: Path) -> None:
    for pid, kibibytes in (("11", 80000), ("12", 5000)):
        (tmp_path / pid).mkdir()
        rollup = f"0-1 ---p [rollup]\nRss: 1 kB\nPss: {kibibytes} kB\nPss_Dirty: 7 kB\n"
        (tmp_path / pid / "smaps_rollup").write_text(rollup)
    found = usage_read(LISTING, {10: "rasa", 20: "bot"}, tmp_path)
    assert set(found) == {"rasa", GUARDS}, "strangers are not counted, and the bot has no process but its guard"
    assert (found["rasa"].rss, found["rasa"].pss, found["rasa"].cpu) == (100000 * 1024, 85000 * 1024, 70)
    assert (found[GUARDS].rss, found[GUARDS].pss) == (5000 * 1024, None)


@pytest.mark.parametrize(
    ("spent", "seconds"), [("00:00:07", 7), ("1-02:03:04", 93784), ("3:04.56", 184.56), ("123:00.00", 7380)]
)
def test_cpu_times_of_linux_and_macos(spent: str, seconds: float) -> None:
    assert cpu_seconds(spent) == pytest.approx(seconds)


def test_another_time_is_refused() -> None:
    with pytest.raises(ValueError, match="7s"):
        cpu_seconds("7s")

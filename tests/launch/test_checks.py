"""Every check runs, a failing or endless one is told, and what is missing is said."""

from __future__ import annotations

import dataclasses
import io
import sys
from pathlib import Path

import pytest

from launch import checks, chromium, postgresql
from launch.checks import Check
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings


def check(name: str, script: str, limit: float = 60) -> Check:
    return Check(name, (sys.executable, "-c", script), limit)


def test_all_well(settings: Settings, console: Console, screen: io.StringIO) -> None:
    assert checks.run_all([check("one", "print('3 passed')")], settings, console)
    assert "3 passed" in screen.getvalue() and "one: ok" in screen.getvalue()


def test_a_failure_is_told_and_the_rest_still_runs(settings: Settings, console: Console, screen: io.StringIO) -> None:
    both = [check("one", "raise SystemExit(4)"), check("two", "print('second')")]
    assert not checks.run_all(both, settings, console)
    assert "one: FAILED (code 4)\ntwo: ok" in screen.getvalue()


def test_an_endless_check_is_ended(settings: Settings, console: Console, screen: io.StringIO) -> None:
    assert not checks.run_all([check("one", "import signal; signal.pause()", limit=0.1)], settings, console)
    assert "took longer" in screen.getvalue()


def test_nothing_to_check_is_a_failure(settings: Settings, console: Console, screen: io.StringIO) -> None:
    needy = dataclasses.replace(check("stories", "print('all 0 are right')"), needs="stories/*.yml")
    assert not checks.run_all([needy], settings, console)
    assert "stories: FAILED, there is no stories/*.yml" in screen.getvalue()
    (settings.root / "stories").mkdir()
    (settings.root / "stories" / "one.yml").touch()
    assert checks.run_all([needy], settings, console)


def test_redrawn_progress_bars_are_left_out(settings: Settings, console: Console, screen: io.StringIO) -> None:
    script = "print('bar:  50%|##  | 1/2 [00:00<00:00, 3.1it/s, x=1]\\rbar: 0it [00:00, ?it/s]\\rdone')"
    assert checks.run_all([check("bars", script)], settings, console)
    assert "done" in screen.getvalue() and "it/s" not in screen.getvalue()


def test_the_quick_part_and_the_slow_part_leave_no_test_out(settings: Settings, tmp_path: Path) -> None:
    every = checks.tests(settings, tmp_path / "model", tmp_path / "chromium", tmp_path / "postgres")
    quick, slow = (each.command for each in every if "pytest" in each.name)
    assert quick[:-1] == slow[:-1] and quick[-2] == "-m"
    assert quick[-1] == f"not ({slow[-1]})"


def test_chromium_of_the_machine_is_used(settings: Settings, console: Console, tmp_path: Path) -> None:
    browser = tmp_path / "bin" / "google-chrome"
    browser.parent.mkdir()
    browser.touch(0o755)
    changed = dataclasses.replace(settings, environ={"PATH": str(browser.parent)})
    assert chromium.require(changed, console) == browser


def test_without_chromium_and_without_apt_it_says_what_to_install(settings: Settings, console: Console) -> None:
    bare = dataclasses.replace(settings, environ={"PATH": "/nonexistent"})
    with pytest.raises(LaunchError, match="apt-get install chromium fonts-noto-cjk"):
        chromium.require(bare, console, user=lambda: 1000)


def test_the_latest_postgresql_of_the_machine_is_used(settings: Settings, tmp_path: Path) -> None:
    for version in ("9.6", "15", "14"):
        folder = tmp_path / "postgresql" / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            (folder / name).touch(0o755)
    (tmp_path / "postgresql" / "15" / "bin" / "initdb").unlink()
    places = (str(tmp_path / "postgresql" / "*" / "bin"),)
    assert postgresql.find({"PATH": "/nonexistent"}, places) == tmp_path / "postgresql" / "14" / "bin"


def test_without_postgresql_and_without_apt_it_says_what_to_install(settings: Settings, console: Console) -> None:
    bare = dataclasses.replace(settings, environ={"PATH": "/nonexistent"})
    with pytest.raises(LaunchError, match="apt-get install postgresql"):
        postgresql.require(bare, console, user=lambda: 1000, places=())

"""A working Python is found wherever it is, and a broken one is passed over."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from launch import pythons
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings


def fake(path: Path, prints: str = "", code: int = 0) -> Path:
    """A program that answers every question like a Python would, or fails like a pyenv shim."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {prints}\nexit {code}\n")
    path.chmod(0o755)
    return path


def environ(tmp_path: Path, *folders: str, **more: str) -> dict[str, str]:
    path = ":".join([*(str(tmp_path / folder) for folder in folders), "/bin"])
    return {"PATH": path, "HOME": str(tmp_path / "home"), **more}


def test_found_on_path_under_its_own_name(tmp_path: Path) -> None:
    wanted = fake(tmp_path / "b" / "python3.10", "3.10")
    fake(tmp_path / "a" / "python3", "3.12")
    assert pythons.find("3.10", environ(tmp_path, "a", "b")) == wanted


def test_found_as_plain_python3_of_the_right_version(tmp_path: Path) -> None:
    fake(tmp_path / "a" / "python3", "3.12")
    wanted = fake(tmp_path / "b" / "python3", "3.10")
    assert pythons.find("3.10", environ(tmp_path, "a", "b")) == wanted


def test_a_failing_shim_does_not_hide_the_real_one(tmp_path: Path) -> None:
    fake(tmp_path / "shims" / "python3.10", "pyenv: python3.10: command not found", code=127)
    fake(tmp_path / "home/.pyenv/versions/3.10.9/bin/python", "3.10")
    newest = fake(tmp_path / "home/.pyenv/versions/3.10.13/bin/python", "3.10")
    assert pythons.find("3.10", environ(tmp_path, "shims")) == newest


def test_pyenv_root_comes_before_the_home_folder(tmp_path: Path) -> None:
    fake(tmp_path / "home/.pyenv/versions/3.10.13/bin/python", "3.10")
    wanted = fake(tmp_path / "opt/versions/3.10.1/bin/python", "3.10")
    assert pythons.find("3.10", environ(tmp_path, PYENV_ROOT=str(tmp_path / "opt"))) == wanted


def test_one_that_lacks_venv_is_passed_over(tmp_path: Path) -> None:
    fake(tmp_path / "a" / "python3.10", "No module named ensurepip", code=1)
    wanted = fake(tmp_path / "b" / "python3.10", "3.10")
    assert pythons.find("3.10", environ(tmp_path, "a", "b")) == wanted


def test_uv_downloads_it_when_the_machine_has_none(settings: Settings, console: Console, tmp_path: Path) -> None:
    fresh = fake(tmp_path / "uv" / "3.10" / "python-from-uv", "3.10")
    uv = tmp_path / "a" / "uv"
    uv.parent.mkdir()
    uv.write_text(f'#!/bin/sh\n[ "$2" = find ] && echo {fresh}\nexit 0\n')
    uv.chmod(0o755)
    changed = dataclasses.replace(settings, environ=environ(tmp_path, "a"))
    assert pythons.require("3.10", changed, console) == fresh


def test_uv_without_network_ends_in_advice(settings: Settings, console: Console, tmp_path: Path) -> None:
    fake(tmp_path / "a" / "uv", "error: could not download", code=2)
    changed = dataclasses.replace(settings, environ=environ(tmp_path, "a"))
    with pytest.raises(LaunchError) as failure:
        pythons.require("3.10", changed, console)
    assert "apt-get install python3.10 python3.10-venv" in str(failure.value)
    assert "uv.log" in str(failure.value)
    assert "could not download" in (settings.logs / "uv.log").read_text()

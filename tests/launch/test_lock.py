"""Two commands that would spoil each other's work do not run at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.errors import LaunchError
from launch.lock import only_one
from tests.launch.witness import LIMIT

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import pathlib, sys
from launch.lock import only_one
with only_one(pathlib.Path(sys.argv[1]), "holding"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock until it is killed."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "run.lock")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_the_second_is_told_who_the_first_is(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    told = rf"Another command is running the assistant \(process {holder.pid}\)"
    with pytest.raises(LaunchError, match=told), only_one(tmp_path / "run.lock", "running the assistant"):
        pytest.fail("two hold the lock")


def test_a_killed_holder_holds_no_more(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    holder.kill()
    holder.wait(LIMIT)
    with only_one(tmp_path / "run.lock", "running the assistant"):
        assert (tmp_path / "run.lock").read_text() == str(os.getpid())

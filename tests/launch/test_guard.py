"""What was started through the guard is logged, and nothing of it outlives whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from launch import guarded
from launch.guard import RotatedLog
from tests.launch.witness import LIMIT, Witness


def start(command: tuple[str, ...], folder: Path, grace: float = LIMIT) -> subprocess.Popen[bytes]:
    return guarded.start(command, folder / "log" / "it.log", os.environ, folder, grace=grace)


def end(process: subprocess.Popen[bytes], grace: float = LIMIT) -> None:
    guarded.ask_to_end(process)
    guarded.wait_until_ended(process, grace)


def test_output_and_exit_code_are_kept(tmp_path: Path) -> None:
    script = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    process = start((sys.executable, "-c", script), tmp_path)
    assert process.wait(LIMIT) == 3
    assert sorted((tmp_path / "log" / "it.log").read_text().split()) == ["err", "out"]
    end(process)


def test_a_signal_is_told_as_128_and_its_number(tmp_path: Path) -> None:
    process = start((sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"), tmp_path)
    assert process.wait(LIMIT) == 128 + signal.SIGKILL
    end(process)


def test_a_command_that_cannot_start_says_why(tmp_path: Path) -> None:
    process = start(("/no/such/program",), tmp_path)
    assert process.wait(LIMIT) == 127
    assert "/no/such/program" in (tmp_path / "log" / "it.log").read_text()
    end(process)


def test_the_end_reaches_grandchildren(tmp_path: Path, witness: Witness) -> None:
    process = start(witness.command("rasa", "parent"), tmp_path)
    lines = witness.arrivals(2)
    assert set(lines) == {"rasa", "rasa-child"}
    end(process)
    for line in lines.values():
        line.wait_until_gone()


def test_who_ignores_the_request_is_killed(tmp_path: Path, witness: Witness) -> None:
    process = start(witness.command("rasa", "stubborn"), tmp_path, grace=0.1)
    line = witness.arrival()
    end(process)
    line.wait_until_gone()


def test_a_killed_guard_leaves_nothing_once_it_is_noticed(tmp_path: Path, witness: Witness) -> None:
    process = start(witness.command("rasa"), tmp_path)
    line = witness.arrival()
    process.kill()
    process.wait(LIMIT)
    guarded.ask_to_end(process)
    guarded.kill_rest(process)
    line.wait_until_gone()


def test_the_guard_refuses_to_share_a_process_group() -> None:
    alone = subprocess.run(
        [sys.executable, str(guarded.GUARD), "--log", "/dev/null", "--", "true"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert alone.returncode == 2
    assert "process group" in alone.stderr


def test_logs_rotate_by_size_and_the_oldest_goes(tmp_path: Path) -> None:
    log = RotatedLog(tmp_path / "it.log", limit=10, keep=2)
    for number in range(5):
        log.write(b"line %d\n" % number)
    log.close()
    kept = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert kept == {"it.log": "line 4\n", "it.log.1": "line 3\n", "it.log.2": "line 2\n"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_log_that_cannot_be_written_stops_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    log = RotatedLog(Path("/dev/full"), limit=100, keep=1)
    log.write(b"one\n")
    log.write(b"two\n")
    log.close()
    assert capsys.readouterr().err.count("cannot write") == 1

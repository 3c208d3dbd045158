"""Start a command under the guard, so that neither Ctrl-C nor `kill -9` leaves anything of it behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

GUARD = Path(__file__).with_name("guard.py")
GRACE = 10.0  # seconds a process has to end by itself
AFTER_GRACE = 5.0  # seconds until a killed group must be gone


def start(
    command: Sequence[str],
    log: Path,
    environ: Mapping[str, str],
    folder: Path,
    grace: float = GRACE,
    copy: bool = False,
) -> subprocess.Popen[bytes]:
    """Start `command` in `folder`; its output goes to `log`, and with `copy` to the returned process's stdout.

    Raises nothing when the command cannot be started: the guard then ends with code 127 and the log says why.
    """
    guard = [sys.executable, "-I", str(GUARD), "--log", str(log), "--grace", str(grace)]
    return subprocess.Popen(
        [*guard, *(["--copy"] if copy else []), "--", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if copy else subprocess.DEVNULL,
        env=dict(environ),
        cwd=folder,
        start_new_session=True,
    )


def ask_to_end(process: subprocess.Popen[bytes]) -> None:
    """Begin the end: the guard asks the group to end and kills it after its grace."""
    assert process.stdin is not None
    process.stdin.close()


def wait_until_ended(process: subprocess.Popen[bytes], grace: float = GRACE) -> None:
    """Return when nothing of the group is left."""
    try:
        process.wait(grace + AFTER_GRACE)
    except subprocess.TimeoutExpired:
        kill_rest(process)
        process.wait()
    kill_rest(process)


def kill_rest(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever of the group outlived its guard."""
    # Nothing may be left, and macOS says 'not permitted' of a group that holds only zombies.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)

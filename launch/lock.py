"""One `make` at a time for what two of them would spoil."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch.errors import LaunchError


@contextmanager
def only_one(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock file `path` for the length of the block; the system frees it even when we are killed.

    Raises LaunchError when another process holds it; `doing` ends the sentence "Another command is …".
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            who = file.read().strip() or "unknown"
            raise LaunchError(
                f"Another command is {doing} (process {who}). Wait until it is done, or stop it with: kill {who}"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)

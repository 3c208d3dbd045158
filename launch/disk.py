"""Room on the disk, looked at before a step that needs much of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Callable

from launch.errors import LaunchError

GIGABYTE = 1_000_000_000


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def require(folder: Path, gigabytes: float, purpose: str, free: Callable[[Path], int] = _free) -> None:
    """Raise LaunchError unless the disk of `folder` (which exists) has `gigabytes` to spare."""
    have = free(folder) / GIGABYTE
    if have < gigabytes:
        raise LaunchError(
            f"Not enough room on the disk for {purpose}: {gigabytes:.1f} GB are needed under {folder} "
            f"and {have:.1f} GB are free. Make room and run the same command again."
        )

"""What the running processes take of the machine, told by `ps` and, on Linux, by /proc."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.stack import Stack

PROC = Path("/proc")
CPU_TIME = re.compile(r"(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+(?:\.\d+)?)")  # [[days-]hours:]minutes:seconds
GUARDS = "guards"


@dataclass(frozen=True)
class Usage:
    """Memory in bytes: ``rss`` counts shared pages in full, ``pss`` its share of them (None: not told here).

    ``cpu`` in seconds since the process began, to the second on Linux.
    """

    rss: int
    pss: int | None
    cpu: float


def usage(stack: Stack) -> dict[str, Usage]:
    """Each service of ``stack`` with all processes of its group, and its guards together as ``guards``."""
    leaders = {kept.process.pid: kept.service.name for kept in stack.supervisor.kept if kept.process is not None}
    listing = subprocess.run(["ps", "-axo", "pid=,pgid=,rss=,time="], capture_output=True, text=True, check=True)
    return usage_read(listing.stdout, leaders)


def usage_read(listing: str, leaders: Mapping[int, str], proc: Path = PROC) -> dict[str, Usage]:
    """The usage told by `ps` lines of pid, process group, kibibytes of RSS and CPU time.

    Every service's guard leads a process group of its own: ``leaders`` are their process ids and services.
    """
    found: dict[str, Usage] = {}
    for line in listing.splitlines():
        pid, group, kibibytes, spent = line.split()
        if int(group) in leaders:
            name = GUARDS if pid == group else leaders[int(group)]
            one = Usage(int(kibibytes) * 1024, _pss(proc / pid / "smaps_rollup"), cpu_seconds(spent))
            found[name] = _sum(found[name], one) if name in found else one
    return found


def cpu_seconds(spent: str) -> float:
    """The seconds in `ps`'s CPU time, such as ``1-02:03:04``, ``02:03:04`` or ``3:04.56``. Raises ValueError."""
    match = CPU_TIME.fullmatch(spent)
    if match is None:
        raise ValueError(f"{spent!r} is no CPU time")
    days, hours, minutes, seconds = match.groups(default="0")
    return ((int(days) * 24 + int(hours)) * 60 + int(minutes)) * 60 + float(seconds)


def machine() -> dict[str, str | int | float]:
    """What the figures depend on, and nothing that names the machine or its owner."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count() or 0,
        "memory_gb": round(memory / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2),
    }


def _pss(rollup: Path) -> int | None:
    try:
        lines = rollup.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), None)


def _sum(one: Usage, other: Usage) -> Usage:
    pss = None if one.pss is None or other.pss is None else one.pss + other.pss
    return Usage(one.rss + other.rss, pss, one.cpu + other.cpu)

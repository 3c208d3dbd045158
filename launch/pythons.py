"""Find a Python of a given version that can make environments, or get one, or say what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import List, Optional, Tuple

from launch import command
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings

# What an environment needs of its Python; Debian's lacks ensurepip until python3-venv is installed.
PROBE = "import sys, ssl, sqlite3, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
PROBE_LIMIT = 20  # seconds
UV_LIMIT = 600  # seconds for uv to download one Python
FOLDERS_OF_MACOS = ("/opt/homebrew/bin", "/usr/local/bin")
FRAMEWORK_OF_MACOS = "/Library/Frameworks/Python.framework/Versions/{version}/bin"


def find(version: str, environ: Mapping[str, str]) -> Optional[Path]:
    """The first working Python of `version` ("3.10"), or None."""
    tried = set()
    for candidate in candidates(version, environ):
        if candidate not in tried and probe(candidate, environ) == version:
            return candidate
        tried.add(candidate)
    return None


def candidates(version: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Files that may be a Python of `version`: PATH first, then the folders of pyenv, macOS and uv."""
    folders = [Path(folder) for folder in environ.get("PATH", "").split(os.pathsep) if folder]
    home = Path(environ.get("HOME") or "/nonexistent")
    folders += _pyenv(version, environ, home)
    folders += [Path(FRAMEWORK_OF_MACOS.format(version=version)), *map(Path, FOLDERS_OF_MACOS)]
    folders += _newest_first(home / ".local/share/uv/python", f"cpython-{version}.*/bin")
    for name in (f"python{version}", "python3", "python"):
        for folder in folders:
            # Every file of that name, not only the first: a pyenv shim fails for versions it does not select.
            if os.access(folder / name, os.X_OK):
                yield folder / name


def probe(python: Path, environ: Mapping[str, str]) -> Optional[str]:
    """The version of `python` ("3.11"), or None when it does not run or lacks what an environment needs."""
    question = [str(python), "-I", "-c", PROBE]
    try:
        found = subprocess.run(
            question, capture_output=True, text=True, timeout=PROBE_LIMIT, env=dict(environ), check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found.stdout.strip() if found.returncode == 0 else None


def require(version: str, settings: Settings, console: Console) -> Path:
    """A working Python of `version`, downloaded by uv when the machine has none.

    Raises LaunchError that says what to install.
    """
    found = find(version, settings.environ) or _from_uv(version, settings, console)
    if found is None:
        raise LaunchError(_advice(version), settings.logs / "uv.log" if (settings.logs / "uv.log").exists() else None)
    return found


def _pyenv(version: str, environ: Mapping[str, str], home: Path) -> List[Path]:
    roots = [Path(environ["PYENV_ROOT"])] if environ.get("PYENV_ROOT") else []
    return [
        folder
        for root in [*roots, home / ".pyenv"]
        for pattern in (f"{version}.*/bin", f"{version}/bin")
        for folder in _newest_first(root / "versions", pattern)
    ]


def _newest_first(folder: Path, pattern: str) -> List[Path]:
    return sorted(folder.glob(pattern), key=lambda path: (_patch(path), str(path)), reverse=True)


def _patch(path: Path) -> Tuple[int, ...]:
    return tuple(int(part) for part in path.parent.name.replace("-", ".").split(".") if part.isdigit())


def _from_uv(version: str, settings: Settings, console: Console) -> Optional[Path]:
    log = settings.logs / "uv.log"
    console.step(f"Python {version} is not on this machine; trying to get it with uv")
    uv = shutil.which("uv", path=settings.environ.get("PATH")) or _install_uv(settings, console)
    if uv is None:
        return None

    def on_line(line: Optional[str]) -> None:
        console.progress(line or "downloading")

    install = [str(uv), "python", "install", version]
    if command.run(install, log, settings.environ, settings.root, on_line, UV_LIMIT) != 0:
        return None
    places: List[str] = []
    where = [str(uv), "python", "find", "--no-project", version]
    command.run(where, log, settings.environ, settings.root, lambda line: places.append(line or ""), PROBE_LIMIT)
    found = next((Path(place.strip()) for place in reversed(places) if place.strip()), None)
    return found if found and probe(found, settings.environ) == version else None


def _install_uv(settings: Settings, console: Console) -> Optional[Path]:
    maker = find("3.11", settings.environ) or find("3.12", settings.environ) or find("3.10", settings.environ)
    if maker is None:
        return None
    home = settings.root / "var" / "uv"
    for step in (
        [str(maker), "-m", "venv", str(home)],
        [str(home / "bin" / "python"), "-m", "pip", "install", "uv"],
    ):
        log = settings.logs / "uv.log"
        if command.run(step, log, settings.environ, settings.root, lambda _: console.progress("installing uv")) != 0:
            return None
    return home / "bin" / "uv"


def _advice(version: str) -> str:
    return (
        f"Python {version} (with its venv module) was not found and could not be downloaded. "
        "Install it in one of these ways and run the same command again:\n"
        f"  Debian, Ubuntu  apt-get install python{version} python{version}-venv   (where the release has it)\n"
        f"  macOS           brew install python@{version}\n"
        f"  anywhere        pyenv install {version}   or   pip install uv && uv python install {version}"
    )

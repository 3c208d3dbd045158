"""The yardstick: a Rasa bot with one static reply, trained by the same Rasa and kept for the next run."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from launch import command
from launch.console import Console
from launch.errors import LaunchError
from launch.fingerprint import files_matching, fingerprint
from launch.services import ONE_THREAD, Service, rasa_environ
from launch.settings import Settings, settings_for_trial
from launch.stack import Stack

SOURCE = Path(__file__).with_name("bare_bot")
LIMIT = 300.0  # seconds; training takes about twenty


def stack(settings: Settings, folder: Path, console: Console) -> Stack:
    """The bare bot on a free port, not started; trained first where the model in ``folder`` does not fit.

    Raises LaunchError.
    """
    python = settings.rasa_python
    project = folder / "project"
    trial = replace(settings_for_trial(settings, folder / "var"), root=project)
    model = folder / f"bare-{_fingerprint(settings)}.tar.gz"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(SOURCE, project)
    if not model.exists():
        _train(python, model, trial, console)
    return Stack(trial, model, console, [_service(python, model, trial)])


def _fingerprint(settings: Settings) -> str:
    rasa = fingerprint(settings.root, files_matching(settings.root, ["requirements/rasa.*"]))
    return fingerprint(SOURCE, files_matching(SOURCE, ["*.yml"]), rasa)


def _train(python: Path, model: Path, trial: Settings, console: Console) -> None:
    console.step("Training the bare bot")
    fresh = trial.root / "models"
    name = model.name.removesuffix(".tar.gz")
    train = [
        str(python), "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml",
        "--data", "nlu.yml", "rules.yml", "--out", str(fresh), "--fixed-model-name", name,
    ]  # fmt: skip
    log = trial.logs / "train.log"
    code = command.run(train, log, rasa_environ(trial), trial.root, lambda _: console.progress("training"), LIMIT)
    trained = fresh / model.name
    if code != 0 or not trained.exists():
        raise LaunchError(f"Training the bare bot failed (code {code}).", log)
    for old in model.parent.glob("bare-*.tar.gz"):
        old.unlink()
    trained.replace(model)
    console.done("trained the bare bot")


def _service(python: Path, model: Path, trial: Settings) -> Service:
    run = (
        str(python), "-m", "rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(trial.rasa_port),
        "--model", str(model), "--credentials", "credentials.yml",
    )  # fmt: skip
    # Without an endpoints.yml in its folder Rasa keeps conversations in memory.
    health = f"http://127.0.0.1:{trial.rasa_port}/status"
    return Service("bare bot", run, {**rasa_environ(trial), **ONE_THREAD}, health, trial.logs / "bare.log")

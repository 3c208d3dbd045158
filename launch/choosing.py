"""Let a newly trained model answer citizens only when it is no worse than the one in service, or is accepted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import List, Optional

from launch import command, in_service
from launch.console import Console
from launch.errors import LaunchError
from launch.in_service import InService
from launch.settings import Settings

HELD_OUT = "tests/heldout/utterances.yml"
WORSE = 3  # exit code of evaluation.predecessor
LIMIT = 1800  # seconds; two models take about a minute each
ACCEPT = "make train ARGS=--accept"


def choose(model: Path, settings: Settings, console: Console, accept: bool = False) -> Path:
    """The model to run: `model`, that of the present inputs, or the one in service when `model` is set aside.

    Nothing is compared while no other model is in service. Raises LaunchError when the comparison fails.
    """
    record = in_service.read(settings.models)
    if record.model is None or model.name == record.model or accept:
        return _taken(model, record, settings)
    reason = record.set_aside.get(model.name) or _why_not(model, record.model, settings, console)
    if reason is None:
        return _taken(model, record, settings)
    record.set_aside[model.name] = reason
    in_service.write(settings.models, record)
    console.say(
        f"\nNOT IN SERVICE: the model of the present inputs, {model.name}. {reason}\n"
        f"  {record.model} goes on answering. Change the examples and train again, or take it all the same: {ACCEPT}\n"
    )
    return settings.models / record.model


def roll_back(settings: Settings, console: Console) -> None:
    """Put the model before into service, until the next training that is accepted. Raises LaunchError."""
    record = in_service.read(settings.models)
    if record.model is None or not record.before:
        raise LaunchError("There is no earlier model to go back to.")
    newer = record.model
    record.step_back(f"It was rolled back on {datetime.now().astimezone():%Y-%m-%d %H:%M}.")
    in_service.write(settings.models, record)
    console.say(
        f"In service: {record.model}. Set aside: {newer}; to take it again: {ACCEPT}\n"
        "A running assistant changes over within seconds."
    )


def instead_of(model: Path, settings: Settings) -> Optional[Path]:
    """The model to run from now on when `model` has been set aside since it was started, else None."""
    record = in_service.read(settings.models)
    return settings.models / record.model if record.model and model.name in record.set_aside else None


def _taken(model: Path, record: InService, settings: Settings) -> Path:
    if record.model != model.name:
        record.take(model.name)
        in_service.write(settings.models, record)
    return model


def _why_not(model: Path, before: str, settings: Settings, console: Console) -> Optional[str]:
    """Why the model may not replace the one before, in sentences; None when it may."""
    if not (settings.root / HELD_OUT).is_file():
        console.say(f"Not compared with {before}, for {HELD_OUT} is not here.")
        return None
    console.step(f"Comparing the new model with {before}")
    told: List[str] = []

    def on_line(line: Optional[str]) -> None:
        if line is not None:
            told.append(line.strip())
        console.progress("listening to the held-out utterances")

    names = [str(model), str(settings.models / before)]
    whole = [str(settings.app_python), "-m", "evaluation.predecessor", *names]
    log = settings.logs / "compare.log"
    code = command.run(whole, log, settings.environ, settings.root, on_line, LIMIT)
    if code not in (0, WORSE):
        said = told[-1] if told else "nothing"
        why = f"Comparing the models failed (code {code}). It said: {said}."
        raise LaunchError(f"{why} To go on without: {ACCEPT}", log)
    console.done("worse" if code == WORSE else "; ".join(told) or "no worse")
    return "It is worse on the held-out utterances:\n    " + "\n    ".join(told) if code == WORSE else None

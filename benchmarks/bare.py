"""The yardsticks: two bare Rasa bots, trained by the same Rasa and kept for the next run.

One only utters, with the least that Rasa needs to answer. The other is what Rasa makes of a project by default, answers
by a custom action on an action server, and keeps its conversations: what any assistant does that looks things up.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from launch import command
from launch.console import Console
from launch.errors import LaunchError
from launch.fingerprint import files_matching, fingerprint
from launch.services import ONE_THREAD, Service, rasa_environ
from launch.settings import Settings, settings_for_trial
from launch.stack import Stack

HERE = Path(__file__).parent
LIMIT = 300.0  # seconds; training takes about twenty


@dataclass(frozen=True)
class Bot:
    """A bare bot. ``source`` is its project; ``acts`` when it needs an action server and an endpoints.yml."""

    name: str
    source: Path
    acts: bool

    @property
    def prefix(self) -> str:
        """What the names of its models begin with."""
        return self.source.name.removesuffix("_bot")


UTTERING = Bot("bare bot", HERE / "bare_bot", acts=False)
ACTING = Bot("acting bot", HERE / "acting_bot", acts=True)


def stack(bot: Bot, settings: Settings, folder: Path, console: Console) -> Stack:
    """The bot on free ports, not started; trained first where the model in ``folder`` does not fit.

    Raises LaunchError.
    """
    python = settings.rasa_python
    project = folder / bot.source.name
    trial = replace(settings_for_trial(settings, folder / f"{bot.prefix}-var"), root=project)
    model = folder / f"{bot.prefix}-{_fingerprint(bot, settings)}.tar.gz"
    shutil.rmtree(trial.var, ignore_errors=True)
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(bot.source, project)
    if not model.exists():
        _train(bot, python, model, trial, console)
    return Stack(trial, model, console, _services(bot, python, model, trial))


def _fingerprint(bot: Bot, settings: Settings) -> str:
    rasa = fingerprint(settings.root, files_matching(settings.root, ["requirements/rasa.*"]))
    return fingerprint(bot.source, files_matching(bot.source, ["*.yml"]), rasa)


def _train(bot: Bot, python: Path, model: Path, trial: Settings, console: Console) -> None:
    console.step(f"Training the {bot.name}")
    fresh = trial.root / "models"
    name = model.name.removesuffix(".tar.gz")
    data = [path.name for path in (trial.root / f"{kind}.yml" for kind in ("nlu", "rules", "stories")) if path.exists()]
    train = [
        str(python), "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml",
        "--data", *data, "--out", str(fresh), "--fixed-model-name", name,
    ]  # fmt: skip
    log = trial.logs / "train.log"
    code = command.run(train, log, rasa_environ(trial), trial.root, lambda _: console.progress("training"), LIMIT)
    trained = fresh / model.name
    if code != 0 or not trained.exists():
        raise LaunchError(f"Training the {bot.name} failed (code {code}).", log)
    for old in model.parent.glob(f"{bot.prefix}-*.tar.gz"):
        old.unlink()
    trained.replace(model)
    console.done(f"trained the {bot.name}")


def _services(bot: Bot, python: Path, model: Path, trial: Settings) -> list[Service]:
    run = (
        str(python), "-m", "rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(trial.rasa_port),
        "--model", str(model), "--credentials", "credentials.yml",
    )  # fmt: skip
    # Without an endpoints.yml in its folder Rasa keeps conversations in memory.
    environ = {**rasa_environ(trial), **ONE_THREAD}
    health = f"http://127.0.0.1:{trial.rasa_port}/status"
    rasa = Service(bot.name, run, environ, health, trial.logs / f"{bot.prefix}.log")
    if not bot.acts:
        return [rasa]
    serve = str(python), "-m", "rasa_sdk", "--actions", "actions", "--port", str(trial.actions_port)
    health = f"http://127.0.0.1:{trial.actions_port}/health"
    return [rasa, Service(f"{bot.name}'s actions", serve, environ, health, trial.logs / f"{bot.prefix}-actions.log")]

"""The verbs of the Makefile: `python3 -m launch run`, and so on."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Callable, Dict, List, Optional

from launch import checks, choosing, chromium, command, knowledge, ports, postgresql
from launch.console import Console
from launch.environments import APP_ENVIRONMENT, APP_ENVIRONMENT_FOR_TESTS
from launch.environments import ensure as environment_ensure
from launch.errors import LaunchError
from launch.lock import only_one
from launch.model import model_path
from launch.settings import Settings, settings_load
from launch.setup import set_up, set_up_environments, set_up_service
from launch.stack import Stack

BUILT = (".venv", ".venv-rasa", ".rasa", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "var/uv")


def run(settings: Settings, console: Console, _: Sequence[str]) -> int:
    """Set up what is missing, start the assistant and keep it running until Ctrl-C."""
    with only_one(settings.var / "run.lock", "running the assistant"):
        ports.require_free(settings)  # before the long part, and again when it is needed
        model = set_up_service(settings, console)
        with Stack(settings, model, console) as stack:
            console.say(f"\nReady. Open {stack.url} in a browser. Stop with Ctrl-C. Logs: {settings.logs}\n")
            while stack.is_kept:
                threading.Event().wait(1)
                if earlier := choosing.instead_of(model, settings):
                    console.say(f"Going back to {earlier.name}.")
                    stack.change_model(model := earlier)
    raise LaunchError("The supervisor stopped unexpectedly.", settings.logs)


def train(settings: Settings, console: Console, arguments: Sequence[str]) -> int:
    """Train Rasa if what it learns from has changed, and say which model is in service; 1 when not the new one."""
    if arguments not in ([], ["--accept"]):
        raise LaunchError(f"make train knows only ARGS=--accept, not {' '.join(arguments)}.")
    chosen = set_up_service(settings, console, accept=bool(arguments))
    console.say(f"In service: {chosen}")
    return 0 if chosen == model_path(settings) else 1


def rollback(settings: Settings, console: Console, _: Sequence[str]) -> int:
    """Let the model before answer again."""
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        choosing.roll_back(settings, console)
    return 0


def test(settings: Settings, console: Console, _: Sequence[str]) -> int:
    """Set up what is missing, tests included, and check everything."""
    with only_one(settings.root / "var" / "test.lock", "testing"):
        browser = chromium.require(settings, console)
        postgres = postgresql.require(settings, console)
        model = set_up(settings, console, for_tests=True)
        everything = [*checks.lint(settings), *checks.tests(settings, model, browser, postgres)]
        return 0 if checks.run_all(everything, settings, console) else 1


def lint(settings: Settings, console: Console, _: Sequence[str]) -> int:
    """Only the checks that read the code."""
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        environment_ensure(APP_ENVIRONMENT_FOR_TESTS, settings, console)
    return 0 if checks.run_all(checks.lint(settings), settings, console) else 1


def evaluate(settings: Settings, console: Console, arguments: Sequence[str]) -> int:
    """Measure how well the assistant understands and finds."""
    set_up(settings, console)
    return _module("evaluation", settings, console, arguments)


def bench(settings: Settings, console: Console, arguments: Sequence[str]) -> int:
    """Measure how fast it is; the PostgreSQL with pgvector that this needs comes with what the tests need."""
    set_up(settings, console, for_tests=True)
    return _module("benchmarks", settings, console, arguments)


def check(settings: Settings, console: Console, arguments: Sequence[str]) -> int:
    """Tell what an edit of the data means, without training."""
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        set_up_environments(settings, console)
        if not (settings.models / "embedder").is_dir():
            knowledge.ensure(settings, console)  # else not: what was edited may be wrong, and the check says how
    return _module("maintenance", settings, console, arguments)


def review(settings: Settings, console: Console, arguments: Sequence[str]) -> int:
    """Check the guidance and its citations, or a draft, against the statutes."""
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        environment_ensure(APP_ENVIRONMENT, settings, console)
    # A draft may name people: what is said of it is shown and kept in no log.
    return _module("review", settings, console, arguments, log=Path(os.devnull))


def statutes(settings: Settings, console: Console, _: Sequence[str]) -> int:
    """Make the vectors of the articles that have none, so that the law can be searched by meaning at once."""
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        environment_ensure(APP_ENVIRONMENT, settings, console)
        knowledge.ensure(settings, console)
    return _module("actions.statutes", settings, console, ["index"])


def admin(settings: Settings, console: Console, arguments: Sequence[str]) -> int:
    """Add a member of staff to the mediators' desk: the first administrator above all."""
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        environment_ensure(APP_ENVIRONMENT, settings, console)
    # What it prints lets its reader set a password: it is shown and kept in no log.
    return _module("bot.desk.admin", settings, console, ["add", *arguments], log=Path(os.devnull))


def clean(settings: Settings, console: Console, _: Sequence[str]) -> int:
    """Remove what set-up built. Conversations, logs and settings stay."""
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        built = [settings.root / name for name in BUILT]
        built += [path for path in settings.models.glob("*") if path.name != "README.md"]
        for path in built:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    console.say("Removed the environments, the models and the caches. Conversations in var/ are untouched.")
    return 0


VERBS: Dict[str, Callable[[Settings, Console, Sequence[str]], int]] = {
    "run": run, "train": train, "rollback": rollback, "test": test, "lint": lint, "eval": evaluate, "bench": bench,
    "check": check, "review": review, "statutes": statutes, "admin": admin, "clean": clean,
}  # fmt: skip


def _module(
    name: str, settings: Settings, console: Console, arguments: Sequence[str], log: Optional[Path] = None
) -> int:
    def on_line(line: Optional[str]) -> None:
        if line is not None:
            console.say(line)

    whole = [str(settings.app_python), "-m", name, *arguments]
    return command.run(whole, log or settings.logs / f"{name}.log", settings.environ, settings.root, on_line)


def _stop_on_signals() -> None:
    """Let SIGTERM and a closed terminal do what Ctrl-C does; a second one must not disturb the stopping."""

    def stop(*_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def main(arguments: Optional[List[str]] = None) -> int:
    """Run one verb; returns the exit code and prints failures as sentences."""
    parser = argparse.ArgumentParser(prog="python3 -m launch", description=__doc__)
    parser.add_argument("verb", choices=VERBS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="for train, eval, bench, check, review and admin")
    options = parser.parse_args(arguments)
    console = Console()
    _stop_on_signals()
    try:
        return VERBS[options.verb](settings_load(), console, options.arguments)
    except LaunchError as error:
        console.say(f"\nFAILED: {error}")
        return 1
    except OSError as error:
        # The process's edge: a full disk, a folder that may not be written … wherever it was met.
        console.say(f"\nFAILED: {error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
        return 1
    except KeyboardInterrupt:
        console.say("\nStopped.")
        return 130 if options.verb != "run" else 0


if __name__ == "__main__":
    sys.exit(main())

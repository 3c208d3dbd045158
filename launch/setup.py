"""Everything between a fresh machine and a model that can be run; quick when nothing changed."""

from __future__ import annotations

from pathlib import Path

from launch import choosing, environments, knowledge, model
from launch.console import Console
from launch.environments import APP_ENVIRONMENT, APP_ENVIRONMENT_FOR_TESTS, RASA_ENVIRONMENT
from launch.lock import only_one
from launch.settings import Settings


def set_up(settings: Settings, console: Console, for_tests: bool = False) -> Path:
    """Make the environments, build the search, train Rasa; return the model of what is there now, to be measured.

    Raises LaunchError.
    """
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        return _set_up(settings, console, for_tests)


def set_up_service(settings: Settings, console: Console, accept: bool = False) -> Path:
    """The same; return the model that is to answer citizens. With `accept` the new one is, also when it is worse."""
    with only_one(settings.root / "var" / "setup.lock", "setting up the project"):
        return choosing.choose(_set_up(settings, console), settings, console, accept)


def _set_up(settings: Settings, console: Console, for_tests: bool = False) -> Path:
    set_up_environments(settings, console, for_tests)
    knowledge.ensure(settings, console)
    return model.ensure(settings, console)


def set_up_environments(settings: Settings, console: Console, for_tests: bool = False) -> None:
    """Only the two environments; the caller holds the lock."""
    environments.ensure(APP_ENVIRONMENT_FOR_TESTS if for_tests else APP_ENVIRONMENT, settings, console)
    environments.ensure(RASA_ENVIRONMENT, settings, console)

"""The running assistant for the tests that need it, started by the same supervisor as `make run`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from launch.console import Console
from launch.errors import LaunchError
from launch.model import model_path
from launch.settings import settings_for_trial, settings_load
from launch.stack import Stack

# Else every action server that a test starts would begin to encode the whole law.
os.environ["JIEFEN_STATUTES_BY_MEANING"] = "0"
# All the tests' citizens come from one address; the limit for one conversation stays as it is.
ROOM_FOR_TESTS = {"JIEFEN_ADDRESS_BURST": "2000", "JIEFEN_ADDRESS_PER_MINUTE": "20000"}


@contextmanager
def running(var: Path, **environ: str) -> Iterator[Stack]:
    """Rasa, actions and gateway on free ports with an empty ``var`` and these settings beside the usual ones."""
    settings = settings_load()
    model = Path(os.environ.get("TEST_RASA_MODEL") or model_path(settings))
    if not model.exists():
        pytest.fail("No trained model: run `make train` first.")
    shutil.rmtree(var, ignore_errors=True)
    try:
        trial = settings_for_trial(settings, var)
        trial = replace(trial, environ={**trial.environ, **ROOM_FOR_TESTS, **environ})
        with Stack(trial, model, Console()) as started:
            yield started
    except LaunchError as error:
        pytest.fail(f"The assistant did not start: {error}")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The assistant that the tests share; `stack.url` is the gateway."""
    with running(settings_load().root / "var" / "trial") as started:
        yield started


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser for Playwright's `executable_path`."""
    from launch import chromium

    found = os.environ.get("TEST_CHROMIUM") or chromium.find(os.environ)
    if not found:
        pytest.fail("No Chromium or Chrome on PATH: `make test` installs one or says how.")
    return Path(found)

"""Rasa is trained when what it learns from has changed, and only then."""

from __future__ import annotations

import os

import pytest

from launch import model
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings

# Stands for Rasa's Python: leaves a "model" where --out and --fixed-model-name say, and counts its runs.
TRAINER = """#!/bin/sh
echo run >> {runs}
while [ $# -gt 0 ]; do
  case "$1" in --out) out=$2;; --fixed-model-name) name=$2;; esac
  shift
done
{fails}
mkdir -p "$out" && echo model > "$out/$name.tar.gz"
"""


@pytest.fixture
def project(settings: Settings) -> Settings:
    for name in ("config.yml", "domain.yml", "data/nlu/ask.yml", "understanding/components.py", "data/guidance/x.md"):
        (settings.root / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.root / name).write_text(name)
    settings.models.mkdir()
    trainer(settings)
    return settings


def trainer(settings: Settings, fails: str = "") -> None:
    settings.rasa_python.parent.mkdir(parents=True, exist_ok=True)
    settings.rasa_python.write_text(TRAINER.format(runs=settings.root / "runs", fails=fails))
    settings.rasa_python.chmod(0o755)


def runs(settings: Settings) -> int:
    return (settings.root / "runs").read_text().count("run")


def test_trains_once_for_the_same_inputs(project: Settings, console: Console) -> None:
    first = model.ensure(project, console)
    assert first.read_text() == "model\n"
    assert model.ensure(project, console) == first
    assert runs(project) == 1


@pytest.mark.parametrize("changed", ["config.yml", "data/nlu/ask.yml", "understanding/components.py"])
def test_a_changed_input_makes_another_model(changed: str, project: Settings, console: Console) -> None:
    first = model.ensure(project, console)
    (project.root / changed).write_text("changed")
    assert model.ensure(project, console) != first
    assert runs(project) == 2


def test_a_new_guidance_card_needs_no_training(project: Settings, console: Console) -> None:
    model.ensure(project, console)
    (project.root / "data/guidance/new.md").write_text("card")
    model.ensure(project, console)
    assert runs(project) == 1


def test_going_back_finds_the_older_model_and_only_the_latest_stay(project: Settings, console: Console) -> None:
    first = model.ensure(project, console)
    for number, text in enumerate(("b", "c", "config.yml", "d")):
        (project.root / "config.yml").write_text(text)
        os.utime(model.ensure(project, console), (number, number))
    assert first.exists() and runs(project) == 4
    assert len(list(project.models.glob("*.tar.gz"))) == model.KEEP


def test_a_failed_training_says_why_and_leaves_no_model(project: Settings, console: Console) -> None:
    trainer(project, fails=r"printf '\033[91mYamlSyntaxException: \nbad line 3\033[0m\n'; exit 1")
    with pytest.raises(LaunchError, match="It said: YamlSyntaxException: bad line 3") as failure:
        model.ensure(project, console)
    assert str(project.logs / "train.log") in str(failure.value)
    assert not list(project.models.glob("*.tar.gz"))


def test_a_missing_domain_is_named(project: Settings, console: Console) -> None:
    (project.root / "domain.yml").unlink()
    with pytest.raises(LaunchError, match=r"domain\.yml is missing"):
        model.ensure(project, console)

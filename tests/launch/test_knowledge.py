"""The search is built again when a card changes, and not looked at when nothing did."""

from __future__ import annotations

import shutil

import pytest

from launch import knowledge
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings

# Stands for `python -m actions.search build`.
BUILDER = """#!/bin/sh
echo run >> {runs}
{fails}
mkdir -p models/embedder models/index && touch models/embedder/m.safetensors models/index/i.npz
"""


@pytest.fixture
def project(settings: Settings) -> Settings:
    (settings.root / "data/guidance").mkdir(parents=True)
    (settings.root / "data/guidance/wage.md").write_text("card")
    settings.models.mkdir()
    settings.app_python.parent.mkdir(parents=True)
    builder(settings)
    return settings


def builder(settings: Settings, fails: str = "") -> None:
    settings.app_python.write_text(BUILDER.format(runs=settings.root / "runs", fails=fails))
    settings.app_python.chmod(0o755)


def runs(settings: Settings) -> int:
    return (settings.root / "runs").read_text().count("run")


def test_built_once_for_the_same_cards(project: Settings, console: Console) -> None:
    knowledge.ensure(project, console)
    knowledge.ensure(project, console)
    assert runs(project) == 1


def test_a_changed_card_or_a_lost_index_is_built_again(project: Settings, console: Console) -> None:
    knowledge.ensure(project, console)
    (project.root / "data/guidance/wage.md").write_text("changed")
    knowledge.ensure(project, console)
    shutil.rmtree(project.models / "index")
    knowledge.ensure(project, console)
    assert runs(project) == 3


def test_a_failure_tells_the_last_words_and_is_tried_again(project: Settings, console: Console) -> None:
    builder(project, fails="echo 'search: wage.md: no title'; exit 1")
    with pytest.raises(LaunchError, match=r"It said: search: wage\.md: no title"):
        knowledge.ensure(project, console)
    builder(project)
    knowledge.ensure(project, console)
    assert runs(project) == 2

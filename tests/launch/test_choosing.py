"""A new model answers citizens only when it is no worse, or accepted; and one command goes back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from launch import choosing, in_service, model
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings
from tests.launch.test_model import trainer

# Stands for `python -m evaluation.predecessor`, which has tests of its own: counts its runs, and says what it is told.
COMPARER = "#!/bin/sh\necho run >> {runs}\necho '{said}'\nexit {code}\n"
WORSE = "danger: recall 98.0%, was 100.0%."


@pytest.fixture
def project(settings: Settings) -> Settings:
    for name in ("config.yml", "domain.yml", choosing.HELD_OUT):
        (settings.root / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.root / name).write_text(name)
    settings.models.mkdir()
    trainer(settings)
    comparer(settings)
    return settings


def comparer(settings: Settings, code: int = 0, said: str = "no worse") -> None:
    settings.app_python.parent.mkdir(parents=True, exist_ok=True)
    settings.app_python.write_text(COMPARER.format(runs=settings.root / "comparisons", said=said, code=code))
    settings.app_python.chmod(0o755)


def comparisons(settings: Settings) -> int:
    kept = settings.root / "comparisons"
    return kept.read_text().count("run") if kept.exists() else 0


def trained(settings: Settings, console: Console, text: str) -> Path:
    (settings.root / "config.yml").write_text(text)
    return model.ensure(settings, console)


def chosen(settings: Settings, console: Console, text: str, accept: bool = False) -> Path:
    return choosing.choose(trained(settings, console, text), settings, console, accept)


def test_the_first_model_is_taken_without_a_comparison(project: Settings, console: Console) -> None:
    first = chosen(project, console, "a")
    assert first == model.model_path(project) == chosen(project, console, "a")
    assert comparisons(project) == 0


def test_a_model_that_is_no_worse_replaces_the_one_in_service(project: Settings, console: Console) -> None:
    chosen(project, console, "a")
    second = chosen(project, console, "b")
    assert second == model.model_path(project)
    assert comparisons(project) == 1


def test_a_worse_model_is_kept_aside_and_the_reason_told_at_every_start(
    project: Settings, console: Console, screen: io.StringIO
) -> None:
    first = chosen(project, console, "a")
    comparer(project, choosing.WORSE, WORSE)
    for _ in range(2):
        screen.truncate(0)
        assert chosen(project, console, "b") == first
        told = screen.getvalue()
        assert "NOT IN SERVICE" in told and WORSE in told and "make train ARGS=--accept" in told
        assert first.name in told
    assert comparisons(project) == 1  # not again for the same two
    assert model.model_path(project).exists()


def test_a_worse_model_is_taken_when_it_is_accepted_and_stays(project: Settings, console: Console) -> None:
    chosen(project, console, "a")
    comparer(project, choosing.WORSE, WORSE)
    chosen(project, console, "b")
    second = chosen(project, console, "b", accept=True)
    assert second == model.model_path(project) == chosen(project, console, "b")


def test_a_rollback_stays_until_a_training_is_accepted(project: Settings, console: Console) -> None:
    first = chosen(project, console, "a")
    second = chosen(project, console, "b")
    choosing.roll_back(project, console)
    assert chosen(project, console, "b") == first
    third = chosen(project, console, "c")
    assert third == model.model_path(project)
    choosing.roll_back(project, console)
    assert chosen(project, console, "c") == first  # and not `second`, which was rolled back before
    assert chosen(project, console, "b") == first
    assert chosen(project, console, "b", accept=True) == second


def test_what_runs_hears_of_a_rollback_and_of_nothing_else(project: Settings, console: Console) -> None:
    first = chosen(project, console, "a")
    chosen(project, console, "b")
    assert choosing.instead_of(first, project) is None  # a newer one waits for the next start
    second = model.model_path(project)
    choosing.roll_back(project, console)
    assert choosing.instead_of(second, project) == first


def test_there_is_nothing_to_go_back_to_at_first(project: Settings, console: Console) -> None:
    chosen(project, console, "a")
    with pytest.raises(LaunchError, match="no earlier model"):
        choosing.roll_back(project, console)


def test_what_is_in_service_outlives_many_trainings(project: Settings, console: Console) -> None:
    zero = chosen(project, console, "0")
    first = chosen(project, console, "a")
    comparer(project, choosing.WORSE, WORSE)
    for text in "bcdefg":
        assert chosen(project, console, text) == first
    assert first.exists() and zero.exists()


def test_a_lost_model_is_as_if_it_had_never_been(project: Settings, console: Console) -> None:
    first = chosen(project, console, "a")
    chosen(project, console, "b").unlink()
    comparer(project, choosing.WORSE, WORSE)
    assert chosen(project, console, "c") == first  # the one before is in service again
    first.unlink()
    assert chosen(project, console, "c") == model.model_path(project)  # nothing else is left


def test_measuring_changes_nothing(project: Settings, console: Console) -> None:
    first = chosen(project, console, "a")
    trained(project, console, "b")  # as make test and make eval do
    assert in_service.read(project.models).model == first.name


def test_a_comparison_that_fails_ends_with_its_words_and_a_way_on(project: Settings, console: Console) -> None:
    first = chosen(project, console, "a")
    comparer(project, 1, "the new model cannot be measured")
    with pytest.raises(LaunchError, match=r"cannot be measured.*ARGS=--accept"):
        chosen(project, console, "b")
    assert in_service.read(project.models).model == first.name


def test_a_damaged_record_is_named(project: Settings, console: Console) -> None:
    (project.models / in_service.FILE).write_text("{")
    with pytest.raises(LaunchError, match=r"in-service\.json cannot be read"):
        chosen(project, console, "a")

"""Settings come from the environment, then .env, then defaults; a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch.errors import LaunchError
from launch.services import rasa_environ, services
from launch.settings import settings_for_trial, settings_load


def test_defaults(tmp_path: Path) -> None:
    settings = settings_load({}, tmp_path)
    assert (settings.gateway_port, settings.rasa_port, settings.actions_port) == (8000, 5005, 5055)
    assert settings.gateway_host == "127.0.0.1"
    assert settings.var == tmp_path / "var"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nJIEFEN_RASA_PORT=6000\nJIEFEN_ACTIONS_PORT='6001'\n")
    settings = settings_load({"JIEFEN_RASA_PORT": "7000"}, tmp_path)
    assert (settings.rasa_port, settings.actions_port) == (7000, 6001)
    assert settings.environ["JIEFEN_ACTIONS_PORT"] == "6001", "the processes must see what we saw"


@pytest.mark.parametrize("port", ["", "8000"])
def test_an_empty_setting_is_the_default(tmp_path: Path, port: str) -> None:
    assert settings_load({"JIEFEN_GATEWAY_PORT": port}, tmp_path).gateway_port == 8000


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1"])
def test_a_wrong_port_is_named(tmp_path: Path, port: str) -> None:
    with pytest.raises(LaunchError, match="JIEFEN_RASA_PORT"):
        settings_load({"JIEFEN_RASA_PORT": port}, tmp_path)


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JIEFEN_RASA_PORT=6000\nhello\n")
    with pytest.raises(LaunchError, match=r"Line 2 of \.env"):
        settings_load({}, tmp_path)


def test_a_trial_shares_nothing_that_runs(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JIEFEN_TRACKER_URL=sqlite:////real/tracker.db\n")
    real = {"JIEFEN_GATEWAY_HOST": "0.0.0.0", "JIEFEN_ACTIONS_URL": "http://127.0.0.1:9"}
    real |= {"JIEFEN_DATABASE_URL": "postgresql://db/cases", "JIEFEN_TELEGRAM_TOKEN": "1:token"}
    settings = settings_load(real, tmp_path)
    trial = settings_for_trial(settings, tmp_path / "trial")
    ports = {trial.gateway_port, trial.rasa_port, trial.actions_port}
    assert len(ports) == 3 and not ports & {8000, 5005, 5055}
    assert trial.gateway_host == "127.0.0.1" and trial.var == tmp_path / "trial"
    assert trial.environ["JIEFEN_VAR"] == str(tmp_path / "trial")
    assert not trial.environ["JIEFEN_DATABASE_URL"] and not trial.environ["JIEFEN_TELEGRAM_TOKEN"]
    rasa = rasa_environ(trial)
    assert rasa["JIEFEN_TRACKER_URL"] == f"sqlite:///{tmp_path / 'trial' / 'tracker.db'}"
    assert rasa["JIEFEN_ACTIONS_URL"] == f"http://127.0.0.1:{trial.actions_port}/webhook"


def test_only_the_gateway_gets_its_secrets(tmp_path: Path) -> None:
    environ = {"JIEFEN_KEY": "k", "JIEFEN_DATABASE_URL": "postgresql://db/cases", "JIEFEN_TELEGRAM_TOKEN": "1:token"}
    rasa, actions, bot = services(settings_load(environ, tmp_path), tmp_path / "model")
    assert environ.items() <= bot.environ.items()
    for service in (rasa, actions):
        assert not environ.keys() & service.environ.keys()


def test_only_the_action_server_gets_the_database_of_vectors(tmp_path: Path) -> None:
    environ = {"JIEFEN_VECTOR_DATABASE": "postgresql://jiefen:secret@db/vectors"}
    settings = settings_load(environ, tmp_path)
    rasa, actions, bot = services(settings, tmp_path / "model")
    assert environ.items() <= actions.environ.items()
    for service in (rasa, bot):
        assert not environ.keys() & service.environ.keys()
    assert not settings_for_trial(settings, tmp_path / "trial").environ["JIEFEN_VECTOR_DATABASE"]

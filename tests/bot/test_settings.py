"""A typing mistake in a setting stops the start, with the name."""

from __future__ import annotations

import os
from ipaddress import ip_network

import pytest

from bot.settings import NAMES_OF_OTHERS, ROOT, SettingsError, settings_load


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("JIEFEN_")]:
        monkeypatch.delenv(name)


def test_the_defaults_are_on_this_machine_only() -> None:
    settings = settings_load()
    assert (settings.gateway_host, settings.gateway_port) == ("127.0.0.1", 8000)
    assert (settings.rasa, settings.actions) == ("http://127.0.0.1:5005", "http://127.0.0.1:5055")
    assert settings.tracker == ROOT / "var" / "tracker.db"
    assert settings.proxies == ()


def test_what_is_set_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "GATEWAY_PORT": "8001", "RASA_PORT": "6005", "ACTIONS_URL": "http://10.0.0.2:5055/", "VAR": "/srv/v",
        "TRACKER_URL": "sqlite:////srv/t.db", "TRUSTED_PROXIES": "10.0.0.1, 10.1.0.0/16",
        "PUBLIC_ORIGINS": "https://Example.org/", "RASA_URL": "",
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(f"JIEFEN_{name}", value)
    for name in NAMES_OF_OTHERS:
        monkeypatch.setenv(name, "x")
    settings = settings_load()
    assert (settings.gateway_port, settings.rasa) == (8001, "http://127.0.0.1:6005")
    assert settings.actions == "http://10.0.0.2:5055"
    assert str(settings.tracker) == "/srv/t.db"
    assert settings.proxies == (ip_network("10.0.0.1"), ip_network("10.1.0.0/16"))
    assert settings.origins == {"https://example.org"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JIEFEN_GATEWAY_PROT", "8000"),
        ("JIEFEN_gateway_port", "8000"),
        ("JIEFEN_GATEWAY_PORT", "70000"),
        ("JIEFEN_RASA_URL", "rasa:5005"),
        ("JIEFEN_TRUSTED_PROXIES", "10.0.0.0/33"),
        ("JIEFEN_TRACKER_URL", "postgresql://db/rasa"),
        ("JIEFEN_RASA_TIMEOUT", "0"),
    ],
)
def test_what_is_unknown_or_wrong_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        settings_load()

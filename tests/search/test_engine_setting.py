"""Where vectors are kept is a setting, and a wrong one is told without the password in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actions.settings import SettingsError, read_settings

NAME = "JIEFEN_VECTOR_DATABASE"


@pytest.fixture(autouse=True)
def unread() -> Iterator[None]:
    read_settings.cache_clear()
    yield
    read_settings.cache_clear()


@pytest.mark.parametrize("value", ["postgresql://jiefen:secret@db/vectors", "postgres:///vectors?host=/run/pg"])
def test_an_address_of_postgresql_is_taken(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    assert read_settings().vector_database == value
    assert "secret" not in repr(read_settings())


def test_empty_is_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "")
    assert read_settings().vector_database is None


@pytest.mark.parametrize(
    "value", ["secret", "mysql://a:secret@db/x", "host=db password=secret", "postgresql://a:secret@db/x?no_such=1"]
)
def test_anything_else_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(SettingsError, match=NAME) as failure:
        read_settings()
    assert "secret" not in str(failure.value)

"""A small knowledge base of its own, the real statutes, and the review as a command."""

from datetime import date
from pathlib import Path

import pytest

from actions.knowledge import ROOT
from actions.settings import read_settings
from review.__main__ import main
from tests.knowledge.builders import write_base

TODAY = date(2026, 11, 24)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A sound knowledge base; its var/ is inside it, and no model is there."""
    monkeypatch.setenv("JIEFEN_VAR", "var")
    read_settings.cache_clear()
    base = write_base(tmp_path)
    for name in ("readability.yml", "former-laws.yml", "law-dates.yml"):
        (base / "data" / name).write_text((ROOT / "data" / name).read_text())
    yield base
    read_settings.cache_clear()


@pytest.fixture
def review(root, capsys):
    """Runs the command in ``root``: exit code and what it said."""

    def run(*arguments: str | Path, on: date = TODAY) -> tuple[int, str]:
        code = main(["--root", str(root), "--on", on.isoformat(), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run

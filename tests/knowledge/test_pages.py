"""The pages that show the tables in full say what the data says."""

import re
from pathlib import Path

import pytest

from actions.knowledge import ROOT
from actions.knowledge.__main__ import main, pages
from tests.action_server import KIT

PAGES = pages(ROOT)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_what_the_data_gives(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name], (
        f"{name} is not what the data gives: run .venv/bin/python -m actions.knowledge pages"
    )


def test_the_command_writes_every_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "docs").mkdir()
    assert main(["--root", str(tmp_path), "pages"]) == 0
    assert capsys.readouterr().out.split() == list(PAGES)
    assert all((tmp_path / name).read_text(encoding="utf-8") == words for name, words in PAGES.items())


def test_nothing_of_the_navigator_is_left_out() -> None:
    page = PAGES["docs/navigator.md"]
    names = [*KIT.navigator.kinds, *(rule.id for rule in KIT.navigator.book.changes), *KIT.navigator.book.reasons]
    assert [name for name in names if f"`{name}`" not in page] == []
    for start in KIT.navigator.kinds.values():
        names = [KIT.knowledge.channels[way].name for way in start.channels]
        assert "<br>".join(f"{place}. {name.zh} {name.en}" for place, name in enumerate(names, 1)) in page


def test_every_row_and_every_path_of_the_screening_is_shown() -> None:
    page = PAGES["docs/screening.md"]
    assert all(page.count(f"| `{row.id}` |") >= 2 for row in KIT.screening.rows)
    for result in KIT.screening.paths():
        cells = [result.answers.get(question, "") for question in KIT.screening.questions]
        assert f"| {' | '.join(cells)} | `{result.row.id}` |" in page


def test_tables_have_as_many_cells_in_every_line() -> None:
    for words in PAGES.values():
        for block in re.findall(r"(?:^\|.*\n)+", words, re.MULTILINE):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1

"""Statutes are found alike wherever their vectors are kept, also when the database that was set cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from actions.search.embedder import Embedder
from actions.search.engines import engine_for
from actions.statutes import Passage
from actions.statutes.indexing import meaning_of
from actions.statutes.model import StatuteModel
from actions.statutes.search import StatuteSearch
from tests.databases import Cluster

TODAY = date(2026, 11, 25)
NOWHERE = "postgresql://jiefen:secret@127.0.0.1:1/none"
PASSAGES = [
    Passage("划船条例", "第一条", "划船的人应当穿救生衣。"),
    Passage("划船条例", "第二条", "租船押金应当在还船时退还。"),
    Passage("养犬条例", "第三条", "养犬的人应当牵绳。"),
]


class Law:
    """Statutes of which these articles are in force."""

    def in_force(self, on: date) -> Iterator[Passage]:
        return iter(PASSAGES)


@pytest.fixture
def with_pgvector(pgvector: Cluster) -> Iterator[str]:
    with pgvector.database() as address:
        yield address


@pytest.fixture
def without_pgvector(postgresql: Cluster) -> Iterator[str]:
    if postgresql.offers("vector"):
        pytest.skip("this machine's PostgreSQL has pgvector")
    with postgresql.database() as address:
        yield address


@contextmanager
def search_in(address: str | None, embedder: Embedder, folder: Path) -> Iterator[StatuteSearch]:
    model = StatuteModel(embedder.model, embedder.identity, is_adapted=False)
    with closing(engine_for("articles", model.identity, address)) as engine:
        load = partial(meaning_of, model=model, root=folder, say=print, engine=engine)
        search = StatuteSearch(Law(), folder / "words", folder, load)
        search.add_meaning(TODAY)
        yield search


def ranked(search: StatuteSearch) -> list[tuple[str, float | None]]:
    return [(hit.passage.article, hit.closeness) for hit in search.search("遛狗要不要拴链子", TODAY)]


def test_the_database_finds_what_memory_finds(
    with_pgvector: str, embedder: Embedder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with search_in(None, embedder, tmp_path) as memory, search_in(with_pgvector, embedder, tmp_path) as database:
        expected, found = ranked(memory), ranked(database)
    assert [article for article, _ in found] == [article for article, _ in expected]
    assert found[0][0] == "第三条" and found[0][1] == pytest.approx(expected[0][1], abs=1e-6)
    assert "in memory instead" not in caplog.text


@pytest.mark.parametrize("which", ["nowhere", "without pgvector"])
def test_a_database_that_cannot_be_used_is_told_once_and_memory_finds(
    which: str,
    request: pytest.FixtureRequest,
    embedder: Embedder,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = NOWHERE if which == "nowhere" else request.getfixturevalue("without_pgvector")
    with search_in(None, embedder, tmp_path) as memory, search_in(address, embedder, tmp_path) as search:
        assert search.ranks_by_meaning
        assert ranked(search) == ranked(memory)
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("actions")]
    assert line.startswith("vectors of articles are searched in memory instead: ")
    assert "\n" not in line and "secret" not in line

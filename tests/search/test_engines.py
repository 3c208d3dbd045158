"""Every engine gives what a plain comparison of all vectors gives, whatever was held before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.search.engines import ExactEngine, FallbackEngine, PgvectorEngine, VectorEngine
from tests.databases import Cluster
from tests.search.engine_sets import CLOSE, WIDTH, agrees, hold, keys_of, rows_of

Open = Callable[..., VectorEngine]


@pytest.fixture(scope="module", params=["exact", "pgvector", "pgvector with memory to fall back on"])
def open_engine(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens an engine for a space and a model; those in a database share one."""
    if request.param == "exact":
        yield ExactEngine
        return
    cluster: Cluster = request.getfixturevalue("pgvector")
    opened: list[VectorEngine] = []

    def open_(space: str = "articles", model: str = "model") -> VectorEngine:
        alone = PgvectorEngine(space, model, address)
        opened.append(alone if request.param == "pgvector" else FallbackEngine(alone, ExactEngine(space, model)))
        return opened[-1]

    with cluster.database() as address:
        yield open_
        for engine in opened:
            engine.close()


@pytest.fixture
def engine(open_engine: Open) -> VectorEngine:
    return open_engine("articles", "model")


sets = st.lists(st.integers(0, 39), max_size=30, unique=True)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sets, min_size=1, max_size=4), st.integers(0, 50), st.integers(1, 45))
def test_it_agrees_with_comparing_all_after_every_replacement(
    engine: VectorEngine, following: list[list[int]], asked: int, limit: int
) -> None:
    for numbers in following:
        hold(engine, numbers)
        agrees(engine, numbers, rows_of([asked])[0], limit)


def test_it_goes_on_after_it_was_closed(engine: VectorEngine) -> None:
    hold(engine, [1, 2])
    engine.close()
    agrees(engine, [1, 2], rows_of([1])[0], 9)


@pytest.mark.parametrize("width", [1, 384, 2000])
def test_thousands_of_wide_vectors(open_engine: Open, width: int) -> None:
    rows = np.random.default_rng(width).standard_normal((2_000, width))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    engine = open_engine("wide", f"model of {width}")
    engine.replace([f"{number:04}" for number in range(len(rows))], rows)
    truth = rows.astype(np.float64) @ rows[7].astype(np.float64)
    found = engine.nearest(rows[7], 100)
    assert [cosine for _, cosine in found] == pytest.approx(np.sort(truth)[::-1][:100].tolist(), abs=CLOSE)
    assert [truth[int(key)] for key, _ in found] == pytest.approx([cosine for _, cosine in found], abs=CLOSE)


def test_equal_rows_beyond_the_limit_come_in_the_order_of_their_keys(engine: VectorEngine) -> None:
    numbers = [39, 9, 29, 19]
    hold(engine, numbers)
    assert [key for key, _ in engine.nearest(rows_of([9])[0], 2)] == ["key 09", "key 19"]


def test_nothing_is_held_at_first_and_nothing_is_found(open_engine: Open) -> None:
    engine = open_engine("never_filled", "model")
    row = rows_of([1])[0]
    assert engine.nearest(row, 3) == []
    assert np.isnan(engine.scores(row, ["key 01"])).all()
    assert engine.scores(row, []).shape == (0,)


def test_a_key_that_comes_twice_is_held_once(engine: VectorEngine) -> None:
    hold(engine, [3, 4, 3])
    assert sorted(key for key, _ in engine.nearest(rows_of([3])[0], 9)) == ["key 03", "key 04"]


def test_two_spaces_know_nothing_of_each_other(open_engine: Open) -> None:
    articles, questions = open_engine("articles", "model"), open_engine("questions", "model")
    hold(articles, [1, 2])
    hold(questions, [3])
    hold(questions, [])
    assert len(articles.nearest(rows_of([1])[0], 9)) == 2
    assert questions.nearest(rows_of([1])[0], 9) == []


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        (["a"], np.zeros((2, WIDTH), np.float32)),
        (["a"], np.zeros(WIDTH, np.float32)),
        (["a"], np.full((1, WIDTH), np.nan, np.float32)),
        (["a" * 65], np.zeros((1, WIDTH), np.float32)),
        ([""], np.zeros((1, WIDTH), np.float32)),
        (["a\0"], np.zeros((1, WIDTH), np.float32)),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    engine: VectorEngine, keys: list[str], rows: np.ndarray
) -> None:
    hold(engine, [1, 2])
    with pytest.raises(ValueError):
        engine.replace(keys, rows)
    agrees(engine, [1, 2], rows_of([1])[0], 9)


def test_a_question_that_does_not_fit_is_refused(engine: VectorEngine) -> None:
    hold(engine, [1, 2])
    with pytest.raises(ValueError):
        engine.nearest(np.ones(WIDTH + 1, np.float32), 3)
    with pytest.raises(ValueError):
        engine.nearest(rows_of([1])[0], 0)
    agrees(engine, [1, 2], rows_of([1])[0], 9)


def test_readers_see_the_old_set_or_the_new_one(engine: VectorEngine) -> None:
    old, new = list(range(20)), list(range(10, 40))
    wholes = [frozenset(keys_of(old)), frozenset(keys_of(new))]
    hold(engine, old)
    seen: list[frozenset[str]] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.append(frozenset(key for key, _ in engine.nearest(rows_of([1])[0], 99)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for numbers in (new, old) * 10:
        hold(engine, numbers)
    ended.set()
    for reader in readers:
        reader.join()
    assert set(seen) <= set(wholes)
    assert seen

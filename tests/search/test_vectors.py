"""Encoding happens once for each text, and a spoilt cache costs time, never an answer."""

import threading

import numpy as np
import pytest

from actions.search.corpus import CardText
from actions.search.vectors import VectorsError, vectors_of


class Counting:
    """The real embedder, counting what it is asked."""

    def __init__(self, embedder):
        self._embedder = embedder
        self.identity = embedder.identity
        self.encoded = 0

    def questions(self, texts):
        self.encoded += len(texts)
        return self._embedder.questions(texts)


@pytest.fixture
def counting(embedder):
    return Counting(embedder)


def texts_of(*words, card="a"):
    return [CardText(card, "question", "zh", word) for word in words]


def stored(folder):
    (cache,) = folder.glob("*.npz")
    with np.load(cache) as value:
        return value["digests"].tolist(), cache


def test_one_new_text_costs_one_encoding(counting, tmp_path):
    first = vectors_of(texts_of("押金", "工资"), counting, tmp_path)
    second = vectors_of(texts_of("押金", "离婚", "工资"), counting, tmp_path)
    assert counting.encoded == 3
    assert np.array_equal(first, second[[0, 2]])


def test_the_same_text_on_two_cards_is_encoded_once(counting, tmp_path):
    rows = vectors_of(texts_of("押金") + texts_of("押金", card="b"), counting, tmp_path)
    assert counting.encoded == 1
    assert np.array_equal(rows[0], rows[1])


def test_texts_of_deleted_cards_leave_the_cache(counting, tmp_path):
    vectors_of(texts_of("押金", "工资"), counting, tmp_path)
    vectors_of(texts_of("工资"), counting, tmp_path)
    assert stored(tmp_path)[0] == [texts_of("工资")[0].digest]
    assert counting.encoded == 2


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: data[:-40], lambda data: data[:200] + b"x" * 300])
def test_a_damaged_cache_is_made_anew(counting, tmp_path, spoil):
    whole = vectors_of(texts_of("押金", "工资"), counting, tmp_path)
    cache = stored(tmp_path)[1]
    cache.write_bytes(spoil(cache.read_bytes()))
    assert np.array_equal(vectors_of(texts_of("押金", "工资"), counting, tmp_path), whole)
    assert counting.encoded == 4
    assert len(stored(tmp_path)[0]) == 2


def test_builders_at_the_same_time_leave_a_whole_cache(embedder, tmp_path):
    wanted = [texts_of("押金", "工资"), texts_of("离婚", "车祸", "工资")]
    results = {}

    def build(number):
        results[number] = vectors_of(wanted[number % 2], embedder, tmp_path)

    threads = [threading.Thread(target=build, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(rows) for rows in results.values()) == [2, 2, 2, 3, 3, 3]
    assert set(stored(tmp_path)[0]) in [{text.digest for text in some} for some in wanted]
    assert not list(tmp_path.glob(".vectors-*"))


def test_a_folder_that_cannot_be_written_is_one_sentence(embedder, tmp_path):
    (tmp_path / "index").write_text("a file in its place")
    with pytest.raises(VectorsError, match="cannot write the index to"):
        vectors_of(texts_of("押金"), embedder, tmp_path / "index")


def test_no_text_is_no_row(embedder, tmp_path):
    assert len(vectors_of([], embedder, tmp_path)) == 0

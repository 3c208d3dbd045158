"""Search over articles in force, on a few invented laws. Over HTTP, on all of them: tests/search/test_routes.py."""

import logging
import threading
from datetime import date

import numpy as np

from actions.statutes import Passage
from actions.statutes.search import LONGEST_QUERY, StatuteSearch

TODAY = date(2026, 11, 24)
PASSAGES = [
    Passage("划船条例", "第一条", "划船的人应当穿救生衣。"),
    Passage("划船条例", "第二条", "租船押金应当在还船时退还。"),
    Passage("养犬条例", "第三条", "养犬的人应当牵绳。"),
]


class Law:
    """Statutes whose articles in force are given; ``asked`` counts how often they were read."""

    def __init__(self, passages):
        self.passages = passages
        self.asked = 0

    def in_force(self, on):
        self.asked += 1
        return iter(self.passages)


def found(hits):
    return [(hit.passage.law, hit.passage.article) for hit in hits]


def test_an_article_is_found_by_its_words(tmp_path):
    search = StatuteSearch(Law(PASSAGES), tmp_path)
    assert found(search.search("押金不退", TODAY))[0] == ("划船条例", "第二条")
    assert search.search("区块链", TODAY) == []
    assert len(search.search("应当", TODAY, 2)) == 2


def test_meaning_ranks_what_words_have_found(tmp_path):
    def encode(texts):
        # The question is close to the article about dogs and to nothing else.
        rows = np.array([[1.0, 0.0] if text.startswith(("养犬", "应当")) else [0.0, 1.0] for text in texts])
        return rows.astype(np.float32)

    search = StatuteSearch(Law(PASSAGES), tmp_path)
    assert found(search.search("应当穿救生衣", TODAY, 3))[0] == ("划船条例", "第一条")
    assert found(search.search("应当穿救生衣", TODAY, 3, encode))[0] == ("养犬条例", "第三条")


def test_vectors_of_articles_are_made_once(tmp_path):
    encoded = []

    def encode(texts):
        encoded.extend(texts)
        return np.ones((len(texts), 2), np.float32)

    search = StatuteSearch(Law(PASSAGES), tmp_path)
    search.search("应当", TODAY, 3, encode)
    search.search("应当", TODAY, 3, encode)
    assert len(encoded) == len(PASSAGES) + 2
    assert encoded.count("应当") == 2


def test_only_the_beginning_of_a_long_query_is_read(tmp_path):
    search = StatuteSearch(Law(PASSAGES), tmp_path)
    assert search.search("无" * LONGEST_QUERY + "救生衣", TODAY) == []


def test_the_index_is_kept_and_made_anew_when_the_law_changes(tmp_path):
    StatuteSearch(Law(PASSAGES), tmp_path).prepare(TODAY)
    (kept,) = tmp_path.iterdir()
    before = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    StatuteSearch(Law(PASSAGES), tmp_path).prepare(TODAY)
    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == before
    changed = StatuteSearch(Law([*PASSAGES, Passage("新法", "第一条", "区块链。")]), tmp_path)
    assert found(changed.search("区块链", TODAY)) == [("新法", "第一条")]
    (other,) = tmp_path.iterdir()
    assert other != kept


def test_a_damaged_index_is_made_anew(tmp_path, caplog):
    StatuteSearch(Law(PASSAGES), tmp_path).prepare(TODAY)
    (kept,) = tmp_path.iterdir()
    for path in kept.iterdir():
        path.write_bytes(b"damaged")
    with caplog.at_level(logging.WARNING):
        assert found(StatuteSearch(Law(PASSAGES), tmp_path).search("押金", TODAY)) == [("划船条例", "第二条")]
    assert "damaged and built anew" in caplog.text


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").touch()
    assert StatuteSearch(Law(PASSAGES), tmp_path / "file").search("押金", TODAY)


def test_the_next_day_reads_the_law_again_and_builds_nothing(tmp_path):
    law = Law(PASSAGES)
    search = StatuteSearch(law, tmp_path)
    search.search("押金", TODAY)
    search.search("牵绳", TODAY)
    assert law.asked == 1
    search.search("牵绳", date(2026, 11, 25))
    assert law.asked == 2


def test_many_requests_wait_for_one_builder(tmp_path):
    gate = threading.Event()

    class Slow(Law):
        def in_force(self, on):
            gate.wait(20)
            return super().in_force(on)

    law = Slow(PASSAGES)
    search = StatuteSearch(law, tmp_path)
    assert not any(search.is_ready_within(0, TODAY) for _ in range(5))
    assert sum(thread.name == "statutes" for thread in threading.enumerate()) == 1
    gate.set()
    assert search.is_ready_within(20, TODAY)
    assert law.asked == 1

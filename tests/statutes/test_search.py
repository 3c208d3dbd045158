"""Search over articles in force, on a few invented laws. Over HTTP, on all of them: tests/search/test_routes.py."""

import logging
import threading
from datetime import date

from actions.search.engines import VectorEngineError
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


class Close:
    """A search by meaning whose cosines are given: the arithmetic of both together is what is tested here."""

    def __init__(self, cosines):
        self.cosines = cosines

    def closeness(self, asked, others):
        return dict(enumerate(self.cosines))


def search_over(folder, load=lambda passages: None):
    return StatuteSearch(Law(PASSAGES), folder / "index", folder, load)


def found(hits):
    return [(hit.passage.law, hit.passage.article) for hit in hits]


def test_an_article_is_found_by_its_words(tmp_path):
    search = search_over(tmp_path)
    assert found(search.search("押金不退", TODAY))[0] == ("划船条例", "第二条")
    assert search.search("区块链", TODAY) == []
    assert len(search.search("应当", TODAY, 2)) == 2


def test_a_question_in_lay_words_leads_to_its_article(tmp_path):
    questions = tmp_path / "data" / "statute-questions"
    questions.mkdir(parents=True)
    (questions / "养犬条例.tsv").write_text("第三条\t遛狗不拴绳子会怎样\n", encoding="utf-8")
    assert found(search_over(tmp_path).search("遛狗不拴绳子", TODAY)) == [("养犬条例", "第三条")]


def test_a_file_of_questions_that_is_wrong_is_named_and_left_out(tmp_path, caplog):
    questions = tmp_path / "data" / "statute-questions"
    questions.mkdir(parents=True)
    (questions / "养犬条例.tsv").write_text("第三条 没有制表符\n", encoding="utf-8")
    assert found(search_over(tmp_path).search("牵绳", TODAY)) == [("养犬条例", "第三条")]
    assert "养犬条例.tsv, line 1" in caplog.text


def test_meaning_finds_what_shares_no_word(tmp_path):
    search = search_over(tmp_path, lambda passages: Close([0.1, 0.2, 0.9]))
    assert search.search("狗链", TODAY) == []
    search.add_meaning(TODAY)
    (first, *_) = search.search("狗链", TODAY)
    assert (first.passage.article, first.closeness) == ("第三条", 0.9)
    assert len(search.search("狗链", TODAY)) == 1
    assert search.ranks_by_meaning


def test_what_is_far_from_every_article_finds_none_though_it_shares_words(tmp_path):
    search = search_over(tmp_path, lambda passages: Close([0.7, 0.71, 0.6]))
    search.add_meaning(TODAY)
    assert search.search("救生衣好看吗", TODAY) == []


def test_words_decide_between_articles_of_like_meaning(tmp_path):
    search = search_over(tmp_path, lambda passages: Close([0.8, 0.8, 0.8]))
    search.add_meaning(TODAY)
    assert found(search.search("租船押金", TODAY, 1)) == [("划船条例", "第二条")]


def test_an_engine_that_fails_leaves_the_words(tmp_path, caplog):
    class Gone:
        def closeness(self, asked, others):
            raise VectorEngineError("the engine is gone")

    search = search_over(tmp_path, lambda passages: Gone())
    search.add_meaning(TODAY)
    assert found(search.search("押金", TODAY)) == [("划船条例", "第二条")]
    assert "the engine is gone" in caplog.text


def test_without_vectors_the_search_goes_on_by_words(tmp_path):
    search = search_over(tmp_path)
    search.add_meaning(TODAY)
    assert not search.ranks_by_meaning
    assert found(search.search("押金", TODAY)) == [("划船条例", "第二条")]


def test_only_the_beginning_of_a_long_query_is_read(tmp_path):
    search = search_over(tmp_path)
    assert search.search("无" * LONGEST_QUERY + "救生衣", TODAY) == []


def test_the_index_is_kept_and_made_anew_when_the_law_changes(tmp_path):
    search_over(tmp_path).prepare(TODAY)
    (kept,) = (tmp_path / "index").iterdir()
    before = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    search_over(tmp_path).prepare(TODAY)
    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == before
    changed = StatuteSearch(Law([*PASSAGES, Passage("新法", "第一条", "区块链。")]), tmp_path / "index", tmp_path)
    assert found(changed.search("区块链", TODAY)) == [("新法", "第一条")]
    (other,) = (tmp_path / "index").iterdir()
    assert other != kept


def test_a_damaged_index_is_made_anew(tmp_path, caplog):
    search_over(tmp_path).prepare(TODAY)
    (kept,) = (tmp_path / "index").iterdir()
    for path in kept.iterdir():
        path.write_bytes(b"damaged")
    with caplog.at_level(logging.WARNING):
        assert found(search_over(tmp_path).search("押金", TODAY)) == [("划船条例", "第二条")]
    assert "damaged and built anew" in caplog.text


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "index").touch()
    assert search_over(tmp_path).search("押金", TODAY)


def test_the_next_day_reads_the_law_again_and_builds_nothing(tmp_path):
    law = Law(PASSAGES)
    search = StatuteSearch(law, tmp_path / "index", tmp_path)
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
    search = StatuteSearch(law, tmp_path / "index", tmp_path)
    assert not any(search.is_ready_within(0, TODAY) for _ in range(5))
    assert sum(thread.name == "statutes" for thread in threading.enumerate()) == 1
    gate.set()
    assert search.is_ready_within(20, TODAY)
    assert law.asked == 1

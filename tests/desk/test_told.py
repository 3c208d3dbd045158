"""What the assistant told and could not answer, read from a transcript; and what a search is made with."""

from __future__ import annotations

from typing import Any

from bot.desk.inserts import LONGEST_WORDS, words_of
from bot.desk.told import shown_cards, unanswered
from bot.records import Message


def citizen(seq: int, text: str, **body: Any) -> Message:
    return Message(seq, f"c{seq}", "citizen", float(seq), {"kind": "text", "text": text, **body}, "answered")


def reply(seq: int, to: int, **body: Any) -> Message:
    return Message(seq, f"r{seq}", "assistant", float(seq), {"kind": "text", "text": "…", **body}, in_reply_to=to)


def card(seq: int, to: int, card_id: str) -> Message:
    return reply(seq, to, kind="card", card_id=card_id, title=card_id.upper(), outcome="found")


def test_cards_are_told_once_in_the_order_in_which_they_were_first_shown() -> None:
    talk = [citizen(1, "欠薪"), card(2, 1, "wages"), citizen(3, "离婚"), card(4, 3, "divorce"), card(5, 3, "wages")]
    assert [(one.card_id, one.title, one.at.timestamp()) for one in shown_cards(talk)] == [
        ("wages", "WAGES", 2.0), ("divorce", "DIVORCE", 4.0)
    ]  # fmt: skip


def test_what_was_not_understood_or_failed_was_not_answered() -> None:
    for outcome in ("fallback", "unavailable", "no_answer"):
        talk = [citizen(1, "怪问题"), reply(2, 1, outcome=outcome), citizen(3, "谢谢"), reply(4, 3)]
        assert [(one.text, one.at.timestamp()) for one in unanswered(talk)] == [("怪问题", 1.0)]


def test_an_answer_a_late_notice_and_small_talk_are_no_failures() -> None:
    talk = [citizen(1, "欠薪"), reply(2, 1, outcome="slow"), card(3, 1, "wages"), citizen(4, "谢谢"), reply(5, 4)]
    assert unanswered(talk) == []


def test_asking_back_is_an_answer_only_when_one_of_the_offers_is_taken() -> None:
    asked = [citizen(1, "怪问题"), reply(2, 1, outcome="nothing")]
    taken = citizen(3, "欠薪怎么办", payload='/choose_option{"card_id": "wages"}')
    none = citizen(3, "都不是", payload="/none_of_these")
    assert unanswered([*asked, taken, card(4, 3, "wages")]) == []
    assert [one.text for one in unanswered(asked)] == ["怪问题"]
    assert [one.text for one in unanswered([*asked, none])] == ["怪问题"]
    assert [one.text for one in unanswered([*asked, citizen(3, "那算了")])] == ["怪问题"]


def test_what_was_erased_is_not_told() -> None:
    assert unanswered([]) == []
    assert unanswered([citizen(1, "（已删除）", erased=True), reply(2, 1, outcome="fallback")]) == []


def test_the_search_takes_the_last_words_that_say_something() -> None:
    said = ["房东不退押金", "我住了两年", "好的", "他说墙坏了", "ok"]
    talk = [citizen(seq, text) for seq, text in enumerate(said, 1)]
    assert words_of(talk) == "房东不退押金\n我住了两年\n他说墙坏了"
    assert words_of([*talk, citizen(6, "水电都结清了")]) == "我住了两年\n他说墙坏了\n水电都结清了"
    assert words_of([]) == ""
    assert words_of(talk, "房东扣了押金") == "房东扣了押金"  # what the assistant asked and was told is in it already
    assert words_of([citizen(1, "长" * 1000)]) == "长" * LONGEST_WORDS
    assert words_of([reply(1, 0), citizen(2, "（已删除）", erased=True)]) == ""

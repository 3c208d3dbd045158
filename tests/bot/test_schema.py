"""Whatever Rasa says either fits the one schema or is not shown."""

from __future__ import annotations

from typing import Any

import pytest

from bot.case_shapes import OpenCase
from bot.reading import answer_read
from bot.schema import CardReply, Effect, ReplyError, TextReply, outcome_of, reply_parse
from bot.tracker import Tracker, TrackerUnavailable

CHANNEL = {
    "id": "legal-aid", "name": "法律援助", "why": "免费", "if_it_fails": None, "fee": "免费",
    "time": "七日", "binding": "", "enforcement": "",
    "decided_by": "法援中心", "not_for": "", "how": "申请", "number": "12348", "url": "https://example.org/a",
}  # fmt: skip
CARD: dict[str, Any] = {
    "kind": "card", "language": "zh", "card_id": "wage-arrears", "title": "欠薪", "answer": "先要证据",
    "as_of": "2026-11-24", "steps": ["一"], "papers": [], "cost": None, "duration": "45 日",
    "deadlines": [{"text": "一年", "rule": "labour-arbitration"}], "channels": [CHANNEL],
    "citations": [
        {"law": "劳动法", "article": "第五十条", "label": "《劳动法》第五十条", "applies_from": None, "has_text": True}
    ],
    "more": "正文", "buttons": [{"title": "有用", "payload": '/feedback{"value": "yes"}'}], "outcome": "found",
}  # fmt: skip
TEXT = {"kind": "text", "language": "zh", "text": "好"}
CASE: dict[str, Any] = {
    "kind": "wages", "reason": "asked", "what_happened": "拖欠三个月工资", "other_side": "某公司", "wishes": "付清",
    "amount": 30000.0, "district": "pudong", "subdistrict": "花木街道", "happened_on": "2026-08-01", "tried": "谈过",
    "evidence": ["劳动合同"], "contact": "〔手机号〕", "consent_version": "2026-11", "priority": 1,
    "attachments": {"screening": "可能符合法律援助条件"},
}  # fmt: skip
REMINDER = {
    "id": "x-2026-12-07", "on": "2026-12-07", "at": ["2026-12-06T09:00:00+08:00"], "language": "zh", "text": "x",
}  # fmt: skip


def test_a_card_comes_through_whole() -> None:
    (card,) = reply_parse({"recipient_id": "x", "custom": CARD}, "en")
    assert isinstance(card, CardReply)
    assert card.model_dump(mode="json") == CARD


def test_a_plain_response_becomes_a_text_in_the_language_of_the_conversation() -> None:
    said = {"text": "Hi", "buttons": [{"title": "Ask", "payload": "/ask", "type": "postback"}]}
    (text,) = reply_parse(said, "en")
    assert isinstance(text, TextReply)
    assert (text.language, text.buttons[0].payload) == ("en", "/ask")


def test_a_text_may_lead_to_files_and_show_a_picture() -> None:
    links = [{"title": "存到日历", "url": "/api/deadlines.ics?rule=labour-award-suit&starts=2026-11-20&language=zh"}]
    picture = {"url": "/api/route.svg?kind=rent", "alt": "路线图"}
    law = CARD["citations"]
    (text,) = reply_parse({"custom": {**TEXT, "links": links, "picture": picture, "citations": law}}, "zh")
    assert isinstance(text, TextReply) and text.picture
    assert [citation.model_dump() for citation in text.citations] == law
    assert [link.model_dump() for link in text.links] == links
    assert text.picture.model_dump() == picture


def test_the_wish_to_open_a_case_comes_through_whole() -> None:
    (wish,) = reply_parse({"custom": {"kind": "effect", "effect": "open_case", "value": CASE}}, "zh")
    assert isinstance(wish, Effect) and isinstance(wish.value, OpenCase)
    assert wish.value.model_dump(mode="json", exclude_unset=True) == CASE
    assert answer_read([{"custom": {"kind": "effect", "effect": "case_status"}}], "zh", "x").effects


def test_text_and_structure_in_one_message_are_both_kept() -> None:
    effect = {"kind": "effect", "effect": "language", "value": "en"}
    text, done = reply_parse({"text": "OK", "custom": effect}, "zh")
    assert isinstance(text, TextReply)
    assert done == Effect(effect="language", value="en")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"image": "https://example.org/x.png"},
        {"custom": {"kind": "poem", "text": "x"}},
        {"custom": [1]},
        {"custom": {**CARD, "title": ""}},
        {"custom": {**CARD, "language": "fr"}},
        {"custom": {**CARD, "channels": [{**CHANNEL, "url": "javascript:alert(1)"}]}},
        {"custom": {**CARD, "channels": [{**CHANNEL, "url": "https://a b"}]}},
        {"custom": {**CARD, "buttons": [{"title": "x", "payload": "restart"}]}},
        {"text": "x", "buttons": ["y"]},
        {"text": "x", "buttons": 5},
        {"text": 5},
        {"custom": {"kind": "effect", "effect": "explode", "value": None}},
        {"custom": {"kind": "effect", "effect": "remind", "value": "2026-12-07"}},
        {"custom": {"kind": "effect", "effect": "erase", "value": REMINDER}},
        {"custom": {"kind": "effect", "effect": "remind", "value": {**REMINDER, "on": "soon"}}},
        {"custom": {"kind": "effect", "effect": "remind", "value": {**REMINDER, "at": []}}},
        {"custom": {"kind": "effect", "effect": "remind", "value": {**REMINDER, "at": ["2026-12-06T09:00:00"]}}},
        {"custom": {"kind": "effect", "effect": "remind", "value": {**REMINDER, "language": "fr"}}},
        {"custom": {"kind": "effect", "effect": "remind", "value": {**REMINDER, "text": "alert" * 1000}}},
        {"custom": {**TEXT, "links": [{"title": "x", "url": "https://example.org/api/x"}]}},
        {"custom": {**TEXT, "links": [{"title": "x", "url": "//example.org/api/x"}]}},
        {"custom": {**TEXT, "links": [{"title": "x", "url": "javascript:alert(1)"}]}},
        {"custom": {**TEXT, "links": [{"title": "x", "url": "/static/x"}]}},
        {"custom": {**TEXT, "links": [{"title": "x", "url": "/api/../static/x"}]}},
        {"custom": {**TEXT, "links": [{"title": "x", "url": "/api/x y"}]}},
        {"custom": {**TEXT, "links": [{"title": "", "url": "/api/x"}]}},
        {"custom": {**TEXT, "picture": {"url": "/api/x.svg", "alt": ""}}},
        {"custom": {**TEXT, "picture": {"url": "data:image/svg+xml,alert", "alt": "x"}}},
        {"custom": {"kind": "contacts", "language": "zh", "title": "打", "urgent": True, "contacts": []}},
        {"custom": {**TEXT, "keeps": "Contact!"}},
        {"custom": {**TEXT, "citations": CARD["citations"] * 6}},
        {"custom": {"kind": "case", "language": "zh", "event": "opened", "text": "alert"}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": None}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": "wages"}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": {"kind": "Wages; alert"}}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": {**CASE, "reason": "alert"}}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": {**CASE, "what_happened": "长" * 4001}}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": {**CASE, "amount": -1}}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": {**CASE, "amount": float("nan")}}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": {**CASE, "evidence": ["x"] * 31}}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": {**CASE, "attachments": {"a b": "x"}}}},
        {"custom": {"kind": "effect", "effect": "open_case", "value": {**CASE, "happened_on": "alert"}}},
        {"custom": {"kind": "effect", "effect": "case_status", "value": "x"}},
        {"custom": {"kind": "effect", "effect": "withdraw_case", "value": CASE}},
    ],
)
def test_what_does_not_fit_is_refused_without_repeating_it(said: dict[str, Any]) -> None:
    with pytest.raises(ReplyError) as refused:
        reply_parse(said, "zh")
    assert "alert" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"custom": CARD}, "found"),
        ({"text": "x"}, None),
        ({"custom": {"outcome": "我叫张三"}}, None),
        ({"custom": {"outcome": 1}}, None),
    ],
)
def test_only_a_plain_name_is_counted(said: dict[str, Any], outcome: str | None) -> None:
    assert outcome_of(said) == outcome


def test_a_tracker_that_is_not_there_remembers_nothing(tmp_path: Any) -> None:
    tracker = Tracker(tmp_path / "tracker.db")
    tracker.forget("x")
    assert tracker.replies_of("x", "m1") == []
    (tmp_path / "tracker.db").write_bytes(b"")
    assert tracker.replies_of("x", "m1") == []


def test_a_broken_tracker_is_an_error(tmp_path: Any) -> None:
    (tmp_path / "tracker.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(TrackerUnavailable):
        Tracker(tmp_path / "tracker.db").forget("x")

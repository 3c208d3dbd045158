"""Quick replies: the shipped ones are fit to be sent, and a mistake in the file stops the start."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cases.catalogue import catalogue_load
from bot.desk.case_sent import LONGEST_MESSAGE
from bot.desk.quick_replies import QuickRepliesError, QuickReply, quick_replies_load, quick_reply_shown
from bot.settings import ROOT

DATA = ROOT / "data"
KINDS = catalogue_load(DATA).kinds
SHIPPED = quick_replies_load(DATA / "quick-replies.yml", KINDS)
GIVEN: dict[str, Any] = {
    "id": "greeting", "kinds": [], "name": {"zh": "打招呼", "en": "Greeting"},
    "text": {"zh": "您好，我是{organisation}的{name}。", "en": "Hello, I am {name} of {organisation}."},
}  # fmt: skip


def reviewed_articles() -> set[tuple[str, str]]:
    """Every article that a card or a channel cites: these were read by the legality review."""
    found = set()
    for path in [*DATA.glob("guidance/*/*.md"), DATA / "channels.yml"]:
        text = path.read_text(encoding="utf-8")
        parts = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
        for part in parts if isinstance(parts, list) else [parts]:
            found |= {(cited["law"], cited["article"]) for cited in part["citations"]}
    return found


def test_there_are_replies_for_all_cases_and_for_most_kinds() -> None:
    assert len(SHIPPED) >= 25
    assert len([reply for reply in SHIPPED if not reply.kinds]) >= 15
    assert len({kind for reply in SHIPPED for kind in reply.kinds}) > len(KINDS) / 2


@pytest.mark.parametrize("reply", SHIPPED, ids=lambda reply: reply.id)
def test_a_shipped_reply_can_be_sent_as_it_is(reply: QuickReply) -> None:
    for shown in quick_reply_shown(reply, "Chen", {"zh": "某某调解中心", "en": "Some mediation centre"}):
        for text in shown["text"].values():
            assert len(text) < LONGEST_MESSAGE / 2
            assert not re.search(r"[{}]|  |予以|贵方|你", text)
        assert not re.search(r"[\u4e00-\u9fff]", shown["text"]["en"] + shown["en"])


def test_what_the_law_says_rests_on_articles_that_were_reviewed() -> None:
    known = reviewed_articles()
    assert {(cited.law, cited.article) for reply in SHIPPED for cited in reply.citations} <= known


def test_every_reply_that_names_a_legal_period_or_effect_cites_its_law() -> None:
    legal = re.compile(r"法律约束力|司法确认|强制执行|仲裁.{0,6}一年|依法|周岁|不收任何费用")
    bare = [reply.id for reply in SHIPPED if legal.search(reply.text.zh) and not reply.citations]
    assert bare == []


def test_a_reply_is_signed_and_listed_once_for_each_kind() -> None:
    reply = QuickReply.model_validate(GIVEN | {"kinds": ["rent", "loan"]})
    shown = quick_reply_shown(reply, "陈", {"zh": "中心", "en": "the Centre"})
    assert [(one["id"], one["kind"]) for one in shown] == [("greeting.rent", "rent"), ("greeting.loan", "loan")]
    assert shown[0]["text"] == {"zh": "您好，我是中心的陈。", "en": "Hello, I am 陈 of the Centre."}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kinds": ["divorces"]}, "divorces"),
        ({"text": {"zh": "您好"}}, "en"),
        ({"text": {"zh": "{who}", "en": "{name}"}}, "who"),
        ({"text": {"zh": "{", "en": "x"}}, "quick-replies"),
        ({"citation": []}, "citation"),
        ({"id": "Greeting"}, "id"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, change: dict[str, Any], named: str) -> None:
    path = tmp_path / "quick-replies.yml"
    path.write_text(yaml.safe_dump([GIVEN]), encoding="utf-8")
    assert len(quick_replies_load(path, KINDS)) == 1
    path.write_text(yaml.safe_dump([GIVEN | change]), encoding="utf-8")
    with pytest.raises(QuickRepliesError, match=named):
        quick_replies_load(path, KINDS)


def test_an_id_is_given_once_and_the_file_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "quick-replies.yml"
    with pytest.raises(QuickRepliesError):
        quick_replies_load(path, KINDS)
    path.write_text(yaml.safe_dump([GIVEN, GIVEN]), encoding="utf-8")
    with pytest.raises(QuickRepliesError, match="twice"):
        quick_replies_load(path, KINDS)

"""Suggestions for the next reply: guidance and articles, and plain words when nothing can be searched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Desk, Office

CARD = {
    "kind": "card", "language": "zh", "card_id": "rent-deposit", "title": "房东不退押金", "answer": "先看合同。",
    "steps": ["留证据", "写信要"], "citations": [
        {"law": "中华人民共和国民法典", "article": "第七百零三条", "label": "《民法典》第七百零三条", "has_text": True}
    ], "deadlines": [], "papers": [], "channels": [], "more": None,
}  # fmt: skip
ARTICLE = {"law": "中华人民共和国民法典", "article": "第七百零三条", "text": "租赁合同是……的合同。", "score": 0.9}

OTHER = {"law": "中华人民共和国民法典", "article": "第五百六十六条", "text": "合同解除后……", "score": 0.5}
HIT = {"card_id": "rent-deposit", "title": "房东不退押金", "score": 0.9}


@pytest.fixture
def knowing(rasa: RasaDouble) -> Iterator[RasaDouble]:
    rasa.knowledge = {
        "/search": (200, {"outcome": "found", "confidence": 0.9, "hits": [HIT]}),
        "/cards/rent-deposit": (200, CARD),
        "/articles": (200, {**ARTICLE, "has_text": True}),
        "/statutes": (200, {"outcome": "found", "ranked_by": "meaning", "hits": [OTHER, ARTICLE]}),
    }
    rasa.looked_up.clear()
    yield rasa
    rasa.reset()


@pytest.fixture
def desk(office: Office) -> Desk:
    return office.member()


def asked(rasa: RasaDouble, path: str) -> dict[str, Any]:
    (query,) = [urlsplit(one).query for one in rasa.looked_up if urlsplit(one).path == path]
    return {name: values[0] for name, values in parse_qs(query).items()}


def test_what_happened_and_what_was_said_last_find_guidance_and_articles(
    office: Office, desk: Desk, knowing: RasaDouble
) -> None:
    citizen = office.citizen()
    citizen.say("没错，提交")
    case = office.held(desk, citizen)
    desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "您好，他为什么不退？"})
    citizen.say("他说墙坏了")
    citizen.say("好的")
    found = desk.get(f"/cases/{case}/suggestions")
    words = "房东李四不退两千元押金\n他说墙坏了"
    assert found == {
        "words": words,
        "guidance": [
            {
                "card_id": "rent-deposit", "title": "房东不退押金", "answer": "先看合同。",
                "steps": ["留证据", "写信要"], "fits": True,
                "insert": "先看合同。\n1. 留证据\n2. 写信要\n依据：《民法典》第七百零三条",
            }
        ],
        "articles": [
            {
                "law": "中华人民共和国民法典", "article": "第七百零三条", "text": "租赁合同是……的合同。",
                "insert": "《中华人民共和国民法典》第七百零三条规定：“租赁合同是……的合同。”",
            },
            {
                "law": "中华人民共和国民法典", "article": "第五百六十六条", "text": "合同解除后……",
                "insert": "《中华人民共和国民法典》第五百六十六条规定：“合同解除后……”",
            },
        ],
    }  # fmt: skip
    assert asked(knowing, "/search") == {"q": words, "language": "zh", "limit": "4"}
    assert asked(knowing, "/statutes")["q"] == words


def test_before_anybody_wrote_the_facts_are_searched_and_a_question_of_ones_own_comes_first(
    office: Office, desk: Desk, knowing: RasaDouble
) -> None:
    case = office.held(desk, language="en")
    found = desk.get(f"/cases/{case}/suggestions")
    assert found["words"] == "房东李四不退两千元押金"
    assert asked(knowing, "/search")["language"] == "en"
    assert "the Chinese text is the law" in found["articles"][0]["insert"]
    assert found["guidance"][0]["insert"].endswith("Based on: 《民法典》第七百零三条")
    knowing.looked_up.clear()
    desk.get(f"/cases/{case}/suggestions", q=" 装修 ", language="zh")
    assert asked(knowing, "/search") == {"q": "装修", "language": "zh", "limit": "4"}
    assert desk.refused("GET", f"/cases/{case}/suggestions", params={"q": "长" * 501}) == (422, "malformed")


def test_the_nearest_cards_are_shown_as_unsure_and_no_article_is_made_up(
    office: Office, desk: Desk, knowing: RasaDouble
) -> None:
    hits = [{"card_id": "rent-deposit", "title": "", "score": 0.2}, {"card_id": "gone", "title": "", "score": 0.1}]
    knowing.knowledge["/search"] = (200, {"outcome": "nothing", "confidence": 0.1, "hits": hits})
    knowing.knowledge["/statutes"] = (200, {"outcome": "nothing", "ranked_by": "words", "hits": []})
    found = desk.get(f"/cases/{office.held(desk)}/suggestions")
    assert [(card["card_id"], card["fits"]) for card in found["guidance"]] == [("rent-deposit", False)]
    assert found["articles"] == []


def test_one_search_that_is_not_ready_does_not_take_the_other_along(
    office: Office, desk: Desk, knowing: RasaDouble
) -> None:
    knowing.knowledge["/statutes"] = (200, {"outcome": "unavailable", "hits": [], "reason": "starting"})
    found = desk.get(f"/cases/{office.held(desk)}/suggestions")
    assert len(found["guidance"]) == 1
    assert [one["article"] for one in found["articles"]] == ["第七百零三条"]  # what the card rests on


@pytest.mark.parametrize("answer", [(503, {"error": "x"}), (200, {"outcome": "unavailable", "hits": []}), (200, {})])
def test_when_nothing_can_be_searched_the_member_is_told_in_plain_words(
    office: Office, desk: Desk, knowing: RasaDouble, answer: tuple[int, dict[str, Any]]
) -> None:
    knowing.knowledge |= dict.fromkeys(("/search", "/statutes"), answer)
    case = office.held(desk)
    refused = desk.ask("GET", f"/cases/{case}/suggestions", headers={"accept-language": "en"})
    assert (refused.status_code, refused.json()["error"]) == (503, "not_available")
    assert refused.json()["detail"].startswith("Nothing can be looked up right now")


def test_while_the_action_server_is_gone_everything_else_works(office: Office, desk: Desk, knowing: RasaDouble) -> None:
    knowing.stop()
    case = office.held(desk)
    assert desk.refused("GET", f"/cases/{case}/suggestions") == (503, "not_available")
    assert desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "您好"})["text"] == "您好"

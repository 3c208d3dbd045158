"""The picture of a route: valid, harmless, complete, and no wider than a telephone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.knowledge import Knowledge
from actions.knowledge.models import Language
from actions.navigator import Navigator
from actions.navigator.lines import NEVER_FIRST, NEVER_LAST, broken, width
from actions.navigator.picture import route_picture
from tests.action_server import NOW, action_server

CHANNELS = Knowledge.load().channels
NAVIGATOR = Navigator.load(Path(__file__).resolve().parents[2] / "data" / "navigator.yml", CHANNELS)
SPACE = list(NAVIGATOR.answer_space())
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}{name}" for name in ("svg", "title", "desc", "g", "rect", "line", "path", "circle", "text")}
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(["zh", "en"])


def drawn(answers: dict[str, str], language: Language, about: str = "") -> xml.Element:
    picture = route_picture(NAVIGATOR.route(answers), about, CHANNELS, language, NOW.date())
    return xml.fromstring(picture)


def words(picture: xml.Element) -> str:
    """All the text in it, without spaces, for lines may break anywhere between words."""
    return "".join((text.text or "").replace(" ", "") for text in picture.iter(f"{SVG}text"))


@given(st.sampled_from(SPACE), LANGUAGES)
def test_every_way_is_in_it_in_order_with_why(answers: dict[str, str], language: Language) -> None:
    picture, route = drawn(answers, language), NAVIGATOR.route(answers)
    told = words(picture)
    places = []
    for step in route.steps:
        name = CHANNELS[step.channel].name.in_language(language)
        block = f"{name}{step.reason.in_language(language)}".replace(" ", "")
        assert block in told
        places.append(told.index(block))
        assert name in (picture.findtext(f"{SVG}desc") or "")
    assert places == sorted(places)
    for rule in route.rules:
        assert rule.says.in_language(language).replace(" ", "") in told


@given(st.sampled_from(SPACE), LANGUAGES)
def test_it_holds_shapes_and_text_only_and_nothing_stands_out(answers: dict[str, str], language: Language) -> None:
    picture = drawn(answers, language)
    assert {element.tag for element in picture.iter()} <= SHAPES
    attributes = {name for element in picture.iter() for name in element.attrib}
    assert not {name for name in attributes if "href" in name or name.startswith("on")}
    assert picture.attrib["viewBox"].split()[2] == "360"
    height = float(picture.attrib["viewBox"].split()[3])
    for text in picture.iter(f"{SVG}text"):
        assert float(text.attrib["x"]) + width(text.text or "") * float(text.attrib["font-size"]) <= 360
        assert float(text.attrib["y"]) < height


def test_it_has_a_title_words_for_who_cannot_see_it_a_date_and_what_it_is_not() -> None:
    picture = drawn({"urgent": "none", "kind": "rent"}, "zh")
    assert picture.attrib["aria-labelledby"] == "title words"
    assert picture.findtext(f"{SVG}title") == "您可以走的路，按顺序"
    assert "1.自行协商" in (picture.findtext(f"{SVG}desc") or "").replace(" ", "")
    assert "2026-11-24" in words(picture) and "不是法律意见" in words(picture)


def test_if_it_fails_only_where_the_next_way_is_meant_for_that() -> None:
    told = words(drawn({"urgent": "none", "kind": "wages", "stage": "open"}, "en"))
    assert "Ifitfails" in told and "Or" in told
    assert "Ifitfails" not in words(drawn({"urgent": "danger"}, "en"))


def test_signs_of_xml_stay_text() -> None:
    assert "<b>&\"'</b>" in words(drawn({"kind": "rent"}, "zh", about="<b>&\"'</b>"))


@given(st.text(st.sampled_from("中文，。（）“”…、abc WIDE,.;(12 ") | st.characters(codec="utf-8"), max_size=60))
def test_lines_lose_nothing_and_fit(text: str) -> None:
    lines = broken(text, 12)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= 12 for line in lines)


@given(st.lists(st.sampled_from(["中", "文", "word", "，", "。", "（", "）", " "]), max_size=40).map("".join))
def test_no_line_begins_with_a_comma_or_ends_with_a_bracket(text: str) -> None:
    lines = broken("字" + text + "字", 12)
    if "，，" in text or "（（" in text:
        return  # a row of such signs is no sentence
    for before, after in pairwise(lines):
        assert after[0] not in NEVER_FIRST or before[-1] in NEVER_FIRST
        assert before[-1] not in NEVER_LAST or after[0] in NEVER_LAST | NEVER_FIRST


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("urgent=none&kind=rent&language=en", 200),
        ("kind=rent", 200),
        ("", 400),
        ("language=zh", 400),
        ("kind=rent&kind=wages", 400),
        ("kind=rent&language=fr", 400),
        ("kind=%3Cscript%3E", 400),
        ("kind=unheard-of", 404),
        ("colour=red", 404),
    ],
)
async def test_only_answers_that_there_are_give_a_picture(query: str, status: int) -> None:
    async with action_server() as http:
        response = await http.get(f"/route.svg?{query}")
    assert response.status_code == status
    if status == 200:
        assert response.headers["content-type"] == "image/svg+xml; charset=utf-8"
        xml.fromstring(response.content)

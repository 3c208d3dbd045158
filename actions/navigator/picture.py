"""Draws a route as an SVG that fits a telephone: numbered boxes from top to bottom, with what each costs and takes.

Nothing but shapes, text and attributes: no script, style sheet, font or link, so that it shows under the strictest
policy and can be kept and passed on as one file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from xml.etree import ElementTree as xml

from actions.knowledge.models import Channel, Language
from actions.navigator.lines import broken
from actions.navigator.route import Route
from actions.texts import say

WIDTH, EDGE, PAD, GAP = 360, 12, 14, 34
"""In the picture's own units: as wide as a small telephone."""
TITLE, NAME, BODY, SMALL = 20, 17, 15, 14
LEADING = 1.42
"""Line height in font sizes."""
BOLD = 1.13
"""How much wider bold letters are."""
FONTS = "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
PAPER, SURFACE, INK, SOFT, ACCENT, WARN, WARN_LINE = (
    "#f6f2ea", "#fffdf9", "#211c17", "#5a5146", "#1b515c", "#fcf1d9", "#b0741a",
)  # fmt: skip
SENTENCE = re.compile(r"(?:。|[.!?](?=\s|$))")


def route_picture(
    route: Route, about: str, channels: Mapping[str, Channel], language: Language, today: date
) -> bytes:
    """The picture of ``route`` as UTF-8 XML. ``about`` says what it is for, such as the kind of dispute; may be ""."""
    drawing = _Drawing(language)
    drawing.paragraph(say("navigator_title", language), TITLE, bold=True)
    drawing.paragraph(about, BODY, SOFT)
    drawing.notes([rule.says.in_language(language) for rule in route.rules])
    for number, step in enumerate(route.steps, 1):
        way = channels[step.channel]
        if number > 1:
            before = channels[route.steps[number - 2].channel]
            drawing.arrow(say(_link(route, before, way), language))
        drawing.box(number, way.name.in_language(language), step.reason.in_language(language), _facts(way, language))
    drawing.space(10)
    drawing.paragraph(say("picture_foot", language, day=today.isoformat()), SMALL, SOFT)
    return drawing.finished(say("navigator_title", language), route_in_words(route, channels, language))


def route_in_words(route: Route, channels: Mapping[str, Channel], language: Language) -> str:
    """The route for who cannot see it."""
    names = (channels[step.channel].name.in_language(language) for step in route.steps)
    listed = [f"{number}. {name}" for number, name in enumerate(names, 1)]
    return say("picture_words", language, ways=say("picture_separator", language).join(listed))


def _link(route: Route, before: Channel, way: Channel) -> str:
    """What the arrow says. Ways stand in order of use, so the next is not always what to do when one fails."""
    if route.is_urgent:
        return "picture_also"
    return "picture_fails" if way.id in before.next else "picture_or"


def _facts(way: Channel, language: Language) -> list[str]:
    return [
        say("picture_fee", language, fee=_first_sentence(way.fee.in_language(language))),
        say("picture_time", language, time=_first_sentence(way.time.in_language(language))),
    ]


def _first_sentence(text: str) -> str:
    """The first sentence without its full stop; an ellipsis tells that there is more to it."""
    end = SENTENCE.search(text)
    if end is None:
        return text
    return text[: end.start()] + ("…" if text[end.end() :].strip() else "")


class _Drawing:
    """Draws from top to bottom; ``_y`` is where the next thing begins."""

    def __init__(self, language: Language) -> None:
        self._root = xml.Element("g", {"font-family": FONTS})
        self._language = language
        self._y: float = EDGE

    def paragraph(self, text: str, size: int, colour: str = INK, *, bold: bool = False) -> None:
        """Words across the whole width."""
        lines = broken(text, (WIDTH - 2 * EDGE) / size / (BOLD if bold else 1))
        for line in lines:
            self._line(line, EDGE, size, colour, bold=bold)
        self._y += 8 if lines else 0

    def space(self, height: float) -> None:
        """Nothing."""
        self._y += height

    def notes(self, notes: list[str]) -> None:
        """What must be known first."""
        lines = [line for note in notes for line in broken(note, (WIDTH - 2 * EDGE - 2 * PAD) / BODY)]
        if not lines:
            return
        height = 2 * PAD + len(lines) * BODY * LEADING
        self._rectangle(EDGE, height, WARN, WARN_LINE)
        self._y += PAD
        for line in lines:
            self._line(line, EDGE + PAD, BODY)
        self._y += PAD + 14

    def box(self, number: int, name: str, why: str, facts: list[str]) -> None:
        """One way of the route."""
        inside, beside = WIDTH - 2 * EDGE - 2 * PAD, 34
        names = broken(name, (inside - beside) / NAME / BOLD)
        whys = broken(why, inside / BODY)
        told = [line for fact in facts for line in broken(fact, inside / SMALL)]
        height = 2 * PAD + LEADING * (len(names) * NAME + len(whys) * BODY + len(told) * SMALL) + 10
        self._rectangle(EDGE, height, SURFACE, ACCENT)
        self._y += PAD
        self._number(number)
        for line in names:
            self._line(line, EDGE + PAD + beside, NAME, bold=True)
        self._y += 5
        for line in whys:
            self._line(line, EDGE + PAD, BODY)
        self._y += 5
        for line in told:
            self._line(line, EDGE + PAD, SMALL, SOFT)
        self._y += PAD

    def arrow(self, label: str) -> None:
        """From one box to the next."""
        x, end = EDGE + PAD + 12, self._y + GAP
        line = {"x1": x, "x2": x, "y1": self._y, "y2": end - 6, "stroke": ACCENT, "stroke-width": 2}
        self._add("line", line)
        self._add("path", {"d": f"M{x - 6} {end - 9:.1f}L{x + 6} {end - 9:.1f}L{x} {end:.1f}Z", "fill": ACCENT})
        self._add("text", {"x": x + 16, "y": self._y + 22, "font-size": SMALL, "fill": ACCENT}, label)
        self._y = end

    def finished(self, title: str, words: str) -> bytes:
        """The whole picture; ``title`` and ``words`` are read out to who cannot see it."""
        height = f"{self._y + EDGE:.0f}"
        root = xml.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {WIDTH} {height}",
                "width": str(WIDTH),
                "height": height,
                "role": "img",
                "aria-labelledby": "title words",
                "xml:lang": "en" if self._language == "en" else "zh-CN",
            },
        )
        xml.SubElement(root, "title", {"id": "title"}).text = title
        xml.SubElement(root, "desc", {"id": "words"}).text = words
        xml.SubElement(root, "rect", {"width": str(WIDTH), "height": height, "fill": PAPER})
        root.append(self._root)
        return bytes(xml.tostring(root, encoding="utf-8", xml_declaration=True))

    def _number(self, number: int) -> None:
        x, y = EDGE + PAD + 12, self._y + 12
        self._add("circle", {"cx": x, "cy": y, "r": 13, "fill": ACCENT})
        place = {"x": x, "y": y + 5, "text-anchor": "middle", "font-size": BODY, "font-weight": "bold", "fill": SURFACE}
        self._add("text", place, str(number))

    def _rectangle(self, x: float, height: float, fill: str, stroke: str) -> None:
        place = {"x": x, "y": self._y, "width": WIDTH - 2 * EDGE, "height": height, "rx": 8}
        self._add("rect", {**place, "fill": fill, "stroke": stroke, "stroke-width": 1.5})

    def _line(self, text: str, x: float, size: int, colour: str = INK, *, bold: bool = False) -> None:
        place = {"x": x, "y": self._y + size, "font-size": size, "fill": colour}
        self._add("text", {**place, "font-weight": "bold"} if bold else place, text)
        self._y += size * LEADING

    def _add(self, tag: str, attributes: Mapping[str, object], text: str | None = None) -> None:
        written = {name: f"{one:.1f}" if isinstance(one, float) else str(one) for name, one in attributes.items()}
        xml.SubElement(self._root, tag, written).text = text

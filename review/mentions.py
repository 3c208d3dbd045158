"""Finds where a draft names a law, with or without articles, in the ways that lawyers write it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from actions.article_numbers import article_label, article_number

_NUMERAL = r"(?:\d{1,4}|[零〇一二三四五六七八九十百千]{1,9})"
_ARTICLE = re.compile(
    rf"第\s*(?P<number>{_NUMERAL})\s*条(?:\s*之\s*(?P<inserted>{_NUMERAL}))?(?:\s*第\s*(?P<paragraph>{_NUMERAL})\s*款)?"
    rf"(?:\s*第?\s*[（(]?{_NUMERAL}[）)]?\s*项)?"
)
_AND = re.compile(rf"\s*(?:、|,|，|和|及|与|以及|或者|或)\s*(?:第\s*{_NUMERAL}\s*[款项]\s*(?:、|和|及|与)?\s*)*(?=第)")
_TO = re.compile(r"\s*(?:至|到|—+|－|-|–|~|～)\s*(?=第)")
_ASIDE = re.compile(r"\s*[（(](?P<aside>[^（）()]{1,60}|[^（）()]{0,40}[（(][^（）()]{1,20}[）)][^（）()]{0,40})[）)]")
_SHORT = re.compile(r"(?:以下简称|下称|简称)[为：:]?\s*[“\"《「]?(?P<name>[^”\"》」，。；）)]{2,30})")
# A law named without brackets: the characters before 第…条 that could be its name.
_RUN = re.compile(r"[\u4e00-\u9fff（）《》〈〉]{2,50}$")
_OWN = re.compile(r"(?:本|我)(?:法|条例|规定|办法|解释|规则|合同|协议|协议书|章程|公约|制度|通知|约定|意见|细则)\s*$")
_SAME = re.compile(r"(?:该|(?<![合共相])同|上述|前述|其)(?:法|法典|条例|规定|办法|解释|规则|法律|司法解释)\s*(?:的)?$")
SOUNDS_LIKE_LAW = re.compile(r"(?:法|法典|条例|规定|办法|解释|规则|细则|通则)(?:（[一二三四五六七八九十]+）)?$")
MOST_IN_RANGE = 30


@dataclass(frozen=True)
class Mention:
    """A law named in a draft. ``start`` and ``end`` are places in the paragraph.

    ``law`` is as written; ``articles`` are official numbers, ``paragraphs`` the 款 named for some of them.
    ``in_brackets`` tells whether it stood in 《》; ``later`` whether it was named by 该法 or the like.
    """

    law: str
    articles: tuple[str, ...]
    paragraphs: dict[str, int]
    start: int
    end: int
    in_brackets: bool
    impossible: tuple[str, ...] = ()


class Reader:
    """Reads one draft from its beginning: short names and 该法 refer to what came before."""

    def __init__(self, official: Callable[[str], str | None], is_short_for_one: Callable[[str], bool]) -> None:
        """``official`` gives the official name of a law, or None; the other tells of names such as 民诉法."""
        self._official = official
        self._is_short_for_one = is_short_for_one
        self._short_names: dict[str, str] = {}
        self._last: str | None = None

    def mentions(self, text: str) -> list[Mention]:
        """All mentions in one paragraph, in order."""
        found, end = [], 0
        for start, stop, name in _bracketed(text):
            if start < end:
                continue
            stop = self._aside(text, stop, name)
            articles = _articles(text, stop)
            law = self._short_names.get(name, name)
            found.append(_mention(law, articles, start, in_brackets=True, stop=stop))
            end = found[-1].end
            if articles or self._official(law):
                self._last = law
            found += self._bare(text, end, _next_bracket(text, end))
        first = _next_bracket(text, 0)
        return sorted([*self._bare(text, 0, first), *found], key=lambda mention: mention.start)

    def _aside(self, text: str, stop: int, name: str) -> int:
        """The end of a bracket after the name, such as （以下简称《民法典》） or （2023修正）, whose name is learnt."""
        match = _ASIDE.match(text, stop)
        if match is None:
            return stop
        short = _SHORT.search(match["aside"])
        if short:
            self._short_names[short["name"].strip("《》“”")] = name
        return match.end() if short or re.search(r"\d{4}|修[正订]|试行", match["aside"]) else stop

    def _bare(self, text: str, start: int, stop: int) -> list[Mention]:
        """Mentions without 《》 between two places: 民法典第五百七十七条, 该法第三十条."""
        found, place = [], start
        while match := _ARTICLE.search(text, place, stop):
            articles = _articles(text, match.start())
            place = articles[-1].end() if articles else match.end()
            before = text[start : match.start()]
            law = self._law_before(before)
            if law is not None and articles:
                found.append(_mention(law, articles, match.start(), in_brackets=False, stop=match.end()))
                self._last = law
        return found

    def _law_before(self, before: str) -> str | None:
        if _OWN.search(before):
            return None
        if _SAME.search(before):
            return self._last
        run = _RUN.search(before.rstrip())
        if run is None:
            return None
        words = run[0].removesuffix("的")
        for begin in range(len(words) - 1):
            name = words[begin:]
            if name in self._short_names:
                return self._short_names[name]
            # The longest name counts, so that 劳动仲裁法 is not taken for 仲裁法.
            if self._official(name) or self._is_short_for_one(name):
                return name
        # Not known; what could be a name is kept for the suggestions, from the last word that joins sentences on.
        name = re.split(r"根据|依照|依据|按照|违反|适用|参照|援引|以及|和|与|及|的", words)[-1]
        return name if 3 <= len(name) <= 25 and SOUNDS_LIKE_LAW.search(name) else None


def _bracketed(text: str) -> list[tuple[int, int, str]]:
    """Every outermost 《…》, also with 《》 or 〈〉 inside: start, end, what is inside."""
    found, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character == "《":
            start = place if depth == 0 else start
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0 and place - start > 1:
                found.append((start, place + 1, text[start + 1 : place].strip()))
    return found


def _next_bracket(text: str, start: int) -> int:
    place = text.find("《", start)
    return place if place >= 0 else len(text)


def _articles(text: str, start: int) -> list[re.Match[str]]:
    """The articles that are listed from ``start`` on, without anything else between them."""
    found: list[re.Match[str]] = []
    space = re.compile(r"\s*(?:中的|中|的)?\s*").match(text, start)
    place = space.end() if space else start
    while match := _ARTICLE.match(text, place):
        found.append(match)
        joint = _AND.match(text, match.end()) or _TO.match(text, match.end())
        if joint is None:
            break
        place = joint.end()
    return found


def _mention(law: str, articles: list[re.Match[str]], start: int, in_brackets: bool, stop: int) -> Mention:
    numbers: list[str] = []
    paragraphs: dict[str, int] = {}
    impossible: list[str] = []
    for position, match in enumerate(articles):
        try:
            number = article_number(match["number"])[0]
            inserted = article_number(match["inserted"])[0] if match["inserted"] else 0
            label = article_label(number, inserted)
        except ValueError:
            impossible.append(match[0])
            continue
        if position and _TO.match(match.string, articles[position - 1].end()) and numbers:
            first = article_number(numbers[-1])[0]
            numbers += [article_label(between) for between in range(first + 1, min(number, first + MOST_IN_RANGE))]
        numbers.append(label)
        if match["paragraph"]:
            paragraphs[label] = article_number(match["paragraph"])[0]
    end = articles[-1].end() if articles else stop
    return Mention(law, tuple(dict.fromkeys(numbers)), paragraphs, start, end, in_brackets, tuple(impossible))

"""Finds the articles that a sentence names: 劳动合同法第三十八条, 民法典 1165 条, Article 9 of the Labour Law."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.article_numbers import article_label, official_article
from actions.knowledge.base import ROOT
from actions.knowledge.reading import parse_yaml

NAMES_FILE = ROOT / "data" / "law-names.yml"
LONGEST_NAME = 45
MOST_ARTICLES = 3
_NUMBER = r"(?:\d{1,4}|[零〇一二三四五六七八九十百千]{1,9})"
_ARTICLE = re.compile(rf"第\s*{_NUMBER}\s*条(?:\s*之\s*[一二三四五六七八九十])?")
# Without 第 only right after the name: 劳动合同法38条, but not 有 5 条.
_AFTER_NAME = re.compile(rf"[》\s的]*({_NUMBER}\s*条(?:\s*之\s*[一二三四五六七八九十])?)")
_ENGLISH_ARTICLES = re.compile(r"\b(?:articles?|arts?\.?)\s*(\d{1,4}(?:\s*(?:,|and|&)\s*\d{1,4})*)(?!\d)", re.I)
_NAME_END = re.compile(r"[法典例定释则）)]")
_ELSEWHERE = re.compile(r"\bUSA?\b|\bU\.S\.|\bAmerican?\b|\bBritish\b|\bUK\b|\bGerman\b|\bFrench\b|\bHong Kong\b")
_ENGLISH_FILLING = re.compile(r"\b(?:the|china's|chinese|china|prc|p\.r\.c\.|people's republic of|of|on)\b\s*|[《》]")


@dataclass(frozen=True)
class Mention:
    """What a sentence names: ``laws`` by official name, ``articles`` as (law, official number), both in its order.

    ``rest`` is the sentence without them.
    """

    laws: tuple[str, ...]
    articles: tuple[tuple[str, str], ...]
    rest: str


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    name: str


class Mentions:
    """Reads sentences; knows every official name, and other names of the same laws."""

    def __init__(self, official: Callable[[str], str | None], others: Mapping[str, Sequence[str]]) -> None:
        """``official`` gives the official name of a law, or None; ``others`` lists more names of a law by that name."""
        self._official = official
        named = [(name, law) for law, names in others.items() for name in names]
        self._short = {name: law for name, law in named if not name.isascii()}
        self._english = {_english(name): law for name, law in named if name.isascii()}
        spelled = sorted(self._english, key=len, reverse=True)
        self._english_names = re.compile(rf"\b(?:{'|'.join(map(re.escape, spelled))})\b")

    @classmethod
    def load(cls, official: Callable[[str], str | None], path: Path = NAMES_FILE) -> Mentions:
        """With the other names that data/law-names.yml has."""
        return cls(official, parse_yaml(path.read_text(encoding="utf-8")))

    def read(self, text: str) -> Mention:
        """What ``text`` (normalised) names. An article belongs to the last law before it, or else to the first."""
        laws = self._laws(text)
        if not laws and not _ELSEWHERE.search(text):
            text = _english(text)
            laws = [_Place(one.start(), one.end(), self._english[one[0]]) for one in self._english_names.finditer(text)]
        articles = _articles(text, laws) if laws else []
        numbered = [(_law_of(place, laws), place.name) for place in articles]
        rest = _without(text, [*laws, *articles])
        distinct = tuple(dict.fromkeys(numbered))[:MOST_ARTICLES]
        return Mention(tuple(dict.fromkeys(law.name for law in laws)), distinct, rest)

    def _laws(self, text: str) -> list[_Place]:
        """Chinese names; the longest counts, so that 劳动合同法实施条例 is not taken for 劳动合同法."""
        found: list[_Place] = []
        for match in _NAME_END.finditer(text):
            end = match.end()
            first = max(0, end - LONGEST_NAME)
            names = ((start, text[start:end]) for start in range(first, end - 1))
            known = ((start, self._short.get(name) or self._official(name)) for start, name in names)
            longest = next(((start, law) for start, law in known if law), None)
            if longest:
                found = [one for one in found if one.end <= longest[0]]
                found.append(_Place(longest[0], end, longest[1]))
        return found


def _articles(text: str, laws: Sequence[_Place]) -> list[_Place]:
    found = [(match.start(), match.end(), match[0]) for match in _ARTICLE.finditer(text)]
    for law in laws:
        after = _AFTER_NAME.match(text, law.end)
        if after:
            found.append((after.start(1), after.end(1), after[1]))
    for listed in _ENGLISH_ARTICLES.finditer(text):
        found += [(listed.start(), listed.end(), number) for number in re.findall(r"\d+", listed[1])]
    places = []
    for start, end, written in sorted(found):
        try:
            number = article_label(int(written)) if written.isdigit() else official_article(written)
        except ValueError:
            continue
        places.append(_Place(start, end, number))
    return places


def _law_of(article: _Place, laws: Sequence[_Place]) -> str:
    before = [law for law in laws if law.end <= article.start]
    return (before[-1] if before else laws[0]).name


def _without(text: str, places: Sequence[_Place]) -> str:
    for place in sorted(places, key=lambda one: -one.start):
        text = text[: place.start] + " " + text[place.end :]
    return text


def _english(text: str) -> str:
    """One spelling for a law's English name, wherever it stands: lower case, British, without small words."""
    plain = text.lower().replace("’", "'").replace("-", " ").replace("labor", "labour")
    return " ".join(_ENGLISH_FILLING.sub(" ", plain).split())

"""Which district and subdistrict of Shanghai a text names, by ``data/districts.yml``.

People leave out 街道 and 镇. A short name then counts alone only when it hardly means anything else (张江, but not
建设 or 三星, and not 岳阳, which is a city too); otherwise its district must be named as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import jieba
import yaml
from pydantic import Field, ValidationError

from actions.chinese import jionlp
from actions.knowledge.models import Bilingual, Entry
from understanding.normalise import normalise

COMMON_WORD = 60
"""jieba's count from which a short name is taken for a word of the language."""
SHORTEST_ENGLISH = 5
_KIND_OF_PLACE = re.compile(r"(?:街道|新镇|镇|乡)$")
_QUARTER = re.compile(r"(?:新村|路|镇|城)$")
_SHANGHAI = "上海市"


class DistrictsError(ValueError):
    """``data/districts.yml`` cannot be used; the message says why."""


class District(Entry):
    """A district with its subdistricts and towns by their official names.

    ``area`` is what it is offered under; ``also`` are other names that people say; ``spelled`` gives the Latin spelling
    of a subdistrict where it is not the usual reading of its characters; ``not_meant`` are words that hold the
    district's name and mean something else.
    """

    id: str
    code: str
    name: Bilingual
    area: Bilingual
    subdistricts: tuple[str, ...]
    also: tuple[str, ...] = ()
    spelled: Mapping[str, str] = Field(default_factory=dict)
    not_meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A district's id, and the official name of the subdistrict where that was told too."""

    district: str
    subdistrict: str | None = None


@dataclass(frozen=True)
class _Name:
    """A way to say a subdistrict. ``is_plain``: needs no district beside it."""

    words: str
    district: str
    subdistrict: str
    is_plain: bool


class Places:
    """All names, ready to be found in a text."""

    def __init__(self, districts: Iterable[District]) -> None:
        self.districts = {district.id: district for district in districts}
        self._patterns = {one.id: _pattern(_district_names(one)) for one in self.districts.values()}
        elsewhere = _other_places()
        names = [name for one in self.districts.values() for name in _subdistrict_names(one, elsewhere)]
        said = [name.words for name in names]
        # 虹桥 is in two districts: neither counts alone.
        plain = [replace(name, is_plain=name.is_plain and said.count(name.words) == 1) for name in names]
        self._names = [(name, _pattern([name.words])) for name in sorted(plain, key=lambda name: -len(name.words))]
        self._not_meant = _pattern([word for one in self.districts.values() for word in one.not_meant])

    @classmethod
    def load(cls, path: Path) -> Places:
        """Reads the table. Raises ``DistrictsError``."""
        try:
            return cls([District.model_validate(row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))])
        except (OSError, ValidationError) as error:
            raise DistrictsError(f"{path.name}: {error}") from error

    def place_in(self, text: str, within: str | None = None) -> Place | None:
        """Where ``text`` says that it is, or None. ``within``: the district that is known already."""
        words = normalise(text).lower().replace("'", "").replace("’", "")
        about = self._not_meant.sub(" ", words)
        named = [found for found, pattern in self._patterns.items() if pattern.search(about)]
        allowed = {*named, *([within] if within and not named else [])}
        for name, pattern in self._names:
            if (name.district in allowed or (not named and name.is_plain)) and pattern.search(words):
                return Place(name.district, name.subdistrict)
        return Place(named[0]) if named else None


def _district_names(district: District) -> list[str]:
    short = re.sub(r"(?:新区|区)$", "", district.name.zh)
    english = district.name.en.lower().replace("'", "")
    return [short, english, *([english.replace("jingan", "jing an")] if english == "jingan" else []), *district.also]


def _subdistrict_names(district: District, elsewhere: frozenset[str]) -> Iterable[_Name]:
    own = set(_district_names(district))
    for full in district.subdistricts:
        short = _KIND_OF_PLACE.sub("", full)
        shorter = _QUARTER.sub("", short)
        latin = latin_name(district, full)
        yield _Name(full, district.id, full, True)
        for words in {short, shorter} - own - {full}:
            if len(words) > 1:
                rare = jieba.dt.FREQ.get(words, 0) < COMMON_WORD and words not in elsewhere
                yield _Name(words, district.id, full, rare)
        if len(latin) >= SHORTEST_ENGLISH and latin not in own:
            yield _Name(latin, district.id, full, True)


def latin_name(district: District, subdistrict: str) -> str:
    """The subdistrict's short name in Latin letters, in lower case, such as ``zhangjiang``."""
    short = _KIND_OF_PLACE.sub("", subdistrict)
    shorter = _QUARTER.sub("", short)
    name = shorter if len(shorter) > 1 else subdistrict
    read = jionlp().pinyin(name, formater="simple")
    return district.spelled.get(subdistrict) or "".join(re.sub(r"\d", "", syllable) for syllable in read)


def _other_places() -> frozenset[str]:
    """Names of cities and counties outside Shanghai, with and without 市 or 县."""
    jieba.initialize()
    found: set[str] = set()
    for province, cities in jionlp().china_location_loader(detail=False).items():
        if province != _SHANGHAI:
            _gather(cities, found)
    return frozenset(found)


def _gather(places: Mapping[str, object], found: set[str]) -> None:
    for name, inside in places.items():
        if isinstance(inside, Mapping):
            alias = inside.get("_alias") or ()
            found.update([name, *([alias] if isinstance(alias, str) else list(alias))])
            _gather(inside, found)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Any of the names; Latin ones as whole words only."""
    parts = [rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name) for name in names]
    return re.compile("|".join(parts) or r"(?!)")

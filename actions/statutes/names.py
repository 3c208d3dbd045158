"""Finds the one official name of a law that people write in many ways."""

import re
from collections.abc import Iterable, Mapping

COUNTRY = "中华人民共和国"
_BRACKETS = str.maketrans("〈〉()＜＞", "《》（）《》")
_SPACES = re.compile(r"[\s\u3000]+")


class LawNames:
    """All known official names, found also without 中华人民共和国, by a short name, and with other brackets."""

    def __init__(self, names: Iterable[str], short_names: Mapping[str, str]) -> None:
        """``short_names`` leads from a short name to the official one."""
        self.all = tuple(dict.fromkeys(names))
        self._official: dict[str, str] = {}
        # The later wins, so the surest spelling comes last.
        for short, name in short_names.items():
            self._official[_spelling(short)] = name
        for name in self.all:
            self._official[_spelling(name).replace(COUNTRY, "")] = name
        for name in self.all:
            self._official[_spelling(name)] = name

    def official(self, written: str) -> str | None:
        """The official name, or None for a law that is not known."""
        spelling = _spelling(written)
        return self._official.get(spelling) or self._official.get(spelling.replace(COUNTRY, ""))


def _spelling(name: str) -> str:
    plain = _SPACES.sub("", name.translate(_BRACKETS))
    # 《民法典》 is 民法典, but the brackets inside 关于适用《民法典》的解释 belong to the name.
    whole = plain.startswith("《") and plain.endswith("》")
    return plain[1:-1] if whole else plain

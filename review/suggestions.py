"""What was perhaps meant: the nearest name of a law, the article with the most similar words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from actions.statutes import Statutes
from actions.statutes.names import COUNTRY
from actions.statutes.search import StatuteSearch
from review.differences import bare, closest_window

LIKE_NAME = 0.6
MOST = 3
_SHORTEST_NAME = 2


@dataclass(frozen=True)
class Likely:
    """An article whose words come close to a quotation: ``words`` are those, ``likeness`` is from 0 to 1."""

    law: str
    article: str
    words: str
    likeness: float

    @property
    def label(self) -> str:
        """How it is cited."""
        return f"《{self.law.removeprefix(COUNTRY)}》{self.article}"


class Names:
    """All names of laws, to find what a wrong or shortened one means."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name: name.replace(COUNTRY, "") for name in names}

    def short_for(self, written: str) -> list[str]:
        """The laws that ``written`` shortens, such as 民诉法: the same ends, and all its characters in order."""
        short = written.replace(COUNTRY, "")
        if len(short) < _SHORTEST_NAME:
            return []
        return [
            name for name, plain in self._names.items()
            if short != plain and short[0] == plain[0] and short[-1] == plain[-1] and _in_order(short, plain)
            and len(plain) <= 4 * len(short)
        ]  # fmt: skip

    def nearest(self, written: str) -> list[str]:
        """At most three names, the most likely first."""
        short = written.replace(COUNTRY, "")
        shortened = set(self.short_for(written))
        likeness = {
            name: (1 if name in shortened else 0) + SequenceMatcher(None, short, plain, autojunk=False).ratio()
            for name, plain in self._names.items()
        }
        ranked = sorted(likeness, key=lambda name: -likeness[name])[:MOST]
        return [name for name in ranked if likeness[name] >= LIKE_NAME]


def _in_order(short: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in short)


class Articles:
    """Finds articles by words."""

    def __init__(self, statutes: Statutes, search: StatuteSearch, on: date) -> None:
        self._statutes = statutes
        self._search = search
        self._on = on

    def with_words(self, quotation: str, law: str | None = None, enough: float = 0.6) -> list[Likely]:
        """Articles in force that hold words like these (those of ``law`` first), at most three."""
        hits = self._search.search(quotation, self._on, 40)
        likely = []
        for hit in hits:
            likeness = closest_window(bare(quotation), bare(hit.passage.text)).likeness
            if likeness >= enough:
                words = closest_window(quotation, hit.passage.text).text
                likely.append(Likely(hit.passage.law, hit.passage.article, words, likeness))
        return sorted(likely, key=lambda one: (-round(one.likeness, 2), one.law != law))[:MOST]

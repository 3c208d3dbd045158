"""Every citation in data/: of cards and of all tables, found by its form and not by the table it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from actions.article_numbers import is_official
from actions.knowledge import Knowledge
from actions.knowledge.checks import card_file, day_of_law
from actions.knowledge.reading import parse_yaml, read_text


@dataclass(frozen=True)
class Cited:
    """One article cited in one place. ``day`` is the day whose law counts; ``until`` the day of the next reading."""

    source: str
    law: str
    article: str
    day: date
    until: date | None = None

    @property
    def label(self) -> str:
        """The citation as the lock file has it."""
        return f"{self.law} {self.article}"

    @property
    def file(self) -> str:
        """The file of the source, relative to the project."""
        return self.source.partition("#")[0]

    @property
    def place(self) -> str:
        """Where in the file."""
        return self.source.partition("#")[2] or "citations"


def cited_in(knowledge: Knowledge, root: Path, today: date) -> list[Cited]:
    """All citations of cards and of data/*.yml; what cannot be read is left to the checks of form."""
    found = []
    for card in knowledge.cards.values():
        day, until = day_of_law(card, today), min(card.review_by, card.effective_to or card.review_by)
        found += [Cited(card_file(card), one.law, one.article, day, until) for one in card.citations]
    for path in sorted((root / "data").glob("*.yml")):
        name = path.relative_to(root).as_posix()
        text, _ = read_text(path, name)
        try:
            table = parse_yaml(text or "")
        except yaml.YAMLError:
            continue
        found += [Cited(source, law, article, today) for source, law, article in _pairs(table, name, "")]
    return list(dict.fromkeys(found))


def _pairs(value: Any, name: str, place: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, list):
        for one in value:
            yield from _pairs(one, name, place)
        return
    if not isinstance(value, dict):
        return
    law, article = value.get("law"), value.get("article")
    if isinstance(law, str) and isinstance(article, str) and is_official(article):
        yield f"{name}#{place}", law, article
    own = value.get("id")
    inner = f"{place}.{own}" if place and isinstance(own, str) else own if isinstance(own, str) else place
    for key, one in value.items():
        if isinstance(one, dict | list):
            # A mapping of ids to rows names its rows by the key; fields of a row with an id need no more.
            yield from _pairs(one, name, inner or (key if isinstance(key, str) else ""))

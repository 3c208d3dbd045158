"""data/law-dates.yml: dates of laws that the statutes database has wrong or lacks, each with its source."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field

from actions.article_numbers import article_label, article_number
from actions.knowledge.models import Entry, Text
from actions.knowledge.reading import Problem, parse_yaml, validated


@dataclass(frozen=True)
class VersionDates:
    """What the table knows of one version of a law."""

    applies_from: date | None = None
    last_day: date | None = None
    changed_articles: frozenset[str] = frozenset()


class LawDates(Entry):
    """One row: the version of ``law`` adopted on ``adopted``."""

    law: Text
    adopted: date
    applies_from: date | None = None
    last_day: date | None = None
    changed_articles: tuple[int, ...] = Field(default=())
    source: Text


def read_law_dates(path: Path) -> tuple[dict[tuple[str, date], VersionDates], list[Problem]]:
    """The table by law and day of adoption, and what is wrong with it."""
    rows = parse_yaml(path.read_text(encoding="utf-8"))
    table: dict[tuple[str, date], VersionDates] = {}
    problems: list[Problem] = []
    for position, value in enumerate(rows, 1):
        row, found = validated(LawDates, value, path.name, str(position))
        problems += found
        if row is not None:
            changed = frozenset(article_label(*article_number(str(number))) for number in row.changed_articles)
            table[row.law, row.adopted] = VersionDates(row.applies_from, row.last_day, changed)
    return table, problems

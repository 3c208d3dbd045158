"""data/former-laws.yml: laws that ended before the statutes database begins."""

from datetime import date
from pathlib import Path

from actions.knowledge.models import Entry, Text
from actions.knowledge.reading import Problem, read_table
from actions.statutes.names import LawNames


class FormerLaw(Entry):
    """A law that is over; ``source`` is the article that ended it."""

    name: Text
    last_day: date
    replaced_by: Text
    source: Text


class FormerLaws:
    """The table, by whatever name a law is written."""

    def __init__(self, table: dict[str, FormerLaw]) -> None:
        self._table = table
        self._names = LawNames(table, {})

    @classmethod
    def read(cls, root: Path) -> tuple["FormerLaws", list[Problem]]:
        """The table and what is wrong with it; a knowledge base need not have one."""
        path = root / "data" / "former-laws.yml"
        table, problems = read_table(FormerLaw, path, root, "name") if path.exists() else ({}, [])
        return cls(table), problems

    def find(self, written: str) -> FormerLaw | None:
        """The former law of this name."""
        name = self._names.official(written)
        return self._table[name] if name else None

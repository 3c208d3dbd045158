"""The categories that disputes are counted by, which every partner can map to its own: ``data/categories.yml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

OTHER = "other"


class CategoriesError(ValueError):
    """``data/categories.yml`` is missing or malformed. The start must stop."""


@dataclass(frozen=True)
class Category:
    """One of eighteen; ``number`` is its place in the usual list, from 1."""

    id: str
    number: int
    zh: str
    en: str


@dataclass(frozen=True)
class Categories:
    """All categories in their order, and under which each kind of dispute falls."""

    all: Sequence[Category]
    by_kind: Mapping[str, Category]

    def of(self, kind: str) -> Category:
        """The category of a kind of dispute; a kind that the list does not name counts as other."""
        return self.by_kind.get(kind) or self.by_id(OTHER)

    def by_id(self, identity: str) -> Category:
        """The category of this id. An unknown one is a ``KeyError``."""
        return {category.id: category for category in self.all}[identity]


def categories_load(path: Path) -> Categories:
    """Read ``data/categories.yml``. Raises ``CategoriesError``, also when a kind is counted twice."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        listed = [Category(row["id"], number, row["zh"], row["en"]) for number, row in enumerate(entries, 1)]
        pairs = [(kind, category) for row, category in zip(entries, listed, strict=True) for kind in row["kinds"]]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise CategoriesError(f"{path.name} cannot be read: {error!r}") from error
    by_kind = dict(pairs)
    if len(by_kind) < len(pairs):
        raise CategoriesError(f"{path.name} counts a kind twice")
    if OTHER not in {category.id for category in listed}:
        raise CategoriesError(f"{path.name} lacks {OTHER}")
    return Categories(listed, by_kind)

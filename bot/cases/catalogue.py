"""The kinds of dispute and the districts that a case may name, with their names in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.sentences import Language

Words = Mapping[Language, str]


class CatalogueError(ValueError):
    """``data/intake.yml`` or ``data/districts.yml`` is missing or malformed. The start must stop."""


@dataclass(frozen=True)
class Catalogue:
    """Names by id, each in both languages, in the order of the files."""

    kinds: Mapping[str, Words]
    districts: Mapping[str, Words]


def catalogue_load(data: Path) -> Catalogue:
    """Read the kinds of ``intake.yml`` and the districts of ``districts.yml`` in the folder ``data``.

    Raises ``CatalogueError``.
    """
    try:
        kinds = yaml.safe_load((data / "intake.yml").read_text(encoding="utf-8"))["kinds"]
        districts = yaml.safe_load((data / "districts.yml").read_text(encoding="utf-8"))
        return Catalogue(_names(kinds), _names(districts))
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise CatalogueError(f"kinds and districts cannot be read: {error!r}") from error


def _names(entries: list[Mapping[str, Words]]) -> dict[str, Words]:
    return {str(entry["id"]): {"zh": entry["name"]["zh"], "en": entry["name"]["en"]} for entry in entries}

"""The sentences that actions say, kept as data so that they can be reworded without touching code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from actions.knowledge.models import Bilingual, Language

TEXTS_FILE = Path(__file__).resolve().parent.parent / "data" / "texts.yml"


class TextsError(ValueError):
    """``data/texts.yml`` cannot be used; the message names the entry."""


def load_texts(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Every sentence by key, each in ``zh`` and ``en``.

    Raises ``TextsError`` when an entry lacks one of the two languages.
    """
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, entry in entries.items():
        if not isinstance(entry, dict) or set(entry) != {"zh", "en"}:
            raise TextsError(f"{path.name}: {key}: needs exactly zh and en")
    return entries


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, str]]:
    return load_texts(TEXTS_FILE)


def say(key: str, language: Language, **values: object) -> str:
    """The sentence ``key`` in ``language`` with ``values`` filled in."""
    return _texts()[key][language].format(**values)


def bilingual(key: str) -> Bilingual:
    """The sentence ``key`` in both languages, for what is shown later in either."""
    return Bilingual(**_texts()[key])

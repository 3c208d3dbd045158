"""What a citizen agrees to when a case is opened: the short form, for whoever only wants to be put through to a person.

The words are those that the assistant uses (``data/intake.yml``); while it is gone the gateway asks with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.cases.catalogue import CatalogueError
from bot.sentences import Language

DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Purpose:
    """``version`` is kept with the consent; ``short`` is what is agreed to, in both languages."""

    version: str
    short: Mapping[Language, str]


def purpose_load(data: Path, retention_days: int, operator: str) -> Purpose:
    """Read the purpose from the folder ``data``; ``operator`` is who runs this, empty when that is not said.

    Raises ``CatalogueError``.
    """
    years = f"{retention_days / DAYS_A_YEAR:.1f}".removesuffix(".0")
    try:
        purpose = yaml.safe_load((data / "intake.yml").read_text(encoding="utf-8"))["purpose"]
        texts = yaml.safe_load((data / "texts.yml").read_text(encoding="utf-8"))["intake_operator"]
        named = {tongue: texts[tongue].format(operator=operator) if operator else "" for tongue in ("zh", "en")}
        zh, en = (purpose["short"][tongue].format(years=years, operator=named[tongue]) for tongue in ("zh", "en"))
        return Purpose(str(purpose["version"]), {"zh": zh, "en": en})
    except (OSError, yaml.YAMLError, KeyError, TypeError, IndexError) as error:
        raise CatalogueError(f"the purpose of intake.yml cannot be read: {error!r}") from error

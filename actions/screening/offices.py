"""Where legal aid is applied for, by district; ``data/organisations.yml``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import yaml
from pydantic import ValidationError

from actions.knowledge.models import Bilingual, Entry

LEGAL_AID = "legal-aid-centre"


class OfficesError(ValueError):
    """``data/organisations.yml`` cannot be used; the message names the entry."""


class Organisation(Entry):
    """An office with its source. Without ``district`` it is for the whole city; what is not ``confirmed`` may have
    changed since it was ``checked``, which ``note`` says."""

    id: str
    name: Bilingual
    kind: str
    district: str | None
    phone: str | None
    address: str | None
    hours: Bilingual | None
    url: str | None
    confirmed: bool
    checked: date
    source: str
    note: Bilingual


class Offices:
    """All offices."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.organisations = tuple(organisations)

    @classmethod
    def load(cls, path: Path) -> Offices:
        """Reads the table. Raises ``OfficesError``."""
        try:
            return cls(Organisation.model_validate(row) for row in yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, ValidationError) as error:
            raise OfficesError(f"{path.name}: {error}") from error

    def legal_aid(self, district: str | None) -> list[Organisation]:
        """The centres that can be rung: that of the district first, then the city's own."""
        centres = [one for one in self.organisations if one.kind == LEGAL_AID and one.phone]
        here = [one for one in centres if district and one.district == district]
        return [*here, *(one for one in centres if one.district is None)]

"""What a sentence already tells of a dispute, so that an intake need not ask it again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from actions.deadlines.dates import DateRange, read_date
from actions.intake.amounts import Sums
from actions.intake.kinds import kind_in
from actions.intake.places import Places
from actions.intake.sides import side_in
from actions.intake.table import IntakeTable
from actions.search.service import GuidanceSearch


@dataclass(frozen=True)
class Told:
    """What was told; None for what was not. ``kind`` and ``counterparty`` are ids of ``data/intake.yml``, ``district``
    one of ``data/districts.yml``; ``amount`` is in yuan, ``happened`` the days that the words may mean."""

    kind: str | None = None
    counterparty: str | None = None
    amount: float | None = None
    district: str | None = None
    subdistrict: str | None = None
    happened: DateRange | None = None


class Reader:
    """Reads sentences with the tables and the search of one process."""

    def __init__(self, table: IntakeTable, places: Places, search: GuidanceSearch) -> None:
        self._table, self._places, self._search = table, places, search
        self.sums = Sums(table.sums)

    def read(self, text: str, today: date) -> Told:
        """Everything that ``text``, said on ``today``, tells."""
        kind = kind_in(text, self._table, self._search, today)
        place = self._places.place_in(text)
        return Told(
            kind=kind,
            counterparty=side_in(text, kind, self._table.counterparties),
            amount=self.sums.amount_in(text),
            district=place.district if place else None,
            subdistrict=place.subdistrict if place else None,
            happened=happened_in(text, today),
        )


_NOT_A_DAY = re.compile(r"[到至]?(?:现在|目前|如今|今后)|\b(?:midnight|noon|now|currently|these days)\b", re.IGNORECASE)
_LASTING = re.compile(
    r"(?:for |over |of |after )?\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|many) "
    r"(?:full |whole )?(?:year|month|week|day|hour)s?'?\b(?! (?:ago|back|before|earlier))",
    re.IGNORECASE,
)
"""How long something lasted, which the library takes for how long ago it was."""
_PRESENT = re.compile(r"今年|本月|这个?月|这[周个]|本周|\bthis\b", re.IGNORECASE)


def happened_in(text: str, today: date) -> DateRange | None:
    """When it happened, or None. What is still to come is something else, such as a date that was set."""
    found = read_date(_LASTING.sub(" ", _NOT_A_DAY.sub(" ", text)), today)
    if found is None or found.first > today:
        return None
    if found.last > today and not _PRESENT.search(text):
        return None
    return replace(found, last=min(found.last, today))

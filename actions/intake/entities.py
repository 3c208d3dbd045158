"""What a sentence already tells of a dispute, so that an intake need not ask it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.deadlines.dates import DateRange
from actions.intake.amounts import Sums
from actions.intake.days import happened_in
from actions.intake.kinds import kind_in, kinds_ranked
from actions.intake.places import Place, Places
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

    def place_in(self, text: str) -> Place | None:
        """Where ``text`` says that it is."""
        return self._places.place_in(text)

    def side_in(self, text: str, kind: str | None) -> str | None:
        """The kind of other side that ``text`` names where it was asked for, in a dispute of ``kind``."""
        return side_in(text, kind, self._table.counterparties, alone=True)

    def likely_kinds(self, text: str, today: date, most: int = 2) -> list[str]:
        """The kinds of dispute that ``text`` comes closest to, clear or not, the likeliest first."""
        ranked = kinds_ranked(text, self._table, self._search, today)
        return [kind for kind, score in ranked[:most] if score > 0]

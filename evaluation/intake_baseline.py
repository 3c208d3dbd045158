"""What plain regular expressions take from a sentence: what the intake's reading has to be better than."""

from __future__ import annotations

import re
from datetime import date

from actions.deadlines.dates import DateRange
from actions.intake.entities import Told
from actions.services import services

_SUM = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万|千|w|k)?\s*(?:元|块|rmb|yuan)", re.IGNORECASE)
_TIMES = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000}
_DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")


def read_plainly(text: str, today: date) -> Told:
    """Sums and days in digits, district and subdistrict by their full or shortened name, the first word that fits."""
    kit = services()
    low = text.lower()
    districts = kit.places.districts.values()
    short = {one.id: (re.sub("新?区$", "", one.name.zh), one.name.en.lower()) for one in districts}
    named = next((found for found, names in short.items() if any(name in low for name in names)), None)
    streets = [name for one in districts for name in one.subdistricts]
    street = next((name for name in streets if re.sub("(街道|镇)$", "", name) in text), None)
    table = kit.intake_table
    side = next((one.id for one in table.counterparties if any(word in low for word in one.words)), None)
    kind = next((one.id for one in table.kinds if any(word in low for word in one.words)), None)
    return Told(kind, side, _sum(low), named, street, _day(text))


def _sum(text: str) -> float | None:
    match = _SUM.search(text)
    return float(match[1].replace(",", "")) * _TIMES.get((match[2] or "").lower(), 1) if match else None


def _day(text: str) -> DateRange | None:
    match = _DAY.search(text)
    if not match:
        return None
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
    return DateRange(day, day)

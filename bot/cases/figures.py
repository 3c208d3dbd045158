"""A lead's numbers about the cases of their organisation, as data and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, or_, select

from bot.cases.calendar import SHANGHAI
from bot.cases.office import Office
from bot.cases.records import OPEN, Forbidden, Member
from bot.cases.tables import cases, staff
from bot.cases.work import Work
from bot.sentences import Language

LONGEST_DAYS = 800
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
COLUMNS = ("part", "id", "name", "opened", "open", "closed", "overdue", "count", "first_reply_median_s")


@dataclass(frozen=True)
class Figures:
    """Numbers for the days from ``start`` to ``end``, both included; a part is a list of rows, a median may be None.

    ``opened``, ``closed``, outcomes, satisfaction and medians are of what happened in these days; ``open``,
    ``overdue``, ``waiting`` and the states are as of now. Seconds are of the clock, not of working time: they are what
    the citizen waited.
    """

    start: date
    end: date
    totals: Mapping[str, float | None]
    by_day: Sequence[Mapping[str, Any]]
    by_kind: Sequence[Mapping[str, Any]]
    by_category: Sequence[Mapping[str, Any]]
    by_district: Sequence[Mapping[str, Any]]
    by_state: Sequence[Mapping[str, Any]]
    outcomes: Sequence[Mapping[str, Any]]
    satisfaction: Sequence[Mapping[str, Any]]
    members: Sequence[Mapping[str, Any]]


class Counted(NamedTuple):
    """A case with what it counts for: ``opened``, ``replied`` and ``closed`` in the days that are asked about."""

    row: Row[Any]
    opened: bool
    open: bool
    closed: bool
    overdue: bool
    replied: bool


def figures(work: Work, member: Member, start: date, end: date) -> Figures:
    """The numbers of the member's organisation. Raises ``Forbidden`` for who is no lead, and for a senseless span."""
    if member.role != "lead" or not 0 <= (end - start).days < LONGEST_DAYS:
        raise Forbidden
    rows = _read(work, member.organisation, _midnight(start), _midnight(end + timedelta(days=1)))
    catalogue, categories = work.office.catalogue, work.office.categories
    ended = [one.row for one in rows if one.closed]
    return Figures(
        start,
        end,
        _totals(rows),
        _by_day(rows, start, end),
        _grouped(rows, lambda row: row.kind, catalogue.kinds),
        _grouped(rows, lambda row: categories.of(row.kind).id, [one.id for one in categories.all]),
        _grouped(rows, lambda row: row.district, catalogue.districts),
        _counted(Counter(one.row.state for one in rows if one.open), "id"),
        _counted(Counter(row.outcome for row in ended if row.outcome), "id"),
        _counted(Counter(row.satisfaction for row in ended if row.satisfaction), "value"),
        _members(work, member.organisation, rows),
    )


def figures_csv(office: Office, numbers: Figures, language: Language) -> str:
    """The numbers as a table for a spreadsheet, which can take nothing in it for a formula."""
    names = {
        "by_kind": {name: words[language] for name, words in office.catalogue.kinds.items()},
        "by_district": {name: words[language] for name, words in office.catalogue.districts.items()},
        "by_category": {one.id: one.zh if language == "zh" else one.en for one in office.categories.all},
    }
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore")
    writer.writeheader()
    for name, value in numbers.totals.items():
        writer.writerow({"part": "totals", "id": name, "count": "" if value is None else round(value, 2)})
    for part in ("by_day", "by_kind", "by_category", "by_district", "by_state", "outcomes", "satisfaction", "members"):
        for row in getattr(numbers, part):
            identity = str(row.get("id") or row.get("day") or row.get("value") or "")
            name = row.get("name") or names.get(part, {}).get(identity, "")
            cells = {column: row.get(column) for column in COLUMNS if row.get(column) is not None}
            writer.writerow({**cells, "part": part, "id": _safe(identity), "name": _safe(str(name))})
    # Excel reads UTF-8 only with this mark in front.
    return "\ufeff" + out.getvalue()


def _safe(text: str) -> str:
    return "'" + text if text.startswith(FORMULA) else text


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).timestamp()


def _read(work: Work, organisation: str, start: float, end: float) -> list[Counted]:
    """Whatever is open now, or was opened, answered or closed in [start, end); only the columns that are counted."""
    wanted = (
        cases.c.state, cases.c.kind, cases.c.district, cases.c.holder, cases.c.opened_at, cases.c.first_reply_at,
        cases.c.closed_at, cases.c.due_at, cases.c.overdue_at, cases.c.outcome, cases.c.satisfaction,
    )  # fmt: skip
    times = (cases.c.opened_at, cases.c.first_reply_at, cases.c.closed_at)
    of_interest = or_(cases.c.state.in_(OPEN), *(time.between(start, end) for time in times))
    found: Select[Any] = select(*wanted).where(cases.c.organisation == organisation, of_interest)

    def counted(row: Row[Any]) -> Counted:
        is_open = row.state in OPEN
        late = row.overdue_at is not None or (row.due_at is not None and row.due_at < work.at)
        opened, replied, closed = (
            at is not None and start <= at < end for at in (row.opened_at, row.first_reply_at, row.closed_at)
        )
        return Counted(row, opened, is_open, closed, is_open and late, replied)

    return [counted(row) for row in work.connection.execute(found)]


def _sums(rows: Iterable[Counted]) -> dict[str, int]:
    """How many of the cases were opened and closed in these days, and are open and overdue now."""
    sums = [0, 0, 0, 0]
    for one in rows:
        sums[0] += one.opened
        sums[1] += one.open
        sums[2] += one.closed
        sums[3] += one.overdue
    return dict(zip(("opened", "open", "closed", "overdue"), sums, strict=True))


def _totals(rows: Sequence[Counted]) -> dict[str, float | None]:
    rated = [one.row.satisfaction for one in rows if one.closed and one.row.satisfaction]
    return {
        **_sums(rows),
        "waiting": sum(one.row.state in ("registered", "routed") for one in rows),
        "first_reply_median_s": _first_reply(rows),
        "close_median_s": _median([one.row.closed_at - one.row.opened_at for one in rows if one.closed]),
        "satisfaction": mean(rated) if rated else None,
        "rated": len(rated),
    }


def _first_reply(rows: Iterable[Counted]) -> float | None:
    return _median([one.row.first_reply_at - one.row.opened_at for one in rows if one.replied])


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _by_day(rows: Sequence[Counted], start: date, end: date) -> list[dict[str, Any]]:
    opened = Counter(_day(one.row.opened_at) for one in rows if one.opened)
    closed = Counter(_day(one.row.closed_at) for one in rows if one.closed)
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    return [{"day": day.isoformat(), "opened": opened[day], "closed": closed[day]} for day in days]


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, SHANGHAI).date()


def _grouped(
    rows: Sequence[Counted], group: Callable[[Row[Any]], str | None], order: Iterable[str]
) -> list[dict[str, Any]]:
    """The same four numbers for each group that has any cases, in the order of the data; what has none last."""
    by: dict[str | None, list[Counted]] = {}
    for one in rows:
        by.setdefault(group(one.row), []).append(one)
    known = list(order)
    named = [name for name in known if name in by] + sorted(name for name in by if name and name not in known)
    return [{"id": name, **_sums(by[name])} for name in [*named, *([None] if None in by else [])]]


def _counted(counter: Counter[Any], name: str) -> list[dict[str, Any]]:
    return [{name: value, "count": number} for value, number in sorted(counter.items())]


def _members(work: Work, organisation: str, rows: Sequence[Counted]) -> list[dict[str, Any]]:
    """What each member holds now, and what ended in these days while they held it."""
    mine = (staff.c.organisation == organisation, staff.c.active, staff.c.role.in_(("mediator", "lead")))
    listed = work.connection.execute(select(staff).where(*mine).order_by(staff.c.name, staff.c.id)).all()
    by: dict[str, list[Counted]] = {}
    for one in rows:
        by.setdefault(one.row.holder or "", []).append(one)
    return [_member(member, by.get(member.id, [])) for member in listed]


def _member(member: Row[Any], rows: Sequence[Counted]) -> dict[str, Any]:
    sums = _sums(rows)
    numbers = {name: sums[name] for name in ("open", "overdue", "closed")}
    about = {"id": member.id, "name": member.name, "on_duty": member.on_duty}
    return {**about, **numbers, "first_reply_median_s": _first_reply(rows)}

"""A lead's numbers, and a table that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import update

from bot.cases.figures import Figures
from bot.cases.records import Citizen, Forbidden, Member
from bot.cases.tables import staff
from tests.cases.world import World, shanghai

START, END = date(2026, 11, 25), date(2026, 11, 30)


@pytest.fixture
def worked(world: World, fang: Member, qiang: Member, lead: Member) -> World:
    """A few days: one settled, one not, one withdrawn, one waiting too long, and one before all this."""
    world.now = shanghai("2026-11-20 10:00")
    old = world.held(fang, kind="wages")
    world.now = shanghai("2026-11-25 10:00")
    settled = world.held(fang, kind="rent", district="huangpu")
    lost = world.held(qiang, kind="wages", district="xuhui")
    world.open(kind="rent", district="huangpu")
    gone = world.open(kind="divorce").case
    world.later(hours=1)
    world.cases.reply(fang, settled.id, "r1", "您好")
    world.later(hours=2)
    world.cases.reply(qiang, lost.id, "r2", "您好")
    world.cases.case_withdraw(Citizen(gone.conversation or ""), gone.id, "不要了")
    world.now = shanghai("2026-11-26 10:00")
    world.cases.case_close(fang, settled.id, "agreement", "好")
    world.cases.case_rate(Citizen(settled.conversation or ""), settled.id, 5)
    world.cases.case_close(qiang, lost.id, "no_agreement", "不行")
    world.cases.case_rate(Citizen(lost.conversation or ""), lost.id, 2)
    world.cases.case_close(fang, old.id, "agreement", "好")
    world.now = shanghai("2026-11-30 10:00")
    return world


def by(rows: object, identity: str | None) -> dict[str, object]:
    return next(row for row in rows if row["id"] == identity)  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def numbers(worked: World, lead: Member) -> Figures:
    return worked.cases.figures(lead, START, END)


def test_totals(numbers: Figures) -> None:
    assert numbers.totals == {
        "opened": 4, "open": 1, "closed": 4, "overdue": 1, "waiting": 1, "first_reply_median_s": 7200.0,
        "close_median_s": 86400.0, "satisfaction": 3.5, "rated": 2,
    }  # fmt: skip


def test_kinds_categories_and_districts(numbers: Figures) -> None:
    assert by(numbers.by_kind, "rent") == {"id": "rent", "opened": 2, "open": 1, "closed": 1, "overdue": 1}
    assert by(numbers.by_kind, "wages") == {"id": "wages", "opened": 1, "open": 0, "closed": 2, "overdue": 0}
    assert by(numbers.by_category, "labour")["closed"] == 2 and by(numbers.by_category, "family")["opened"] == 1
    assert by(numbers.by_district, "huangpu")["opened"] == 2
    assert by(numbers.by_district, None)["opened"] == 1


def test_days_outcomes_and_members(numbers: Figures, fang: Member) -> None:
    assert [row["opened"] for row in numbers.by_day] == [4, 0, 0, 0, 0, 0]
    assert [row["closed"] for row in numbers.by_day] == [1, 3, 0, 0, 0, 0]
    assert {row["id"]: row["count"] for row in numbers.outcomes} == {"agreement": 2, "no_agreement": 1, "withdrawn": 1}
    assert [(row["value"], row["count"]) for row in numbers.satisfaction] == [(2, 1), (5, 1)]
    mine = by(numbers.members, fang.id)
    assert (mine["closed"], mine["open"], mine["first_reply_median_s"]) == (2, 0, 3600.0)


def test_only_what_happened_in_these_days_is_counted(worked: World, lead: Member) -> None:
    before = worked.cases.figures(lead, date(2026, 11, 20), date(2026, 11, 24))
    assert (before.totals["opened"], before.totals["closed"], before.totals["open"]) == (1, 0, 1)
    assert before.totals["first_reply_median_s"] is None and before.totals["satisfaction"] is None


def test_only_a_lead_sees_them_and_only_of_their_own(worked: World, fang: Member, lead: Member) -> None:
    with pytest.raises(Forbidden):
        worked.cases.figures(fang, START, END)
    for start, end in ((END, START), (date(2000, 1, 1), END)):
        with pytest.raises(Forbidden):
            worked.cases.figures(lead, start, end)
    other = worked.member("吴所长", "office", "lead")
    assert worked.cases.figures(other, START, END).totals["opened"] == 0


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "正常"])
def test_the_table_holds_no_formula(worked: World, fang: Member, lead: Member, name: str) -> None:
    with worked.database.writing() as connection:
        connection.execute(update(staff).where(staff.c.id == fang.id).values(name=name))
    table = worked.cases.figures_csv(lead, START, END, "zh")
    assert table.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    members = [row["name"] for row in rows if row["part"] == "members"]
    assert name in [member.removeprefix("'") for member in members]
    assert any(row["part"] == "by_kind" and row["name"] == "租房" and row["opened"] == "2" for row in rows)

"""Cases at the desk: the list, one case, what is done with it, and two who want the same."""

from __future__ import annotations

from tests.desk.office import Office


def test_a_case_is_listed_claimed_and_shown(office: Office) -> None:
    desk = office.member(name="陈调解员")
    case = office.case()
    listed = desk.get("/cases", view="queue")
    (row,) = [row for row in listed["cases"] if row["id"] == case]
    assert row["state"] == "routed" and row["holder"] is None
    view = desk.post(f"/cases/{case}/claim")
    assert view["holder"] == {"id": desk.id, "name": "陈调解员"}
    assert view["facts"]["what_happened"] == "房东李四不退两千元押金"

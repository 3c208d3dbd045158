"""Which text applies when, on made-up laws."""

from datetime import date

from actions.statutes.versions import Version, standing_on

OLD = Version("old", "某法", date(2019, 4, 1), date(2019, 4, 1), superseded=True)
NEW = Version("new", "某法", date(2026, 6, 1), date(2027, 1, 1), applies_from=date(2027, 1, 1))


def test_the_old_text_applies_until_the_day_before_the_new_one():
    eve = standing_on([NEW, OLD], date(2026, 12, 31))
    assert (eve.version, eve.status, eve.last_day) == (OLD, "in_force", date(2026, 12, 31))
    first = standing_on([NEW, OLD], date(2027, 1, 1))
    assert (first.version, first.status, first.last_day) == (NEW, "in_force", None)


def test_a_law_that_is_all_to_come_is_shown_as_such():
    assert standing_on([NEW], date(2026, 12, 31)).status == "not_yet"


def test_a_repealed_law_ends_on_its_last_day_where_that_is_known():
    law = Version("x", "某法", date(2020, 1, 1), date(2020, 1, 1), repealed=True, last_day=date(2026, 8, 14))
    assert standing_on([law], date(2026, 8, 14)).status == "in_force"
    assert standing_on([law], date(2026, 8, 15)).status == "ended"


def test_a_repealed_law_without_a_known_end_is_over():
    law = Version("x", "某法", date(2020, 1, 1), date(2020, 1, 1), repealed=True)
    assert standing_on([law], date(2021, 1, 1)).status == "ended"


def test_a_superseded_text_whose_successor_is_missing_is_over():
    assert standing_on([OLD], date(2026, 1, 1)).status == "ended"

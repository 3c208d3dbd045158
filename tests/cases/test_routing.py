"""Where cases go and why, and what is said of rules that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cases.routing_file import RoutingError, routing_load
from tests.cases.world import CATALOGUE, DATA, ROUTING, WEDNESDAY, shanghai

GIVEN = yaml.safe_load(Path(__file__).with_name("routing.yml").read_text(encoding="utf-8"))
SHIPPED = routing_load(DATA / "routing.yml", CATALOGUE)


def routed(kind: str, *, district: str | None = None, priority: int = 0, at: float = WEDNESDAY, **loads: int) -> str:
    return ROUTING.route(kind, district, "zh", priority, loads, at).organisation


def test_shipped_rules_send_everything_to_the_one_organisation_and_say_why() -> None:
    for kind in CATALOGUE.kinds:
        chosen = SHIPPED.route(kind, None, "en", 2, {}, WEDNESDAY)
        assert chosen.organisation == "centre" and chosen.why["zh"] and chosen.why["en"]


def test_shipped_roles_are_those_of_the_three_offices() -> None:
    assert {"police-station", "judicial-office", "law-firm"} <= SHIPPED.roles.keys()
    assert not any("transcript" in role.sees for role in SHIPPED.roles.values())


def test_the_first_rule_that_fits_decides() -> None:
    assert routed("loan", district="huangpu") == "office"
    assert routed("loan", district="xuhui") == "centre"
    assert routed("loan", district="huangpu", priority=2) == "night"
    assert routed("loan", district="huangpu", priority=1) == "office"


def test_of_several_one_that_is_open_comes_first_and_then_one_with_fewer_cases() -> None:
    assert routed("contract", lawyers=3, night=2, centre=9) == "night"
    assert routed("contract", at=shanghai("2026-11-25 23:00"), night=50) == "night"
    assert routed("contract", lawyers=3, night=3, centre=3) == "lawyers"  # then in the order of the rule


def test_of_several_one_that_speaks_the_language_comes_before_one_with_fewer_cases() -> None:
    loads = {"lawyers": 9, "night": 8, "centre": 0}
    assert ROUTING.route("contract", None, "en", 0, loads, WEDNESDAY).organisation == "night"


@pytest.mark.parametrize(
    ("at", "loads", "reason"),
    [
        (shanghai("2026-11-25 23:00"), {}, "open now"),
        (WEDNESDAY, {"lawyers": 1, "centre": 2}, "fewest"),
        (WEDNESDAY, {}, ""),
    ],
)
def test_why_this_one_of_several_is_said(at: float, loads: dict[str, int], reason: str) -> None:
    why = ROUTING.route("contract", None, "zh", 0, loads, at).why
    assert why["en"].startswith("A contract.") and reason in why["en"]
    assert (why["en"] == "A contract.") is (why["zh"] == "合同纠纷。") is (not reason)


def test_every_limit_is_read() -> None:
    assert ROUTING.limits["in_progress"].within.days == 30
    assert ROUTING.limits["registered"].warn.working_hours == 0.5


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data["routes"][1]["when"].update(kinds=["loans"]), "rule loans-in-huangpu, kinds: unknown loans"),
        (lambda data: data["routes"][1]["when"].update(districts=["paris"]), "districts: unknown paris"),
        (lambda data: data["routes"][1]["when"].update(kinds=[]), "kinds: is empty"),
        (lambda data: data["routes"][1]["when"].update(colour="red"), "unknown condition colour"),
        (lambda data: data["routes"][0]["when"].update(priority=3), "priority must be 0, 1 or 2"),
        (lambda data: data["routes"][1].update(to=["nowhere"]), "to: unknown nowhere"),
        (lambda data: data["routes"][1].update(id="danger"), "routes: an id is used twice"),
        (lambda data: data["routes"].pop(), "the last rule must fit everything"),
        (lambda data: data["routes"].clear(), "routes: there is none"),
        (lambda data: data["routes"].insert(0, dict(data["routes"][-1], id="all")), "never reached"),
        (lambda data: data["routes"].insert(2, dict(data["routes"][1], id="again")), "rule again: never reached"),
        (lambda data: data["routes"][1]["why"].pop("en"), "lacks 'en'"),
        (lambda data: data["routes"][1]["why"].update(zh=" "), "rule loans-in-huangpu: a text is empty"),
        (lambda data: data["organisations"][0].update(id="office"), "organisations: an id is used twice"),
        (lambda data: data["organisations"][0].update(languages=["fr"]), "organisation centre, languages: unknown fr"),
        (lambda data: data["organisations"][0].update(kind="court"), "organisation centre, kind: unknown court"),
        (lambda data: data["organisations"][0].update(mediation="x"), "mediation: unknown x"),
        (lambda data: data["organisations"][0]["hours"].update(working_days=["9-17"]), "is no time such as"),
        (lambda data: data["organisations"][0]["hours"].update(working_days=["17:00-09:00"]), "is no time such as"),
        (lambda data: data["organisations"][0]["hours"].update(working_days=["09:00-12:00", "11:00-13:00"]), "no time"),
        (lambda data: data["organisations"][0]["hours"].update(working_days=[]), "hours on working days"),
        (lambda data: data["roles"][0]["sees"].append("everything"), "role police-station, sees: unknown everything"),
        (lambda data: data["roles"][0]["sees"].remove("summary"), "must see the summary"),
        (lambda data: data["limits"].pop("routed"), "lacks 'routed'"),
        (lambda data: data["limits"]["routed"].update(within={"weeks": 1}), "must have one of"),
        (lambda data: data["limits"]["routed"].update(within={"days": 0}), "is no number of days"),
        (lambda data: data["limits"]["routed"].update(within={"working_days": 1.5}), "is no number of working_days"),
        (lambda data: data["partners"][0].update(role="judge"), "partner platform, role: unknown judge"),
        (lambda data: data["partners"][0].update(organisation="x"), "partner platform, organisation: unknown x"),
        (lambda data: data["partners"][0].update(url="ftp://x"), "url must begin with"),
        (lambda data: data.update(organisations=None), "does not have the form"),
    ],
)
def test_what_does_not_fit_is_said_in_words(tmp_path: Path, change: Change, words: str) -> None:
    data = deepcopy(GIVEN)
    path = tmp_path / "routing.yml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    routing_load(path, CATALOGUE)  # fits as it is
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RoutingError) as refused:
        routing_load(path, CATALOGUE)
    assert words in str(refused.value)


@pytest.mark.parametrize("content", [None, "routes: [", "just words"])
def test_a_file_that_is_none_is_said_so(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "routing.yml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(RoutingError):
        routing_load(path, CATALOGUE)

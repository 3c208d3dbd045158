"""The navigator over its whole answer space, and the promises that it makes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.knowledge import Knowledge
from actions.navigator import Navigator, NavigatorError

RULES = Path(__file__).resolve().parents[2] / "data" / "navigator.yml"
CHANNELS = Knowledge.load().channels
NAVIGATOR = Navigator.load(RULES, CHANNELS)
SPACE = list(NAVIGATOR.answer_space())
MEDIATION = {"peoples-mediation", "commercial-mediation", "labour-mediation", "court-mediation", "ip-mediation"}


def ways(**answers: str) -> list[str]:
    return [step.channel for step in NAVIGATOR.route(answers).steps]


def test_no_dead_end() -> None:
    assert [answers for answers in SPACE if not NAVIGATOR.route(answers).steps] == []


def test_every_kind_and_every_channel_is_reached() -> None:
    reached = {step.channel for answers in SPACE for step in NAVIGATOR.route(answers).steps}
    assert set(CHANNELS) - reached == set()
    assert {answers["kind"] for answers in SPACE if "kind" in answers} == set(NAVIGATOR.kinds)


def test_every_rule_applies_somewhere() -> None:
    applied = {rule.id for answers in SPACE for rule in NAVIGATOR.route(answers).rules}
    assert {rule["id"] for rule in yaml.safe_load(RULES.read_text(encoding="utf-8"))["changes"]} == applied


def test_no_way_is_named_twice_in_a_route() -> None:
    for answers in SPACE:
        route = ways(**answers)
        assert len(route) == len(set(route)), answers


@pytest.mark.parametrize(
    ("urgent", "first"), [("danger", "police-110"), ("fraud", "police-110"), ("crime", "criminal-report")]
)
def test_danger_and_crime_come_first_and_ask_nothing_more(urgent: str, first: str) -> None:
    assert NAVIGATOR.next({"urgent": urgent}) is None
    assert ways(urgent=urgent)[0] == first
    assert not MEDIATION & set(ways(urgent=urgent))


def test_nobody_is_sent_to_mediation_that_the_other_side_refuses() -> None:
    for answers in SPACE:
        if answers.get("stage") == "refused":
            assert not MEDIATION & set(ways(**answers)), answers


def test_an_arbitration_clause_closes_the_courts_and_opens_arbitration() -> None:
    for answers in SPACE:
        if answers.get("clause") == "arbitration":
            route = set(ways(**answers))
            assert "commercial-arbitration" in route
            assert not {"civil-litigation", "small-claims", "payment-order"} & route, answers


def test_family_and_labour_matters_never_reach_commercial_arbitration_or_mediation() -> None:
    for answers in SPACE:
        if answers.get("kind") in {"wages", "dismissal", "divorce", "support", "inheritance", "consumer"}:
            assert not {"commercial-arbitration", "commercial-mediation"} & set(ways(**answers)), answers


def test_labour_arbitration_always_comes_before_the_court() -> None:
    for answers in SPACE:
        route = ways(**answers)
        if {"labour-arbitration", "civil-litigation"} <= set(route):
            assert route.index("labour-arbitration") < route.index("civil-litigation"), answers


def test_after_six_months_an_administrative_matter_is_not_sent_to_reconsideration() -> None:
    route = ways(urgent="none", kind="administrative", admin_time="over_6_months")
    assert route[0] == "hotline-12348"
    assert "administrative-reconsideration" not in route


def test_what_matters_most_changes_the_order_and_not_the_choice() -> None:
    answers = {"urgent": "none", "kind": "contract", "stage": "open", "claim": "clear", "clause": "without"}
    routes = {matters: ways(**answers, matters=matters) for matters in ("fast", "enforceable", "any")}
    assert len({frozenset(route) for route in routes.values()}) == 1
    assert len({tuple(route) for route in routes.values()}) == len(routes)


@given(st.sampled_from(SPACE), st.integers())
def test_unanswered_questions_leave_a_route(answers: dict[str, str], seed: int) -> None:
    kept = {key: value for key, value in answers.items() if random.Random(f"{seed}{key}").random() < 0.5}
    assert NAVIGATOR.route(kept).steps


@given(st.dictionaries(st.text(max_size=6), st.text(max_size=6)))
def test_nonsense_answers_are_ignored(answers: dict[str, str]) -> None:
    assert NAVIGATOR.route(answers) == NAVIGATOR.route({})


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (
            "kinds",
            {"other": {"channels": ["wishing-well"], "citations": [{"law": "x", "article": "第一条"}]}},
            "no channel",
        ),
        ("strengths", {"glory": ["negotiation"]}, "not among the answers"),
    ],
)
def test_a_rulebook_that_names_what_is_not_there_is_refused(tmp_path: Path, place: str, value: dict, says: str) -> None:
    book = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    book[place] = {**book[place], **value}
    path = tmp_path / "navigator.yml"
    path.write_text(yaml.safe_dump(book, allow_unicode=True), encoding="utf-8")
    with pytest.raises(NavigatorError, match=says):
        Navigator.load(path, CHANNELS)

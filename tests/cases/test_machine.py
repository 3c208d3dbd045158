"""The machine alone: every action in every state by everybody, and the ways through it."""

from __future__ import annotations

from itertools import combinations, product
from typing import get_args

import pytest

from bot.cases.machine import RULES, Standing, Step, may, step
from bot.cases.records import HELD, OPEN, CaseRefusal, Forbidden, NotHolder, State, WrongState

STATES: tuple[State, ...] = get_args(State)
STANDINGS: tuple[Standing, ...] = get_args(Standing)
MEMBERS: tuple[Standing, ...] = ("mediator", "lead", "holder", "participant")


def allowed(action: Step, state: State, *standings: Standing) -> bool:
    try:
        step(action, state, set(standings))
    except CaseRefusal:
        return False
    return True


def test_every_rule_is_asked_and_answered_alike() -> None:
    """What pages are told that one may do is what one may do."""
    for action, state in product(RULES, STATES):
        for number in (0, 1, 2):
            for some in combinations(STANDINGS, number):
                assert may(action, state, set(some)) is allowed(action, state, *some), (action, state, some)


def test_nobody_without_standing_may_do_anything() -> None:
    assert not any(allowed(action, state) for action, state in product(RULES, STATES))


@pytest.mark.parametrize("action", ["reply", "release", "close", "take_over", "hand_on", "transfer", "send", "refuse"])
def test_who_does_not_hold_a_case_is_told_so(action: Step) -> None:
    for state in STATES:
        with pytest.raises(NotHolder):
            step(action, state, {"mediator"})


def test_only_the_holder_speaks_while_it_is_held() -> None:
    may_speak = {(state, who) for state, who in product(STATES, STANDINGS) if allowed("reply", state, who)}
    assert may_speak == {(state, "holder") for state in HELD}


def test_a_participant_only_writes_notes() -> None:
    may_do = {action for action, state in product(RULES, STATES) if allowed(action, state, "participant")}
    assert may_do == {"note"}


def test_a_citizen_withdraws_only_what_is_open_and_takes_back_only_that() -> None:
    assert {state for state in STATES if allowed("withdraw", state, "citizen")} == OPEN
    assert {state for state in STATES if allowed("reopen", state, "citizen")} == {"withdrawn"}


def test_an_administrator_erases_and_nothing_else() -> None:
    assert {action for action, state in product(RULES, STATES) if allowed(action, state, "administrator")} == {"erase"}


@pytest.mark.parametrize(
    ("action", "state", "after"),
    [
        ("claim", "routed", "in_progress"),
        ("release", "in_progress", "routed"),
        ("release", "supervised", "routed"),
        ("hand_on", "supervised", "in_progress"),
        ("transfer", "in_progress", "routed"),
        ("supervise", "in_progress", "supervised"),
        ("resume", "supervised", "in_progress"),
        ("close", "supervised", "closed"),
        ("review", "closed", "reviewed"),
        ("reopen", "closed", "routed"),
        ("reopen", "refused", "routed"),
        ("reopen", "transferred", "routed"),
        ("send", "routed", "transferred"),
        ("refuse", "routed", "refused"),
    ],
)
def test_where_a_lead_leads_it(action: Step, state: State, after: State) -> None:
    assert step(action, state, {"lead"}) == after


def test_a_claimed_case_cannot_be_claimed() -> None:
    for state in set(STATES) - {"routed"}:
        with pytest.raises(WrongState) as refused:
            step("claim", state, {"mediator"})
        assert refused.value.state == state


def test_a_reviewed_case_is_over() -> None:
    leaves = {rule.to for rules in RULES.values() for rule in rules if "reviewed" in rule.states} - {None}
    assert not leaves


def test_every_state_but_the_first_can_be_reached() -> None:
    reached: set[State] = {"registered"}
    for _ in STATES:
        reached |= {rule.to for rules in RULES.values() for rule in rules if rule.to and rule.states & reached}
    assert reached == set(STATES)


def test_forbidden_is_what_is_never_theirs() -> None:
    with pytest.raises(Forbidden):
        step("claim", "routed", {"citizen"})
    with pytest.raises(Forbidden):
        step("supervise", "in_progress", {"mediator"})

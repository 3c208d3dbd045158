"""Which action leads a case from which state to which, and who may do it. Pure: no clock, no database, no settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.cases.records import HELD, OPEN, Action, Forbidden, NotHolder, State, WrongState

Standing = Literal["holder", "mediator", "lead", "participant", "administrator", "citizen", "partner", "system"]
"""What an actor is to a case. ``mediator`` and ``lead`` are those of the organisation in charge; ``holder`` holds the
case, or held it last when it is closed."""
Step = Action | Literal["route", "lease_end", "fill", "code"]
"""An action of somebody's, or what happens by itself: time passes, the citizen tells more."""

ANY: frozenset[State] = OPEN | {"closed", "reviewed", "refused", "withdrawn", "transferred"}
ROUTED: frozenset[State] = frozenset({"routed"})
CLOSED: frozenset[State] = frozenset({"closed"})
ENDED: frozenset[State] = frozenset({"closed", "refused", "withdrawn", "transferred"})


@dataclass(frozen=True)
class Rule:
    """Who may do a step in which states. ``to`` None: the state stays."""

    states: frozenset[State]
    who: frozenset[Standing]
    to: State | None = None


def _rule(states: frozenset[State], who: str, to: State | None = None) -> Rule:
    return Rule(states, frozenset(who.split()), to)  # type: ignore[arg-type]


RULES: Mapping[Step, tuple[Rule, ...]] = {
    "route": (_rule(frozenset({"registered"}), "system", "routed"),),
    "claim": (_rule(ROUTED, "mediator lead", "in_progress"),),
    "reply": (_rule(HELD, "holder"),),
    "release": (_rule(HELD, "holder lead", "routed"),),
    "lease_end": (_rule(HELD, "system", "routed"),),
    "take_over": (_rule(HELD, "holder citizen"),),
    "hand_back": (_rule(HELD, "holder lead citizen"),),
    # From the queue a lead assigns it; who holds it hands it to a colleague.
    "hand_on": (_rule(ROUTED, "lead", "in_progress"), _rule(HELD, "holder lead", "in_progress")),
    "transfer": (_rule(ROUTED, "lead system", "routed"), _rule(HELD, "holder lead system", "routed")),
    "refuse": (_rule(ROUTED, "lead", "refused"), _rule(HELD, "holder lead", "refused")),
    "supervise": (_rule(frozenset({"in_progress"}), "lead system", "supervised"),),
    "resume": (_rule(frozenset({"supervised"}), "lead", "in_progress"),),
    "close": (_rule(HELD, "holder lead", "closed"),),
    "review": (_rule(CLOSED, "holder lead", "reviewed"),),
    "reopen": (
        _rule(ENDED, "lead", "routed"),
        _rule(CLOSED, "holder", "routed"),
        _rule(frozenset({"withdrawn"}), "citizen", "routed"),
        _rule(frozenset({"transferred"}), "partner system", "routed"),
    ),
    "raise": (_rule(OPEN, "holder lead system"),),
    "note": (_rule(ANY, "holder mediator lead participant"),),
    "participants": (_rule(OPEN, "holder lead"),),
    # The case leaves when the partner has acknowledged the packet: then it is the program that lets it go.
    "send": (
        _rule(ROUTED, "lead", "transferred"),
        _rule(HELD, "holder lead", "transferred"),
        _rule(OPEN, "system", "transferred"),
    ),
    "withdraw": (_rule(OPEN, "citizen", "withdrawn"),),
    "code": (_rule(ANY, "citizen"),),
    "fill": (_rule(OPEN, "citizen"),),
    "rate": (_rule(frozenset({"closed", "reviewed"}), "citizen"),),
    "erase": (_rule(ANY, "citizen administrator system"),),
}


def step(action: Step, state: State, standings: Collection[Standing]) -> State:
    """The state after ``action`` by somebody with these ``standings``.

    Raises ``NotHolder`` when only the holder may, ``Forbidden`` when it is never theirs to do, else ``WrongState``.
    """
    rules = RULES[action]
    mine = [rule for rule in rules if rule.who & set(standings)]
    if not mine:
        only_held = any("holder" in rule.who for rule in rules) and "mediator" in standings
        raise NotHolder if only_held else Forbidden
    for rule in mine:
        if state in rule.states:
            return rule.to or state
    raise WrongState(state)


def may(action: Step, state: State, standings: Collection[Standing]) -> bool:
    """Whether ``step`` would let this happen."""
    return any(state in rule.states and rule.who & set(standings) for rule in RULES[action])

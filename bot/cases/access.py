"""Who sees what of a case and may do what with it now. Pure: it looks at nothing but what it is given."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from bot.cases.machine import RULES, Standing, Step, may, step
from bot.cases.names import names_hide
from bot.cases.records import (
    HELD,
    PARTS,
    Action,
    Actor,
    Case,
    CaseHidden,
    Citizen,
    Facts,
    Member,
    NotHolder,
    Part,
    Participant,
    Partner,
    State,
    System,
)
from bot.cases.routing import ParticipantRole
from bot.privacy import mask

EVERYTHING: frozenset[Part] = frozenset(PARTS)
CITIZEN_SEES: frozenset[Part] = frozenset({"summary", "facts", "parties", "contact", "transcript", "files"})
READERS = ("mediator", "lead")
ACTIONS: tuple[Action, ...] = get_args(Action)


def standings(actor: Actor, case: Case, participants: Sequence[Participant] = ()) -> frozenset[Standing]:
    """What an actor is to a case; empty for one who has nothing to do with it."""
    if isinstance(actor, Citizen):
        return frozenset({"citizen"} if case.conversation == actor.key else ())
    if isinstance(actor, Partner):
        return frozenset({"partner"} if case.facts.origin.get("partner") == actor.id else ())
    if isinstance(actor, System):
        return frozenset({"system"})
    if actor.role not in READERS:
        return frozenset({"administrator"} if actor.role == "administrator" else ())
    return frozenset(_of_reader(actor, case, participants))


def _of_reader(member: Member, case: Case, participants: Sequence[Participant]) -> set[Standing]:
    found: set[Standing] = set()
    if member.organisation == case.organisation:
        found.add("lead" if member.role == "lead" else "mediator")
        if case.holder == member.id:
            found.add("holder")
    elif any(member.organisation == one.organisation for one in participants):
        found.add("participant")
    return found


def sees(
    actor: Actor, case: Case, participants: Sequence[Participant], roles: Mapping[str, ParticipantRole]
) -> frozenset[Part]:
    """The parts of a case that an actor sees; none: for this actor there is no such case."""
    mine = standings(actor, case, participants)
    if mine & {"system", "mediator", "lead"}:
        return EVERYTHING
    if "citizen" in mine:
        return CITIZEN_SEES
    if "participant" in mine and isinstance(actor, Member):
        role = next(one.role for one in participants if one.organisation == actor.organisation)
        # A role that the rules no longer know shows the least.
        return roles[role].sees if role in roles else frozenset({"summary"})
    return frozenset()


def shown(case: Case, parts: Collection[Part]) -> Case:
    """The case with what is not among ``parts`` emptied, also where it stands in the words of the facts."""
    facts = _reworded(case.facts, lambda text: hide(text, case, parts))
    if "facts" not in parts:
        facts = Facts(other_side=facts.other_side, contact=facts.contact, address=facts.address, parties=facts.parties)
        case = replace(case, subdistrict=None, amount=None, happened_on=None)
    if "parties" not in parts:
        facts = replace(facts, other_side="", parties=())
    if "contact" not in parts:
        nameless = tuple(replace(party, contact=None) for party in facts.parties)
        facts = replace(facts, contact="", address="", parties=nameless)
    return replace(case, facts=facts)


def hide(text: str, case: Case, parts: Collection[Part]) -> str:
    """Free words about ``case`` for one who sees only ``parts``: without its parties' names, or without numbers."""
    if "parties" not in parts:
        text = names_hide(text, case.facts)
    return text if "contact" in parts else mask(text)


def _reworded(facts: Facts, change: Callable[[str], str]) -> Facts:
    """The facts with ``change`` made to every text that the citizen or a mediator wrote freely."""

    def each(texts: Mapping[str, Any]) -> dict[str, Any]:
        return {name: change(text) if isinstance(text, str) else text for name, text in texts.items()}

    happened, wishes, tried = change(facts.what_happened), change(facts.wishes), change(facts.tried)
    return replace(
        facts, what_happened=happened, wishes=wishes, tried=tried, evidence=tuple(map(change, facts.evidence)),
        attachments=each(facts.attachments), agreement=each(facts.agreement), visit=each(facts.visit),
    )  # fmt: skip


def check(action: Step, actor: Actor, case: Case, participants: Sequence[Participant] = ()) -> State:
    """The state of ``case`` after ``action`` by ``actor``.

    Raises ``CaseHidden``, ``NotHolder``, ``Forbidden`` or ``WrongState``.
    """
    mine = standings(actor, case, participants)
    if not mine:
        raise CaseHidden
    if isinstance(actor, Member) and "lead" in mine and _only_holds(action) and "holder" not in mine:
        raise NotHolder
    return step(action, case.state, mine)


def allowed(
    actor: Actor, case: Case, participants: Sequence[Participant], parts: Collection[Part]
) -> frozenset[Action]:
    """What an actor may do with a case as it is now."""
    mine = standings(actor, case, participants)
    can = {action for action in ACTIONS if may(action, case.state, mine)}
    if "notes" not in parts:
        can.discard("note")
    if case.conversation is None:
        can -= {"reply", "take_over", "hand_back"}
    return frozenset(can)


def is_holder(actor: Actor, case: Case) -> bool:
    """Whether the actor holds the case now."""
    return isinstance(actor, Member) and case.state in HELD and "holder" in standings(actor, case)


def _only_holds(action: Step) -> bool:
    """Whether of those who work here only the holder may do this."""
    return all(not rule.who & {"lead", "mediator"} and "holder" in rule.who for rule in RULES[action])

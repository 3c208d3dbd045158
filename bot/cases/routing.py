"""Which organisation a case goes to, and why. Pure; ``bot.cases.routing_file`` reads the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cases.calendar import Calendar, Limit
from bot.cases.catalogue import Words
from bot.cases.records import Part, State
from bot.sentences import Language


@dataclass(frozen=True)
class Organisation:
    """Somebody that works on cases."""

    id: str
    name: Words
    kind: str
    mediation: str
    file_number: str | None
    languages: tuple[Language, ...]
    calendar: Calendar


@dataclass(frozen=True)
class Rule:
    """Where a case goes that fits; None fits everything. ``priority``: this or more."""

    id: str
    kinds: frozenset[str] | None
    districts: frozenset[str] | None
    languages: frozenset[str] | None
    priority: int
    to: tuple[str, ...]
    why: Words

    def fits(self, kind: str, district: str | None, language: str, priority: int) -> bool:
        """Whether this rule decides about such a case, if none before it does."""
        return (
            (self.kinds is None or kind in self.kinds)
            and (self.districts is None or district in self.districts)
            and (self.languages is None or language in self.languages)
            and priority >= self.priority
        )


@dataclass(frozen=True)
class ParticipantRole:
    """As what an organisation takes part, and what it sees."""

    id: str
    name: Words
    sees: frozenset[Part]


@dataclass(frozen=True)
class StateLimit:
    """By when a state must have ended since it began, and how long before that the holder is warned."""

    within: Limit
    warn: Limit
    reason: Words


@dataclass(frozen=True)
class PartnerSystem:
    """Another system that cases are exchanged with. ``url`` None: by file only."""

    id: str
    name: Words
    url: str | None
    role: str
    organisation: str


@dataclass(frozen=True)
class Routed:
    """Where a case goes. ``why`` is ``{rule, zh, en}``, as it is kept in the case."""

    organisation: str
    why: Mapping[str, str]


@dataclass(frozen=True)
class Routing:
    """Everything that ``data/routing.yml`` says, by id and in its order."""

    organisations: Mapping[str, Organisation]
    rules: Sequence[Rule]
    roles: Mapping[str, ParticipantRole]
    limits: Mapping[State, StateLimit]
    partners: Mapping[str, PartnerSystem]

    def route(
        self, kind: str, district: str | None, language: Language, priority: int, loads: Mapping[str, int], now: float
    ) -> Routed:
        """Where such a case goes; ``loads`` counts the open cases of each organisation."""
        rule = next(rule for rule in self.rules if rule.fits(kind, district, language, priority))
        ranked = [(self._rank(name, language, loads, now), name) for name in rule.to]
        (closed, silent, load), chosen = min(ranked, key=lambda one: one[0])
        reason = _reason([rank for rank, _name in ranked], closed, silent, load)
        return Routed(chosen, {"rule": rule.id, "zh": rule.why["zh"] + reason[0], "en": rule.why["en"] + reason[1]})

    def _rank(self, name: str, language: Language, loads: Mapping[str, int], now: float) -> tuple[bool, bool, int]:
        organisation = self.organisations[name]
        return not organisation.calendar.is_open(now), language not in organisation.languages, loads.get(name, 0)


def _reason(ranks: Sequence[tuple[bool, bool, int]], closed: bool, silent: bool, load: int) -> tuple[str, str]:
    """Why this one of several, in Chinese and English: what sets it apart, in the order in which that counts."""
    if not closed and any(rank[0] for rank in ranks):
        return "几家都可以办，现在这家在上班。", " Of those that could take it, this one is open now."
    if not silent and any(rank[0] == closed and rank[1] for rank in ranks):
        return "几家都可以办，这家懂您的语言。", " Of those that could take it, this one speaks your language."
    if any(rank[:2] == (closed, silent) and rank[2] > load for rank in ranks):
        return "几家都可以办，这家手上的案件最少。", " Of those that could take it, this one has the fewest cases."
    return "", ""

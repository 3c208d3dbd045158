"""Reads ``data/routing.yml``, and says what in it does not fit before a case could get lost by it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

import yaml

from bot.cases.calendar import Calendar, Limit, Span
from bot.cases.catalogue import Catalogue, Words
from bot.cases.records import PARTS, Part, State
from bot.cases.routing import Organisation, ParticipantRole, PartnerSystem, Routing, Rule, StateLimit
from bot.sentences import Language

Entry = Mapping[str, Any]
Made = TypeVar("Made")

KINDS = ("mediation-centre", "police-station", "judicial-office", "law-firm", "commercial-mediation", "other")
MEDIATION = ("peoples", "commercial", "other")
LIMITED: tuple[State, ...] = ("registered", "routed", "in_progress", "supervised", "closed")
LANGUAGES: tuple[Language, ...] = get_args(Language)
PRIORITIES = (0, 1, 2)
SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


class RoutingError(ValueError):
    """``data/routing.yml`` is missing or does not fit; the message says where. The start must stop."""


def routing_load(path: Path, catalogue: Catalogue) -> Routing:
    """Read and check ``data/routing.yml``. Raises ``RoutingError``."""
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        routing = Routing(
            _by_id(given["organisations"], "organisations", _organisation),
            [_rule(entry) for entry in given["routes"]],
            _by_id(given["roles"], "roles", _role),
            {state: _limit(given["limits"][state], state) for state in LIMITED},
            _by_id(given["partners"], "partners", _partner),
        )
    except OSError as error:
        raise RoutingError(f"{path.name} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise RoutingError(f"{path.name} is no YAML: {error}") from error
    except KeyError as error:
        raise RoutingError(f"{path.name} lacks {error}") from error
    except (TypeError, AttributeError) as error:
        raise RoutingError(f"{path.name} does not have the form that docs/cases.md tells: {error}") from error
    _check(routing, catalogue)
    return routing


def _by_id(entries: Sequence[Entry], where: str, make: Callable[[Entry], Made]) -> dict[str, Made]:
    made = {str(entry["id"]): make(entry) for entry in entries}
    if len(made) < len(entries):
        raise RoutingError(f"{where}: an id is used twice")
    return made


def _words(entry: Entry, where: str) -> Words:
    words = {language: str(entry[language]).strip() for language in LANGUAGES}
    if not all(words.values()):
        raise RoutingError(f"{where}: a text is empty")
    return words


def _listed(values: Sequence[str], allowed: Collection[str], where: str) -> frozenset[str]:
    unknown = sorted(set(values) - set(allowed))
    if unknown or not values:
        raise RoutingError(f"{where}: {'unknown ' + ', '.join(unknown) if unknown else 'is empty'}")
    return frozenset(values)


def _organisation(entry: Entry) -> Organisation:
    where = f"organisation {entry['id']}"
    languages = _listed(entry["languages"], LANGUAGES, f"{where}, languages")
    _listed([entry["kind"]], KINDS, f"{where}, kind")
    mediation = entry.get("mediation", "other")
    _listed([mediation], MEDIATION, f"{where}, mediation")
    hours = entry["hours"]
    calendar = Calendar(_spans(hours["working_days"], where), _spans(hours.get("other_days") or [], where))
    if not calendar.working:
        raise RoutingError(f"{where}: must have hours on working days, or its limits would never end")
    known = tuple(language for language in LANGUAGES if language in languages)
    name = _words(entry["name"], where)
    return Organisation(entry["id"], name, entry["kind"], mediation, entry.get("file_number"), known, calendar)


def _spans(texts: Sequence[str], where: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for text in texts:
        match = SPAN.fullmatch(str(text))
        numbers = [int(part) for part in match.groups()] if match else [0, 0, 0, 0]
        span = Span(numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
        if not 0 <= span.start < span.end <= 24 * 60 or (spans and span.start < spans[-1].end):
            raise RoutingError(f"{where}: {text!r} is no time such as 09:00-17:00, or not after the one before it")
        spans.append(span)
    return tuple(spans)


def _rule(entry: Entry) -> Rule:
    where, when = f"rule {entry['id']}", entry["when"] or {}
    unknown = sorted(when.keys() - {"kinds", "districts", "languages", "priority"})
    if unknown:
        raise RoutingError(f"{where}: unknown condition {', '.join(unknown)}")
    kinds, districts, languages = (
        frozenset(when[name]) if name in when else None for name in ("kinds", "districts", "languages")
    )
    priority = when.get("priority", 0)
    if priority not in PRIORITIES:
        raise RoutingError(f"{where}: priority must be 0, 1 or 2")
    return Rule(entry["id"], kinds, districts, languages, priority, tuple(entry["to"]), _words(entry["why"], where))


def _role(entry: Entry) -> ParticipantRole:
    where = f"role {entry['id']}"
    sees = _listed(entry["sees"], PARTS, f"{where}, sees")
    if "summary" not in sees:
        raise RoutingError(f"{where}: must see the summary")
    return ParticipantRole(entry["id"], _words(entry["name"], where), cast(frozenset[Part], sees))


def _limit(entry: Entry, state: str) -> StateLimit:
    where = f"limit {state}"
    return StateLimit(_period(entry["within"], where), _period(entry["warn"], where), _words(entry["reason"], where))


def _period(entry: Entry, where: str) -> Limit:
    if len(entry) != 1 or not entry.keys() <= {"working_hours", "working_days", "days"}:
        raise RoutingError(f"{where}: must have one of working_hours, working_days and days")
    (unit, number), = entry.items()
    if not isinstance(number, int | float) or number <= 0 or (unit != "working_hours" and number != int(number)):
        raise RoutingError(f"{where}: {number!r} is no number of {unit}")
    if unit == "working_hours":
        return Limit(working_hours=number)
    return Limit(working_days=int(number)) if unit == "working_days" else Limit(days=int(number))


def _partner(entry: Entry) -> PartnerSystem:
    where, url = f"partner {entry['id']}", entry["url"]
    if url is not None and not str(url).startswith(("http://", "https://")):
        raise RoutingError(f"{where}: url must begin with https:// or http://, or be null")
    return PartnerSystem(entry["id"], _words(entry["name"], where), url, entry["role"], entry["organisation"])


def _check(routing: Routing, catalogue: Catalogue) -> None:
    """What the parts say about one another."""
    if not routing.rules:
        raise RoutingError("routes: there is none")
    if len({rule.id for rule in routing.rules}) < len(routing.rules):
        raise RoutingError("routes: an id is used twice")
    for rule in routing.rules:
        _listed(rule.to, routing.organisations, f"rule {rule.id}, to")
        for name, values, allowed in (
            ("kinds", rule.kinds, catalogue.kinds),
            ("districts", rule.districts, catalogue.districts),
            ("languages", rule.languages, LANGUAGES),
        ):
            if values is not None:
                _listed(sorted(values), allowed, f"rule {rule.id}, {name}")
    last = routing.rules[-1]
    if last.priority or not (last.kinds is last.districts is last.languages is None):
        raise RoutingError(f"rule {last.id}: the last rule must fit everything, so its `when` must be empty")
    _check_reachable(routing.rules, catalogue)
    for partner in routing.partners.values():
        _listed([partner.role], routing.roles, f"partner {partner.id}, role")
        _listed([partner.organisation], routing.organisations, f"partner {partner.id}, organisation")


def _check_reachable(rules: Sequence[Rule], catalogue: Catalogue) -> None:
    """Every rule must decide about something: every case that there can be is tried."""
    left = {rule.id for rule in rules}
    tried = itertools.product(catalogue.kinds, [None, *catalogue.districts], LANGUAGES, PRIORITIES)
    for kind, district, language, priority in tried:
        left.discard(next(rule.id for rule in rules if rule.fits(kind, district, language, priority)))
        if not left:
            return
    raise RoutingError(f"rule {', '.join(sorted(left))}: never reached, for rules before it fit all that it fits")

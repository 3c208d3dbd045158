"""Builds the structured messages that citizens see; their form is in docs/architecture.md, "Replies"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from actions.knowledge import Card, Channel, Citation, Hotline, Knowledge
from actions.knowledge.models import Language
from actions.screening.offices import Organisation
from actions.statutes import Statutes
from actions.texts import say

Message = dict[str, Any]
Button = dict[str, str]
Link = dict[str, str]


def button(title: str, payload: str) -> Button:
    """Something to press; ``payload`` is ``/intent`` or ``/intent{"entity": "value"}``."""
    return {"title": title, "payload": payload}


def link(title: str, path: str, query: Mapping[str, str]) -> Link:
    """A file that the gateway gives out at ``/api/`` + ``path``."""
    return {"title": title, "url": own_address(path, query)}


def own_address(path: str, query: Mapping[str, str]) -> str:
    """Where the gateway gives out what this server makes at ``path``."""
    return f"/api/{path}?{urlencode(query)}"


def text(
    words: str,
    language: Language,
    buttons: Iterable[Button] = (),
    outcome: str | None = None,
    *,
    links: Iterable[Link] = (),
    picture: Mapping[str, str] | None = None,
    keeps: str | None = None,
    citations: Iterable[Message] = (),
) -> Message:
    """Plain words. ``outcome`` is the name under which the gateway counts the reply.

    ``citations`` are articles to open, ``links`` lead to files, ``picture`` has the ``url`` of one and the words
    (``alt``) for who cannot see it. ``keeps`` names what is asked for where the gateway is to keep the answer as it is
    written.
    """
    message: Message = {"kind": "text", "language": language, "text": words, "buttons": list(buttons)}
    if citations:
        message["citations"] = list(citations)
    if links:
        message["links"] = list(links)
    if picture:
        message["picture"] = dict(picture)
    if keeps:
        message["keeps"] = keeps
    return _counted(message, outcome)


def effect(name: str, value: str | Mapping[str, Any] | None = None) -> Message:
    """Something for the gateway to do: docs/architecture.md has the names and what each takes."""
    return {"kind": "effect", "effect": name, "value": value}


def contacts(
    title: str, hotlines: Sequence[Hotline], language: Language, *, urgent: bool = False, buttons: Iterable[Button] = ()
) -> Message:
    """Numbers to call, most urgent first."""
    listed: list[dict[str, str | None]] = [
        {
            "name": hotline.name.in_language(language),
            "number": hotline.number,
            "use_for": hotline.use_for.in_language(language),
            "hours": hotline.hours.in_language(language),
        }
        for hotline in hotlines
    ]
    return _contacts(title, listed, language, buttons, urgent=urgent)


def offices(title: str, found: Sequence[Organisation], language: Language, buttons: Iterable[Button] = ()) -> Message:
    """Offices to ring or go to, each with its address and what to mind."""
    listed = [
        {
            "name": office.name.in_language(language),
            "number": office.phone or "",
            "use_for": _where(office, language),
            "hours": office.hours.in_language(language) if office.hours else None,
        }
        for office in found
    ]
    return _contacts(title, listed, language, buttons)


def _where(office: Organisation, language: Language) -> str:
    note = office.note.in_language(language)
    return say("office", language, address=office.address, note=note) if office.address else note


def _contacts(
    title: str, listed: list[dict[str, str | None]], language: Language, buttons: Iterable[Button], urgent: bool = False
) -> Message:
    return {
        "kind": "contacts",
        "language": language,
        "title": title,
        "urgent": urgent,
        "contacts": listed,
        "buttons": list(buttons),
    }


def channels(
    title: str, ways: Sequence[Channel], knowledge: Knowledge, language: Language, buttons: Iterable[Button] = ()
) -> Message:
    """Ways to settle a dispute side by side, each with the same six facts."""
    return {
        "kind": "channels",
        "language": language,
        "title": title,
        "channels": [channel(way, knowledge, language) for way in ways],
        "buttons": list(buttons),
    }


def channel(way: Channel, knowledge: Knowledge, language: Language) -> Message:
    """One way with its six facts, how to use it, and the number or page to reach it."""
    hotline = knowledge.hotlines.get(way.hotline) if way.hotline else None
    facts = ("fee", "time", "binding", "enforcement", "decided_by", "not_for", "how")
    return {
        "id": way.id,
        "name": way.name.in_language(language),
        **{fact: getattr(way, fact).in_language(language) for fact in facts},
        "number": hotline.number if hotline else None,
        "url": way.url,
    }


def card(
    shown: Card,
    knowledge: Knowledge,
    statutes: Statutes,
    language: Language,
    today: date,
    buttons: Iterable[Button] = (),
) -> Message:
    """A guidance card with everything that a citizen can open from it."""
    words = shown.in_language(language)
    return {
        "kind": "card",
        "language": language,
        "outcome": "found",
        "card_id": shown.id,
        "title": words.title,
        "answer": words.answer,
        "as_of": shown.reviewed.isoformat(),
        "steps": list(words.steps),
        "papers": list(words.papers),
        "cost": words.cost,
        "duration": words.duration,
        "deadlines": [{"text": deadline.text, "rule": deadline.rule} for deadline in words.deadlines],
        "channels": [channel(knowledge.channels[way], knowledge, language) for way in shown.channels],
        "citations": citations(shown.citations, statutes, today),
        "more": words.more,
        "buttons": list(buttons),
    }


def citations(cited: Iterable[Citation], statutes: Statutes, today: date) -> list[Message]:
    """Articles as a citizen can open them. One that the statutes do not have is left out rather than shown dead."""
    found = (statutes.article(one.law, one.article, today) for one in cited)
    return [
        {
            "law": article.law,
            "article": article.article,
            "label": article.label,
            "applies_from": article.applies_from.isoformat() if article.applies_from else None,
            "has_text": article.has_text,
        }
        for article in found
        if article is not None
    ]


def law(key: str, cited: Iterable[Citation], statutes: Statutes, language: Language, today: date) -> str:
    """The sentence ``key`` of data/texts.yml with the articles filled in."""
    labels = [one["label"] for one in citations(cited, statutes, today)]
    return say(key, language, law=say("list_separator", language).join(labels))


def title_buttons(cards: Iterable[Card], language: Language) -> list[Button]:
    """A button for each card, and "none of these"."""
    offered = [
        button(one.in_language(language).title, f'/choose_option{{"card_id": "{one.id}"}}') for one in cards
    ]
    return [*offered, button(say("none_of_these", language), "/none_of_these")]


def _counted(message: Message, outcome: str | None) -> Message:
    return {**message, "outcome": outcome} if outcome else message

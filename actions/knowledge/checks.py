"""What one file of the knowledge base says about another: ids that must exist, questions that must differ."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from actions.knowledge.base import Knowledge
from actions.knowledge.models import Card, Citation
from actions.knowledge.reading import Problem, parse_yaml
from actions.statutes import Statutes

_NOT_WORDS = re.compile(r"\W+")


def cross_problems(knowledge: Knowledge, statutes: Statutes, root: Path, today: date) -> list[Problem]:
    """Every reference that leads nowhere, every citation that does not apply on ``today``, every repeated question."""
    rules = deadline_rules(root)
    problems = list(_channel_problems(knowledge, statutes, today))
    for card in knowledge.cards.values():
        problems += _card_problems(card, knowledge, rules)
        problems += _citation_problems(card_file(card), card.citations, statutes, day_of_law(card, today))
    problems += _repeated_questions(knowledge.cards.values())
    return problems


def card_file(card: Card) -> str:
    """The card's file, relative to the project."""
    return f"data/guidance/{card.topic}/{card.id}.md"


def deadline_rules(root: Path) -> set[str] | None:
    """The ids in data/deadlines.yml; None when that file is not there to check against."""
    path = root / "data" / "deadlines.yml"
    if not path.exists():
        return None
    table = parse_yaml(path.read_text(encoding="utf-8"))
    rows = table.get("rules", []) if isinstance(table, dict) else table or []
    return set(rows) if isinstance(rows, dict) else {row.get("id") for row in rows}


def day_of_law(card: Card, today: date) -> date:
    """The day whose law the card tells: a card for a law to come its first day, one for a law that is over its last."""
    day = max(today, card.effective_from) if card.effective_from else today
    return min(day, card.effective_to) if card.effective_to else day


def _card_problems(card: Card, knowledge: Knowledge, rules: set[str] | None) -> Iterator[Problem]:
    file = card_file(card)
    # Without any channel the table itself is missing, which is one problem and not one for each card.
    for channel in card.channels if knowledge.channels else ():
        if channel not in knowledge.channels:
            yield Problem(file, "channels", f"there is no channel {channel!r} in data/channels.yml")
    for deadline in card.deadlines:
        if rules is not None and deadline.rule is not None and deadline.rule not in rules:
            yield Problem(file, "deadlines", f"there is no rule {deadline.rule!r} in data/deadlines.yml")


def _channel_problems(knowledge: Knowledge, statutes: Statutes, today: date) -> Iterator[Problem]:
    file = "data/channels.yml"
    for channel in knowledge.channels.values():
        for following in channel.next:
            if following not in knowledge.channels:
                yield Problem(file, f"{channel.id}.next", f"there is no channel {following!r}")
        if channel.hotline is not None and channel.hotline not in knowledge.hotlines:
            yield Problem(
                file, f"{channel.id}.hotline", f"there is no hotline {channel.hotline!r} in data/hotlines.yml"
            )
        yield from _citation_problems(file, channel.citations, statutes, today, f"{channel.id}.")


def _citation_problems(
    file: str, citations: Iterable[Citation], statutes: Statutes, day: date, prefix: str = ""
) -> Iterator[Problem]:
    for citation in citations:
        article = statutes.article(citation.law, citation.article, day)
        wanted = f"{citation.law} {citation.article}"
        if article is None:
            yield Problem(file, f"{prefix}citations", f"{wanted} is in neither the statutes nor data/instruments.yml")
        elif article.law != citation.law:
            yield Problem(file, f"{prefix}citations", f"{wanted}: write the full official name, {article.law}")
        elif not article.applies:
            yield Problem(file, f"{prefix}citations", f"{wanted} does not apply on {day} ({article.status})")


def _repeated_questions(cards: Iterable[Card]) -> Iterator[Problem]:
    seen: dict[str, Card] = {}
    for card in cards:
        for question in (*card.questions, *card.en.questions):
            key = _NOT_WORDS.sub("", question.lower())
            other = seen.setdefault(key, card)
            if other is not card:
                yield Problem(card_file(card), "questions", f"{question!r} is also a question of {other.id}")

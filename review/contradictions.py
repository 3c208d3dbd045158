"""Two cards that give different numbers for the same thing, and deadlines that differ from their rule."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from actions.deadlines.rules import DeadlineRule
from actions.knowledge.checks import card_file
from actions.knowledge.models import Card
from actions.statutes import Article
from review.differences import alike, letter_pairs
from review.findings import Comparison, Finding
from review.quantities import Quantity, Unit, chinese_quantities

ALIKE = 0.7  # of the words around the number; tuned on the cards of November 2026 to few false alarms
SHORTEST = 5  # characters around the number; fewer say nothing about what is counted
_CLAUSE = re.compile(r"[^，。；：！？\n（）()]+")
_NOT_WORDS = re.compile(r"\W+")
_TIME: frozenset[Unit] = frozenset({"day", "workday", "month", "hour"})
_RULE_UNITS: dict[str, tuple[Unit, int]] = {
    "days": ("day", 1), "working_days": ("workday", 1), "months": ("month", 1),
    "years": ("month", 12),
}  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """A clause with numbers: what is counted (its words without them), and the numbers."""

    card: Card
    text: str
    pairs: frozenset[str]
    values: frozenset[tuple[Fraction, Unit]]
    kinds: frozenset[str]


def contradiction_findings(cards: Iterable[Card], articles: dict[tuple[str, str], Article]) -> Iterator[Finding]:
    """Pairs of clauses from cards that cite the same article: nearly the same words, other numbers of one kind."""
    citing: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card in cards:
        for citation in dict.fromkeys(card.citations):
            citing[citation.law, citation.article].append(card)
    seen: set[tuple[str, str]] = set()
    clauses: dict[str, list[Clause]] = {}
    in_law = {key: _values_of(article) for key, article in articles.items()}
    for key, group in citing.items():
        for first, second in combinations(group, 2):
            if first.id == second.id:
                continue
            for one in clauses.setdefault(first.id, _clauses(first)):
                for other in clauses.setdefault(second.id, _clauses(second)):
                    if (one.text, other.text) in seen or not _contradict(one, other):
                        continue
                    seen.add((one.text, other.text))
                    # Each has its number from a law of its own: 15 days of the one time limit, 3 months of the other.
                    if not (_is_backed(one, in_law) and _is_backed(other, in_law)):
                        yield _finding(one, other, key, articles.get(key))


def _clauses(card: Card) -> list[Clause]:
    texts = [card.answer, *card.steps, card.cost or "", card.duration or "", card.body]
    texts += [deadline.text for deadline in card.deadlines]
    found = []
    for text in texts:
        for match in _CLAUSE.finditer(text):
            quantities = chinese_quantities(match[0])
            words = _without(match[0], quantities)
            if quantities and len(words) >= SHORTEST:
                pairs = letter_pairs(words)
                values = frozenset(one.key for one in quantities)
                kinds = frozenset(_kind(one.unit) for one in quantities)
                found.append(Clause(card, match[0].strip(), pairs, values, kinds))
    return found


def _without(text: str, quantities: list[Quantity]) -> str:
    for one in sorted(quantities, key=lambda quantity: -quantity.start):
        text = text[: one.start] + text[one.end :]
    return _NOT_WORDS.sub("", text)


def _contradict(one: Clause, other: Clause) -> bool:
    if not one.kinds & other.kinds or one.values & other.values:
        return False
    return alike(one.pairs, other.pairs) >= ALIKE


def _values_of(article: Article) -> frozenset[tuple[Fraction, Unit]] | None:
    return frozenset(one.key for one in chinese_quantities(article.text)) if article.text is not None else None


def _is_backed(clause: Clause, in_law: dict[tuple[str, str], frozenset[tuple[Fraction, Unit]] | None]) -> bool:
    """Whether every number of the clause stands in an article that its card cites; no, where words are not at hand."""
    stated = [in_law.get((citation.law, citation.article)) for citation in clause.card.citations]
    return clause.values <= frozenset().union(*(values for values in stated if values))


def _kind(unit: Unit) -> str:
    return "time" if unit in _TIME else unit


def _finding(one: Clause, other: Clause, key: tuple[str, str], article: Article | None) -> Finding:
    said = f"gives other numbers than {card_file(other.card)}; both cite {key[0]} {key[1]}"
    if article is not None and article.text is not None:
        law = {quantity.key: quantity.text for quantity in chinese_quantities(article.text)}
        right = [law[value] for clause in (one, other) for value in clause.values if value in law]
        if right:
            said += f", which has {'、'.join(dict.fromkeys(right))}"
    return Finding("warning", "contradiction", card_file(one.card), "",
                   said, Comparison(one.card.id, one.text, other.card.id, other.text))  # fmt: skip


def rule_findings(cards: Iterable[Card], rules: dict[str, DeadlineRule]) -> Iterator[Finding]:
    """Deadlines whose text gives numbers of time, but not that of the rule that computes them."""
    for card in cards:
        for position, deadline in enumerate(card.deadlines, 1):
            rule = rules.get(deadline.rule or "")
            given = {one.key for one in chinese_quantities(deadline.text) if one.unit in _TIME}
            if rule is None or not given:
                continue
            unit, size = _RULE_UNITS[rule.length.unit]
            if (Fraction(rule.length.count * size), unit) not in given:
                yield Finding(
                    "warning", "contradiction", card_file(card), f"deadlines {position}",
                    f"{deadline.text!r} does not give the length of rule {rule.id}: "
                    f"{rule.length.count} {rule.length.unit}",
                )  # fmt: skip

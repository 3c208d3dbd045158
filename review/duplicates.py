"""Questions of different cards that are nearly the same, so that either card may be found for either."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from actions.knowledge.checks import card_file
from actions.knowledge.models import Card, Language
from review.findings import Comparison, Finding
from understanding.normalise import normalise

ALIKE_LETTERS = 0.8  # share of common pairs of neighbouring characters (Dice)
# Tuned on the cards of November 2026: below, the pairs ask about the same matter but not the same thing.
ALIKE_MEANING = 0.975
_NOT_WORDS = re.compile(r"[\W_]+")
Encode = Callable[[list[str]], np.ndarray]


@dataclass(frozen=True)
class Asked:
    """A question or title of a card, spelled as search spells it."""

    card: Card
    language: Language
    text: str


def asked_of(cards: Sequence[Card]) -> list[Asked]:
    """All questions and titles of all cards."""
    found = []
    for card in cards:
        found += [Asked(card, "zh", normalise(text)) for text in (card.title, *card.questions)]
        found += [Asked(card, "en", normalise(text)) for text in (card.en.title, *card.en.questions)]
    return found


def duplicate_findings(cards: Sequence[Card], encode: Encode | None) -> Iterator[Finding]:
    """Pairs across cards that are alike in letters or, when ``encode`` is given, in meaning; the most alike first."""
    asked = asked_of(cards)
    pairs = {pair: ("letters", likeness) for pair, likeness in _alike_in_letters(asked).items()}
    if encode is not None and asked:
        for pair, likeness in _alike_in_meaning(asked, encode).items():
            pairs.setdefault(pair, ("meaning", likeness))
    for (first, second), (how, likeness) in sorted(pairs.items(), key=lambda entry: -entry[1][1]):
        one, other = asked[first], asked[second]
        yield Finding(
            "warning", "duplicate", card_file(one.card), "questions" if one.language == "zh" else "en.questions",
            f"nearly asks what {other.card.id} asks ({how} {likeness:.2f})",
            Comparison(one.card.id, one.text, other.card.id, other.text),
        )  # fmt: skip


def _alike_in_letters(asked: Sequence[Asked]) -> dict[tuple[int, int], float]:
    sets = [_letters(one) for one in asked]
    holders: dict[str, list[int]] = defaultdict(list)
    found = {}
    for position, letters in enumerate(sets):
        shared: dict[int, int] = defaultdict(int)
        for piece in letters:
            for other in holders[piece]:
                shared[other] += 1
            holders[piece].append(position)
        for other, count in shared.items():
            likeness = 2 * count / (len(letters) + len(sets[other]))
            if likeness >= ALIKE_LETTERS and _differ(asked[position], asked[other]):
                found[other, position] = likeness
    return found


def _letters(one: Asked) -> set[str]:
    if one.language == "en":
        words = ["^", *_NOT_WORDS.sub(" ", one.text.lower()).split(), "$"]
        return {" ".join(words[start : start + 2]) for start in range(len(words) - 1)}
    bare = _NOT_WORDS.sub("", one.text.lower())
    return {bare[start : start + 2] for start in range(len(bare) - 1)} or {bare}


def _alike_in_meaning(asked: Sequence[Asked], encode: Encode) -> dict[tuple[int, int], float]:
    found = {}
    # All at once: a cache of vectors keeps what is asked for together.
    vectors = encode([one.text for one in asked])
    for language in ("zh", "en"):
        places = [position for position, one in enumerate(asked) if one.language == language]
        likeness = np.triu(vectors[places] @ vectors[places].T, 1)
        for first, second in zip(*np.nonzero(likeness >= ALIKE_MEANING), strict=True):
            pair = places[first], places[second]
            if _differ(asked[pair[0]], asked[pair[1]]):
                found[pair] = float(likeness[first, second])
    return found


def _differ(one: Asked, other: Asked) -> bool:
    return one.card.id != other.card.id and one.language == other.language and _meet(one.card, other.card)


def _meet(one: Card, other: Card) -> bool:
    # The card for the old law and the card for the new one may ask the same: never both can be given.
    starts = max(card.effective_from or date.min for card in (one, other))
    return starts <= min(card.effective_to or date.max for card in (one, other))

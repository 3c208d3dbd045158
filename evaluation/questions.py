"""Questions whose right card is known and that no card holds, so that search cannot know them by heart."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from actions.knowledge.models import Card, Entry, Id, Language, Text
from actions.knowledge.reading import Problem, parse_yaml, validated

Split = Literal["calibration", "test"]


class QuestionsError(Exception):
    """tests/heldout/guidance.yml cannot be used; the message names the entry."""


class HeldOutRow(Entry):
    """One entry of the file; ``card`` is null for a question that no card answers."""

    question: Text
    card: Id | tuple[Id, ...] | None
    language: Language
    split: Split

    @property
    def cards(self) -> tuple[str, ...]:
        """The cards that answer, best first; none for a question outside the guidance."""
        return (self.card,) if isinstance(self.card, str) else self.card or ()


@dataclass(frozen=True)
class Question:
    """A question and the ids of the cards that answer it, best first; none when no card does."""

    text: str
    cards: tuple[str, ...]
    language: str
    split: Split


def held_out(root: Path, cards: Sequence[Card]) -> list[Question] | None:
    """tests/heldout/guidance.yml, or None when it is not there. Raises ``QuestionsError``."""
    path = root / "tests" / "heldout" / "guidance.yml"
    if not path.exists():
        return None
    known = {card.id for card in cards}
    found, problems = [], []
    for position, value in enumerate(parse_yaml(path.read_text(encoding="utf-8")), 1):
        row, wrong = validated(HeldOutRow, value, path.name, str(position))
        problems += wrong
        if row is None:
            continue
        problems += [
            Problem(path.name, str(position), f"there is no card {card!r}") for card in row.cards if card not in known
        ]
        found.append(Question(row.question, row.cards, row.language, row.split))
    if problems:
        raise QuestionsError("; ".join(map(str, problems[:10])))
    return found


def left_out(cards: Sequence[Card], count: int) -> list[Question]:
    """``count`` of the cards' own questions, the same on every run, to be searched with the question left out.

    Every second one is for the test part.
    """
    everything = [
        (text, (card.id,), language)
        for card in cards
        for language, texts in (("zh", card.questions), ("en", card.en.questions))
        for text in texts
    ]
    chosen = random.Random(7).sample(everything, min(count, len(everything)))
    return [Question(*row, "test" if i % 2 else "calibration") for i, row in enumerate(chosen)]


def outside(root: Path) -> list[Question]:
    """Utterances of tests/heldout/utterances.yml that are no business of the assistant's; empty without the file."""
    path = root / "tests" / "heldout" / "utterances.yml"
    if not path.exists():
        return []
    rows = parse_yaml(path.read_text(encoding="utf-8"))
    return [
        Question(row["text"], (), row["language"], "test" if row["split"] == "test" else "calibration")
        for row in rows
        if row["intent"] == "out_of_scope"
    ]

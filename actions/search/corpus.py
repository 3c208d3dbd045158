"""What a card is found by, in both languages: how people ask for it, its title and answer, and its description."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from actions.knowledge.models import Card, EnglishCard, Language
from understanding.normalise import normalise

Kind = Literal["question", "title", "answer", "description"]


@dataclass(frozen=True)
class CardText:
    """One text of a card, spelled as every question is spelled before it is searched."""

    card_id: str
    kind: Kind
    language: Language
    text: str

    @property
    def digest(self) -> str:
        """Names the text in the cache of vectors."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def card_texts(card: Card) -> Iterator[CardText]:
    """All texts of one card."""
    yield from _side(card.id, "zh", card)
    yield from _side(card.id, "en", card.en)


def _side(card_id: str, language: Language, side: Card | EnglishCard) -> Iterator[CardText]:
    paragraphs = [paragraph for paragraph in side.body.split("\n\n") if paragraph.strip()]
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("question", side.questions),
        ("title", (side.title,)),
        ("answer", (side.answer,)),
        ("description", (*side.steps, *paragraphs)),
    )
    for kind, texts in kinds:
        for text in texts:
            yield CardText(card_id, kind, language, normalise(text))


def corpus_of(cards: Iterable[Card]) -> list[CardText]:
    """All texts of all cards, in the order of the cards."""
    return [text for card in cards for text in card_texts(card)]


def language_of(text: str) -> Language:
    """The side of the corpus that a question belongs to: Chinese when it holds any Chinese character."""
    return "zh" if any("\u3400" <= character <= "\u9fff" for character in text) else "en"

"""What a search is made with, and what of its finds is put into a reply. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.records import Message
from bot.schema import CardReply
from bot.sentences import Language

LAST_MESSAGES = 3
LONGEST_WORDS = 400  # characters: more would blur what it is about, and the statutes take 500
SHORTEST_WORDS = 4  # 好的, ok and the like say nothing of the matter
LONGEST_INSERT = 1_500  # a message holds 2,000 characters
LONGEST_ARTICLE = 1_300
MOST_LABELS = 4


def words_of(messages: Sequence[Message], happened: str = "") -> str:
    """What it is about: what ``happened`` as the case tells it, and what the citizen said to the mediator last.

    A case that tells nothing is about the last few messages that say something, the oldest first.
    """
    # What was said to the assistant after the story was its questions' answers: 没错，提交 finds nothing good.
    talk = [message for message in messages if message.state == "relayed"] if happened else messages
    spoken = [
        str(message.body["text"]).strip()
        for message in talk
        if message.author == "citizen" and message.body.get("kind") == "text" and not message.body.get("erased")
    ]
    telling = [text for text in spoken if len(text) >= SHORTEST_WORDS]
    said = "\n".join(telling[-LAST_MESSAGES:])[-LONGEST_WORDS:]
    return "\n".join(part for part in (happened[: LONGEST_WORDS - len(said)].strip(), said) if part)


def card_insert(card: CardReply, language: Language) -> str:
    """A reply made of a guidance card: its answer, its steps and what it rests on before all."""
    steps = [f"{number}. {step}" for number, step in enumerate(card.steps, 1)]
    labels = [citation.label for citation in card.citations[:MOST_LABELS]]
    rests = ("依据：" + "、".join(labels)) if language == "zh" else ("Based on: " + ", ".join(labels))
    lines = [card.answer, *steps, *([rests] if labels else [])]
    while len("\n".join(lines)) > LONGEST_INSERT and len(lines) > 1:
        del lines[-1]
    return "\n".join(lines)[:LONGEST_INSERT]


def article_insert(law: str, article: str, text: str, language: Language) -> str:
    """A citation with the article's own words; long ones are cut, and say so."""
    text = text.strip()
    text = text if len(text) <= LONGEST_ARTICLE else text[:LONGEST_ARTICLE] + "……"
    if language == "zh":
        return f"《{law}》{article}规定：“{text}”"
    return f"《{law}》 {article} (the Chinese text is the law; a translation has no force): “{text}”"

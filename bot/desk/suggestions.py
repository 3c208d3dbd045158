"""Guidance and articles for the mediator's next reply, found by what the citizen said last; each ready to be put in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from bot.articles import Articles
from bot.errors import LookupUnavailable, NotFound
from bot.logs import log
from bot.records import Message
from bot.schema import CardReply
from bot.sentences import Language

MOST_CARDS = 4
MOST_ARTICLES = 5
LAST_MESSAGES = 3
LONGEST_WORDS = 400  # characters: more would blur what it is about, and the statutes take 500
SHORTEST_WORDS = 4  # 好的, ok and the like say nothing of the matter
LONGEST_INSERT = 1_500  # a message holds 2,000 characters


class SuggestedCard(BaseModel):
    """A guidance card. ``insert`` is a reply made of it, in the language asked for.

    ``fits`` is False when the search was not sure: the assistant would not have given this card, a mediator may judge.
    """

    card_id: str
    title: str
    answer: str
    steps: list[str]
    fits: bool
    insert: str


class SuggestedArticle(BaseModel):
    """An article in force. ``insert`` cites it with its words, which are Chinese in any language."""

    law: str
    article: str
    text: str
    insert: str


class SuggestionList(BaseModel):
    """The best first. ``words`` is what was searched for; both lists are empty when nothing fits."""

    words: str = Field(description="what was searched for")
    guidance: list[SuggestedCard]
    articles: list[SuggestedArticle]


class CardHit(BaseModel):
    """Where ``GET /search`` leads."""

    card_id: str


class ArticleHit(BaseModel):
    """What ``GET /statutes`` found."""

    law: str
    article: str
    text: str


class _Hits(BaseModel):
    outcome: Literal["found", "nothing", "unavailable"]


class CardHits(_Hits):
    """Cards, the best first; with the outcome ``nothing`` those that come closest."""

    hits: list[CardHit]


class ArticleHits(_Hits):
    """Articles, the best first."""

    hits: list[ArticleHit]


Shape = TypeVar("Shape", bound=BaseModel)
Found = TypeVar("Found", bound=_Hits)


class Suggestions:
    """Searches through the action server."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles

    async def find(self, words: str, language: Language) -> SuggestionList:
        """What fits ``words``. Raises ``LookupUnavailable`` when neither can be searched."""
        words = words.strip()[:LONGEST_WORDS]
        if not words:
            return SuggestionList(words="", guidance=[], articles=[])
        cards, articles = await asyncio.gather(
            self._cards(words, language), self._statutes(words, language), return_exceptions=True
        )
        for found in (cards, articles):
            if isinstance(found, BaseException) and not isinstance(found, LookupUnavailable):
                raise found
        if isinstance(cards, BaseException) and isinstance(articles, BaseException):
            raise cards
        return SuggestionList(words=words, guidance=_or_none(cards), articles=_or_none(articles))

    async def _cards(self, words: str, language: Language) -> list[SuggestedCard]:
        found = _searched(CardHits, await self._articles.guidance(words, language, MOST_CARDS))
        fits = found.outcome == "found"
        cards = await asyncio.gather(*(self._card(hit.card_id, language, fits) for hit in found.hits))
        return [card for card in cards if card is not None]

    async def _card(self, card_id: str, language: Language, fits: bool) -> SuggestedCard | None:
        try:
            card = _read(CardReply, await self._articles.card(card_id, language))
        except NotFound:
            return None  # it ceased to apply between the two questions
        insert, steps = card_insert(card, language), list(card.steps)
        return SuggestedCard(
            card_id=card_id, title=card.title, answer=card.answer, steps=steps, fits=fits, insert=insert
        )

    async def _statutes(self, words: str, language: Language) -> list[SuggestedArticle]:
        found = _searched(ArticleHits, await self._articles.statutes(words, MOST_ARTICLES))
        return [
            SuggestedArticle(law=hit.law, article=hit.article, text=hit.text, insert=article_insert(hit, language))
            for hit in found.hits
        ]


def words_of(messages: Sequence[Message]) -> str:
    """What the citizen spoke of last: the last few messages that say something, the oldest first. Pure."""
    spoken = [
        str(message.body["text"]).strip()
        for message in messages
        if message.author == "citizen" and message.body.get("kind") == "text" and not message.body.get("erased")
    ]
    telling = [text for text in spoken if len(text) >= SHORTEST_WORDS]
    return "\n".join(telling[-LAST_MESSAGES:])[-LONGEST_WORDS:]


def card_insert(card: CardReply, language: Language) -> str:
    """A reply made of a guidance card: its answer, its steps and what it rests on. Pure."""
    steps = [f"{number}. {step}" for number, step in enumerate(card.steps, 1)]
    labels = [citation.label for citation in card.citations]
    rests = ("依据：" + "、".join(labels)) if language == "zh" else ("Based on: " + ", ".join(labels))
    lines = [card.answer, *steps, *([rests] if labels else [])]
    while len("\n".join(lines)) > LONGEST_INSERT and len(lines) > 1:
        del lines[-1]
    return "\n".join(lines)[:LONGEST_INSERT]


def article_insert(article: ArticleHit, language: Language) -> str:
    """A citation with the article's own words; long ones are cut, and say so. Pure."""
    text = article.text.strip()
    text = text if len(text) <= LONGEST_INSERT - 200 else text[: LONGEST_INSERT - 200] + "……"
    if language == "zh":
        return f"《{article.law}》{article.article}规定：“{text}”"
    return f"《{article.law}》 {article.article} (the Chinese text is the law; a translation has no force): “{text}”"


def _searched(shape: type[Found], raw: Mapping[str, Any]) -> Found:
    """A search that could be made. Raises ``LookupUnavailable``."""
    found = _read(shape, raw)
    if found.outcome == "unavailable":
        raise LookupUnavailable(f"search: {raw.get('reason')}")
    return found


def _read(shape: type[Shape], raw: Mapping[str, Any]) -> Shape:
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        raise LookupUnavailable(f"an answer of another form: {error.error_count()} errors") from error


def _or_none(found: list[Any] | BaseException) -> list[Any]:
    """What was found; nothing, with a line in the log, where one of two searches could not be made."""
    if isinstance(found, BaseException):
        log("suggestions_incomplete", level=logging.WARNING, why=found)
        return []
    return found

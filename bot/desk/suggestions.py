"""Guidance and articles for the mediator's next reply, found by what the citizen said last; each ready to be put in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from bot.articles import Article, Articles
from bot.desk.inserts import LONGEST_WORDS, article_insert, card_insert
from bot.errors import LookupUnavailable, NotFound
from bot.logs import log
from bot.schema import CardReply
from bot.sentences import Language

MOST_CARDS = 4
MOST_ARTICLES = 5
MOST_CITED = 3
PATIENCE = 3.5
"""Seconds that the search of all statutes may take: it is the slower one, and guidance need not wait for it."""


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
    """The best first: of articles those that the best card rests on. Both lists are empty when nothing fits."""

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
Cards = tuple[bool, list[CardReply]]


class Suggestions:
    """Searches through the action server."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles

    async def find(self, words: str, language: Language) -> SuggestionList:
        """What fits ``words``. Raises ``LookupUnavailable`` when neither guidance nor statutes can be searched."""
        words = words.strip()[:LONGEST_WORDS]
        if not words:
            return SuggestionList(words="", guidance=[], articles=[])
        cards, statutes = await asyncio.gather(
            self._cards(words, language), self._statutes(words), return_exceptions=True
        )
        for found in (cards, statutes):
            if isinstance(found, BaseException) and not isinstance(found, LookupUnavailable):
                raise found
        if isinstance(cards, BaseException) and isinstance(statutes, BaseException):
            raise cards
        fits, shown = _or(cards, (False, []))
        articles = [*(await self._cited(shown[:1]) if fits else []), *_or(statutes, [])]
        return SuggestionList(
            words=words,
            guidance=[_card_suggested(card, fits, language) for card in shown],
            articles=[_article_suggested(article, language) for article in _different(articles)[:MOST_ARTICLES]],
        )

    async def _cards(self, words: str, language: Language) -> Cards:
        """The nearest cards, and whether the search is sure of them."""
        found = _searched(CardHits, await self._articles.guidance(words, language, MOST_CARDS))
        cards = await asyncio.gather(*(self._card(hit.card_id, language) for hit in found.hits))
        return found.outcome == "found", [card for card in cards if card is not None]

    async def _card(self, card_id: str, language: Language) -> CardReply | None:
        try:
            return _read(CardReply, await self._articles.card(card_id, language))
        except NotFound:
            return None  # it ceased to apply between the two questions

    async def _cited(self, cards: Sequence[CardReply]) -> list[ArticleHit]:
        """What the cards rest on, as far as its text is known: articles that a person has chosen."""
        cited = [(one.law, one.article) for card in cards for one in card.citations if one.has_text and one.article]
        found = await asyncio.gather(*(self._article(*one) for one in cited[:MOST_CITED]))
        return [article for article in found if article is not None]

    async def _article(self, law: str, article: str) -> ArticleHit | None:
        try:
            found = _read(Article, await self._articles.article(law, article))
        except (NotFound, LookupUnavailable) as error:
            log("suggestions_incomplete", level=logging.WARNING, why=error)
            return None
        return ArticleHit(law=law, article=article, text=found.text) if found.text else None

    async def _statutes(self, words: str) -> list[ArticleHit]:
        try:
            async with asyncio.timeout(PATIENCE):
                return _searched(ArticleHits, await self._articles.statutes(words, MOST_ARTICLES)).hits
        except TimeoutError as error:
            raise LookupUnavailable("the statutes take too long") from error


def _card_suggested(card: CardReply, fits: bool, language: Language) -> SuggestedCard:
    insert, steps = card_insert(card, language), list(card.steps)
    return SuggestedCard(
        card_id=card.card_id, title=card.title, answer=card.answer, steps=steps, fits=fits, insert=insert
    )


def _article_suggested(hit: ArticleHit, language: Language) -> SuggestedArticle:
    insert = article_insert(hit.law, hit.article, hit.text, language)
    return SuggestedArticle(law=hit.law, article=hit.article, text=hit.text, insert=insert)


def _different(articles: Sequence[ArticleHit]) -> list[ArticleHit]:
    """Each article once, where it stands first."""
    found: dict[tuple[str, str], ArticleHit] = {}
    for one in articles:
        found.setdefault((one.law, one.article), one)
    return list(found.values())


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


Result = TypeVar("Result")


def _or(found: Result | BaseException, nothing: Result) -> Result:
    """What was found; nothing, with a line in the log, where one of two searches could not be made."""
    if isinstance(found, BaseException):
        log("suggestions_incomplete", level=logging.WARNING, why=found)
        return nothing
    return found

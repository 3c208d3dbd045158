"""Passes on statute articles and guidance cards from the action server, which citizens cannot reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import LookupUnavailable, NotFound, Problem, language_wanted
from bot.sentences import Language


class Articles:
    """Looks things up on the action server at ``url``; ``timeout`` in seconds."""

    def __init__(self, url: str, timeout: float) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def article(self, law: str, article: str | None) -> dict[str, Any]:
        """One article with its text, or a law as a whole. Raises ``NotFound`` and ``LookupUnavailable``."""
        return await self._get("/articles", {"law": law} | ({"article": article} if article else {}))

    async def card(self, card_id: str, language: str) -> dict[str, Any]:
        """One guidance card in a language. Raises ``NotFound`` and ``LookupUnavailable``."""
        return await self._get(f"/cards/{card_id}", {"language": language})

    async def guidance(self, words: str, language: str, limit: int) -> dict[str, Any]:
        """The cards nearest to ``words``, as ``GET /search`` tells. Raises ``LookupUnavailable``."""
        return await self._get("/search", {"q": words, "language": language, "limit": str(limit)})

    async def statutes(self, words: str, limit: int) -> dict[str, Any]:
        """The articles in force nearest to ``words``, as ``GET /statutes`` tells. Raises ``LookupUnavailable``."""
        return await self._get("/statutes", {"q": words, "limit": str(limit)})

    async def _get(self, path: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        try:
            response = await self._http.get(path, params=dict(parameters))
            found = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise LookupUnavailable(type(error).__name__) from error
        if response.status_code in (400, 404, 422):
            raise NotFound(path)
        if not response.is_success or not isinstance(found, dict):
            raise LookupUnavailable(f"status {response.status_code}")
        return found


class Article(BaseModel):
    """An article of law. ``text`` is empty when ``has_text`` is false: then only its name is known."""

    model_config = ConfigDict(extra="ignore")

    law: str
    article: str | None = None
    text: str | None = None
    status: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    adopted: str | None = None
    has_text: bool
    instrument: dict[str, Any] | None = None


REFUSALS: dict[int | str, dict[str, Any]] = {
    422: {"model": Problem, "description": "malformed"},
    404: {"model": Problem, "description": "there is no such thing"},
    503: {"model": Problem, "description": "cannot be looked up now"},
}


def article_routes(articles: Articles) -> APIRouter:
    """The routes that pass on articles and cards."""
    router = APIRouter(prefix="/api", tags=["knowledge"], responses=REFUSALS)

    @router.get("/articles")
    async def article_get(
        law: Annotated[str, Query(min_length=1, max_length=200, description="full official name")],
        article: Annotated[str | None, Query(max_length=40, description="such as 第二十七条")] = None,
    ) -> Article:
        """The text of one article, and from when on it applies."""
        try:
            return Article.model_validate(await articles.article(law, article))
        except ValidationError as error:
            raise LookupUnavailable(f"an article of another form: {error.error_count()} errors") from error

    @router.get("/cards/{card_id}")
    async def card_get(
        request: Request,
        card_id: Annotated[str, Path(pattern=r"^[a-z0-9-]{1,80}$")],
        language: Language | None = None,
    ) -> dict[str, Any]:
        """One guidance card, in the shape of a reply of kind ``card``."""
        return await articles.card(card_id, language or language_wanted(request))

    return router

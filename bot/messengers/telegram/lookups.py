"""What an answer leads to, fetched for Telegram: texts of articles, a calendar entry, the picture of a route."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.articles import Articles
from bot.errors import FileGone, LinkBroken, LookupUnavailable, NotFound
from bot.files import Files
from bot.messengers.telegram.answers import Articles as Texts
from bot.messengers.telegram.pieces import MadeFile

PATIENCE = 3.0  # seconds; then the answer goes out with buttons in the place of texts


class Lookups:
    """Asks what the web page asks. Nothing here raises: what cannot be had is None or left out."""

    def __init__(self, articles: Articles, files: Files) -> None:
        self._articles = articles
        self._files = files

    async def texts(self, shown: Mapping[str, Any]) -> Texts:
        """The texts of the articles that a message cites, as far as they can be had soon."""
        wanted = {(one["law"], one.get("article")) for one in shown.get("citations", ()) if one.get("has_text")}
        asked = {place: asyncio.ensure_future(self.article(*place)) for place in wanted}
        if asked:
            await asyncio.wait(asked.values(), timeout=PATIENCE)
        for future in asked.values():
            future.cancel()  # no harm when it is done
        found = {place: future.result() for place, future in asked.items() if future.done() and not future.cancelled()}
        return {place: article["text"] for place, article in found.items() if article and article.get("text")}

    async def article(self, law: str, article: str | None) -> dict[str, Any] | None:
        """One article; empty when there is none, None when it cannot be read now."""
        try:
            return await self._articles.article(law, article)
        except NotFound:
            return {}
        except LookupUnavailable:
            return None

    async def file(self, made: MadeFile) -> tuple[bytes, str] | None:
        """The content and the media type of a file that is made anew."""
        path, _, query = made.url.removeprefix("/api").partition("?")
        try:
            response = await self._files.get(path, dict(parse_qsl(query)))
        except (FileGone, LinkBroken, LookupUnavailable, KeyError):
            return None
        return bytes(response.body), str(response.media_type).partition(";")[0]

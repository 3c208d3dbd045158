"""``GET /statutes``: all articles in force, searched by words and, once they have vectors, by meaning."""

from __future__ import annotations

import asyncio
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions import parameters
from actions.parameters import BadRequest, parameter, refused
from actions.search.service import STARTING
from actions.services import Services
from actions.statutes.search import LONGEST_QUERY, StatuteHit

MOST_HITS = 50
# How long a request waits for the index that the first one has built; about 20 seconds in all.
PATIENCE = 2.0


def attach_statutes(app: Sanic, services: Services) -> None:
    """Add ``GET /statutes?q=&limit=``; its three outcomes are those of ``/search``."""

    @app.get("/statutes")
    async def statutes(request: Request) -> HTTPResponse:
        try:
            query = parameter(request, "q", LONGEST_QUERY)
            limit = parameters.limit(request, MOST_HITS)
        except BadRequest as error:
            return refused(400, str(error))
        return json(await asyncio.to_thread(_found, services, query, limit))


def _found(services: Services, query: str, limit: int) -> dict[str, Any]:
    search, today = services.statute_search, services.today()
    if not search.is_ready_within(PATIENCE, today):
        return {"outcome": "unavailable", "ranked_by": None, "hits": [], "reason": STARTING}
    hits = search.search(query, today, limit)
    return {
        "outcome": "found" if hits else "nothing",
        "ranked_by": "meaning" if search.ranks_by_meaning else "words",
        "preparing": services.statutes_progress,
        "hits": [_hit(hit) for hit in hits],
    }


def _hit(hit: StatuteHit) -> dict[str, Any]:
    passage = hit.passage
    return {"law": passage.law, "article": passage.article, "text": passage.text, "score": round(hit.score, 4)}

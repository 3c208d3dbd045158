"""``POST /groups``: which of many sentences mean the same, for whoever reads what was not understood."""

from __future__ import annotations

import asyncio
from typing import Any

from sanic import Sanic
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.groups import Groups
from actions.parameters import BadRequest, refused
from actions.search.service import LONGEST_QUESTION
from actions.services import Services

MOST_TEXTS = 400


def attach_groups(app: Sanic, services: Services) -> None:
    """Add ``POST /groups {texts}`` → ``{groups: [[place]]}``; 503 while search is not available."""
    groups = Groups()

    @app.post("/groups")
    async def group(request: Request) -> HTTPResponse:
        try:
            texts = _texts(request.json)
        except (BadRequest, InvalidUsage) as error:
            return refused(400, str(error))
        encode = services.search.encode
        if encode is None:
            return refused(503, services.search.unavailable or "unavailable")
        return json({"groups": await asyncio.to_thread(groups.group, texts, encode)})


def _texts(sent: Any) -> list[str]:
    texts = sent.get("texts") if isinstance(sent, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadRequest("texts must be a list of texts")
    if len(texts) > MOST_TEXTS:
        raise BadRequest(f"more than {MOST_TEXTS} texts")
    return [text[:LONGEST_QUESTION] for text in texts]

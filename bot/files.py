"""Passes on the files that the action server makes for citizens: a calendar entry, a picture of a route."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx
from fastapi import APIRouter, Request, Response

from bot.errors import FileGone, LinkBroken, LookupUnavailable, Problem

MOST_PARAMETERS = 20
PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
KINDS = {"/deadlines.ics": "text/calendar", "/route.svg": "image/svg+xml"}
"""What each file must be: nothing else of the action server's is given out as one."""


class Files:
    """Fetches files from the action server at ``url``; ``timeout`` in seconds."""

    def __init__(self, url: str, timeout: float) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, path: str, parameters: Mapping[str, str]) -> Response:
        """The file at ``path``. Raises ``LinkBroken``, ``FileGone`` and ``LookupUnavailable``."""
        try:
            found = await self._http.get(path, params=dict(parameters))
        except httpx.HTTPError as error:
            raise LookupUnavailable(type(error).__name__) from error
        if found.status_code == 400:
            raise LinkBroken(path)
        if found.status_code == 404:
            raise FileGone(path)
        kind = found.headers.get("content-type", "")
        if not found.is_success or kind.partition(";")[0] != KINDS[path]:
            raise LookupUnavailable(f"status {found.status_code}, {kind}")
        headers = {"content-disposition": found.headers.get("content-disposition", "inline")}
        return Response(found.content, media_type=kind, headers=headers)


def file_routes(files: Files) -> APIRouter:
    """The routes that give files out. They keep nothing: everything is in the address."""
    router = APIRouter(prefix="/api", tags=["files"], responses=REFUSALS, default_response_class=Response)

    @router.get("/deadlines.ics", responses=_content("text/calendar"), openapi_extra=DEADLINE_PARAMETERS)
    async def deadline_get(request: Request) -> Response:
        """The last day under a rule as a calendar entry with two alarms."""
        return await files.get("/deadlines.ics", _parameters(request))

    @router.get("/route.svg", responses=_content("image/svg+xml"), openapi_extra=ROUTE_PARAMETERS)
    async def route_get(request: Request) -> Response:
        """A picture of the navigator's route. Each further parameter is a question of its, with the answer to it."""
        return await files.get("/route.svg", _parameters(request))

    return router


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "the link is incomplete or wrong"},
    404: {"model": Problem, "description": "there is no such thing, or not any more"},
    503: {"model": Problem, "description": "cannot be made now"},
}


def _described(**parameters: str) -> dict[str, Any]:
    """Parameters for the API's description alone: what is wrong with them is told in words, not by field."""
    listed = [
        {"name": name, "in": "query", "description": meaning, "schema": {"type": "string"}}
        for name, meaning in parameters.items()
    ]
    return {"parameters": listed}


DEADLINE_PARAMETERS = _described(
    rule="id of a rule, such as labour-arbitration",
    starts="the day that the period starts on, YYYY-MM-DD",
    language="zh (else) or en",
)
ROUTE_PARAMETERS = _described(kind="such as wages", stage="such as open", language="zh (else) or en")


def _content(kind: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {kind: {}}, "description": "the file"}}


def _parameters(request: Request) -> dict[str, str]:
    """The query as it was sent, when it is small and plain and names everything once. Raises ``LinkBroken``."""
    given = request.query_params.multi_items()
    plain = all(PARAMETER.fullmatch(name) and PARAMETER.fullmatch(value) for name, value in given)
    if not plain or not 1 <= len(given) <= MOST_PARAMETERS or len(dict(given)) < len(given):
        raise LinkBroken(request.url.path)
    parameters = dict(given)
    # What goes wrong is then told in the language of the link.
    request.state.language = "en" if parameters.get("language") == "en" else "zh"
    return parameters

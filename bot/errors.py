"""Every refusal in one shape, in plain words and in the citizen's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from bot.cases.attachments import FileRefused
from bot.cases.files import ContentGone
from bot.logs import log, logger
from bot.records import IdReused, PayloadNotOffered, SecretInUse, StoreUnavailable
from bot.sentences import Language, say

REFUSED_FILES = {
    "no_case": 409, "file_many": 409, "file_empty": 422, "file_large": 413, "file_type": 415, "file_full": 507,
}  # fmt: skip


class Problem(BaseModel):
    """Why a request was refused."""

    error: str = Field(description="a name for programs, such as too_many")
    detail: str = Field(description="a sentence for people, in the language of the request")


class TooMany(Exception):
    """A limit is reached; another try makes sense after ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class LookupUnavailable(Exception):
    """The action server did not give what was asked for."""


class NotFound(Exception):
    """There is no such thing."""


class LinkBroken(Exception):
    """An address does not say what is wanted."""


class FileGone(Exception):
    """What a link leads to does not exist, or not any more."""


def problem(status: int, error: str, language: Language, **values: object) -> JSONResponse:
    """A refusal; ``error`` is also the name of its sentence."""
    body = Problem(error=error, detail=say(error, language, **values))
    return JSONResponse(body.model_dump(), status)


def language_wanted(request: Request) -> Language:
    """The language for a request that has no conversation to tell: the message's own, else that of the browser."""
    fixed: Language | None = getattr(request.state, "language", None)
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return fixed or ("en" if first.startswith("en") else "zh")


def errors_install(app: FastAPI) -> None:
    """Make ``app`` answer every failure with a ``Problem``."""

    @app.exception_handler(StoreUnavailable)
    async def _store(request: Request, error: StoreUnavailable) -> JSONResponse:
        log("store_unavailable", level=logging.ERROR, why=error.reason)
        name = "store_full" if error.reason == "full" else "store_unavailable"
        response = problem(503, name, language_wanted(request))
        response.headers["retry-after"] = "5"
        return response

    @app.exception_handler(TooMany)
    async def _too_many(request: Request, error: TooMany) -> JSONResponse:
        response = problem(429, "too_many", language_wanted(request), seconds=error.seconds)
        response.headers["retry-after"] = str(error.seconds)
        return response

    @app.exception_handler(IdReused)
    async def _id_reused(request: Request, _error: IdReused) -> JSONResponse:
        return problem(409, "id_reused", language_wanted(request))

    @app.exception_handler(PayloadNotOffered)
    async def _payload(request: Request, _error: PayloadNotOffered) -> JSONResponse:
        return problem(422, "payload_not_offered", language_wanted(request))

    @app.exception_handler(LookupUnavailable)
    async def _lookup(request: Request, error: LookupUnavailable) -> JSONResponse:
        log("lookup_unavailable", level=logging.WARNING, why=error)
        return problem(503, "lookup_unavailable", language_wanted(request))

    @app.exception_handler(NotFound)
    async def _not_found(request: Request, _error: NotFound) -> JSONResponse:
        return problem(404, "not_found", language_wanted(request))

    @app.exception_handler(LinkBroken)
    async def _link_broken(request: Request, _error: LinkBroken) -> JSONResponse:
        return problem(400, "link_broken", language_wanted(request))

    @app.exception_handler(FileGone)
    async def _file_gone(request: Request, _error: FileGone) -> JSONResponse:
        return problem(404, "file_gone", language_wanted(request))

    @app.exception_handler(ContentGone)
    async def _content_gone(request: Request, _error: ContentGone) -> JSONResponse:
        return problem(404, "file_gone", language_wanted(request))

    @app.exception_handler(FileRefused)
    async def _file_refused(request: Request, error: FileRefused) -> JSONResponse:
        return problem(REFUSED_FILES[error.reason], error.reason, language_wanted(request))

    @app.exception_handler(SecretInUse)
    async def _secret_in_use(request: Request, _error: SecretInUse) -> JSONResponse:
        return problem(409, "secret_in_use", language_wanted(request))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _malformed(error.errors(), language_wanted(request))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 404:
            return problem(404, "not_found", language_wanted(request))
        words = str(error.detail)
        response = problem(error.status_code, "bad_request", language_wanted(request), problem=words)
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def _internal(request: Request, error: Exception) -> JSONResponse:
        logger.error("request_failed path=%s", request.scope["route"].path if "route" in request.scope else "?")
        return problem(500, "internal", language_wanted(request))


def _malformed(parts: Sequence[Mapping[str, Any]], language: Language) -> JSONResponse:
    """Say what is wrong with the first wrong field: the place and the rule, never what was sent."""
    field = [name for name in parts[0]["loc"] if isinstance(name, str)][-1]
    kind = str(parts[0]["type"])
    if field == "conversation":
        return problem(422, "bad_conversation", language)
    if field == "text" and kind in ("string_too_long", "text_empty"):
        return problem(422, "too_long" if kind == "string_too_long" else "empty", language)
    return problem(422, "bad_request", language, problem=f"{field}: {kind}")

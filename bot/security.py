"""What protects the page and the API in every request: headers, same origin, size."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import problem

LARGEST_BODY = 32 * 1024  # 2,000 characters and a payload fit several times
LARGER = (
    (re.compile(r"/api/conversations/[0-9a-f-]{36}/files"), 10 * 1024 * 1024),
    (re.compile(r"/telegram/webhook"), 1024 * 1024),
    (re.compile(r"/desk/api/review"), 5 * 1024 * 1024),
    (re.compile(r"/api/partners/[\w-]{1,64}/packets|/desk/api/packets", re.ASCII), 16 * 1024 * 1024),
)
"""Where more may be posted, and how much: files for a case, what Telegram tells, drafts to review, cases as packets."""
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def is_same_origin(headers: Headers, origins: Collection[str]) -> bool:
    """Whether a request comes from our own page, or from a program that is no browser.

    ``origins`` are further origins of ours. Browsers send Sec-Fetch-Site or Origin with every POST and DELETE.
    """
    origin = headers.get("origin")
    if origin is not None and origin.lower() in origins:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


class Guard:
    """ASGI middleware: refuses cross-origin changes and large bodies, and adds the security headers to all else."""

    def __init__(self, app: ASGIApp, origins: Collection[str] = ()) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)  # a route may be stricter than all the others
                if scope["path"].startswith(("/api/", "/desk/api/")):
                    out["cache-control"] = "no-store"
                elif scope["path"].startswith(("/static/", "/desk/static/")):
                    out["cache-control"] = "no-cache"  # asked for anew, so that page and gateway stay of one version
            await send(message)

        if scope["method"] not in SAFE_METHODS and not is_same_origin(headers, self._origins):
            await problem(403, "cross_origin", "zh")(scope, receive, send_guarded)
            return
        if not _is_small(headers, _largest(scope)):
            await problem(413, "too_large", "zh")(scope, receive, send_guarded)
            return
        await self._app(scope, receive, send_guarded)


def _largest(scope: Scope) -> int:
    """How many bytes the body of a request may have."""
    posted = scope["path"] if scope["method"] == "POST" else ""
    return next((most for path, most in LARGER if path.fullmatch(posted)), LARGEST_BODY)


def _is_small(headers: Headers, most: int) -> bool:
    """A body must say its length beforehand; the server then holds the sender to it."""
    length = headers.get("content-length", "0")
    return "transfer-encoding" not in headers and length.isdecimal() and int(length) <= most

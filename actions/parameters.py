"""Reads the parameters of the action server's own routes, and refuses what cannot be used."""

from __future__ import annotations

import re
from datetime import date

from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.knowledge.models import Language

DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")


class BadRequest(Exception):
    """A parameter cannot be used; the message names it."""


def refused(status: int, reason: str) -> HTTPResponse:
    """A refusal with its reason for whoever programs against this server."""
    return json({"error": reason}, status=status)


def parameter(request: Request, name: str, longest: int) -> str:
    """The parameter ``name``, at most ``longest`` characters. Raises ``BadRequest`` when it is missing or longer."""
    value = (request.args.get(name) or "").strip()
    if not value:
        raise BadRequest(f"{name} is missing")
    if len(value) > longest:
        raise BadRequest(f"{name} is longer than {longest} characters")
    return value


def language(request: Request) -> Language:
    """``language``, Chinese when it is not given. Raises ``BadRequest``."""
    value = request.args.get("language") or "zh"
    if value not in ("zh", "en"):
        raise BadRequest("language must be zh or en")
    return "en" if value == "en" else "zh"


def limit(request: Request, most: int) -> int:
    """``limit``, from 1 to ``most``, 3 when it is not given. Raises ``BadRequest``."""
    value = request.args.get("limit") or "3"
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
        raise BadRequest(f"limit must be a number from 1 to {most}")
    return int(value)


def day(request: Request, name: str) -> date:
    """The parameter ``name`` as a day of the years 1900 to 2099. Raises ``BadRequest``."""
    value = parameter(request, name, 10)
    try:
        if not DAY.fullmatch(value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadRequest(f"{name} must be a day such as 2026-10-15") from error

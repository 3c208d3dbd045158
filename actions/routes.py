"""The action server's HTTP routes beside ``/webhook``: search, articles, cards and health; loopback only."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions import replies
from actions.dialogues.registry import dialogues_warm_up
from actions.knowledge.models import Language
from actions.search.results import Found, Hit, NothingFits, Outcome
from actions.search.service import LONGEST_QUESTION, STARTING
from actions.services import Services
from actions.statutes import Article

LONGEST_NAME = 200
MOST_HITS = 20
# The words that the statutes' own publisher uses, which readers of laws know.
STATUS_WORDS = {"in_force": "现行有效", "changed": "已被修改", "ended": "已废止", "not_yet": "尚未生效"}


class BadRequest(Exception):
    """A parameter cannot be used; the message names it."""


def _warm_up(services: Services) -> None:
    """Load what the first citizen should not have to wait for."""
    services.search.warm_up()
    dialogues_warm_up(services)


def attach(app: Sanic, services: Services) -> None:
    """Add the routes to rasa-sdk's application and start warming up when it starts to serve."""

    @app.before_server_start
    async def warm_up(_: Sanic) -> None:
        # A thread of its own, so that the server can say "starting" meanwhile.
        threading.Thread(target=_warm_up, args=(services,), name="warm-up", daemon=True).start()

    @app.on_request
    async def health_first(request: Request) -> HTTPResponse | None:
        # rasa-sdk's own /health says ok as soon as it listens; this answer comes before it.
        return _health(services) if request.path == "/health" else None

    @app.get("/search")
    async def search(request: Request) -> HTTPResponse:
        try:
            question = _parameter(request, "q", LONGEST_QUESTION)
            language, limit = _language(request), _limit(request)
        except BadRequest as error:
            return _refused(400, str(error))
        today = services.clock.today()
        outcome = await asyncio.to_thread(services.search.search, question, on=today, limit=limit)
        return json(_outcome_json(outcome, language))

    @app.get("/articles")
    async def articles(request: Request) -> HTTPResponse:
        try:
            law = _parameter(request, "law", LONGEST_NAME)
            number = _parameter(request, "article", 40) if "article" in request.args else None
            article = services.statutes.article(law, number, services.clock.today())
        except (BadRequest, ValueError) as error:
            return _refused(400, str(error))
        if article is None:
            return _refused(404, "no such article")
        return json(_article_json(article))

    @app.get("/cards/<card_id:str>")
    async def cards(request: Request, card_id: str) -> HTTPResponse:
        try:
            language = _language(request)
        except BadRequest as error:
            return _refused(400, str(error))
        card, today = services.knowledge.cards.get(card_id), services.clock.today()
        if card is None or not card.applies_on(today):
            return _refused(404, "no such card")
        return json(replies.card(card, services.knowledge, services.statutes, language, today))


def _health(services: Services) -> HTTPResponse:
    reason = services.search.unavailable
    if reason is None:
        return json({"status": "ok"})
    if reason == STARTING:
        return json({"status": "starting"}, status=503)
    return json({"status": "unavailable", "reason": reason}, status=503)


def _parameter(request: Request, name: str, longest: int) -> str:
    value = (request.args.get(name) or "").strip()
    if not value:
        raise BadRequest(f"{name} is missing")
    if len(value) > longest:
        raise BadRequest(f"{name} is longer than {longest} characters")
    return value


def _language(request: Request) -> Language:
    value = request.args.get("language") or "zh"
    if value not in ("zh", "en"):
        raise BadRequest("language must be zh or en")
    return "en" if value == "en" else "zh"


def _limit(request: Request) -> int:
    value = request.args.get("limit") or "3"
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= MOST_HITS:
        raise BadRequest(f"limit must be a number from 1 to {MOST_HITS}")
    return int(value)


def _refused(status: int, reason: str) -> HTTPResponse:
    return json({"error": reason}, status=status)


def _outcome_json(outcome: Outcome, language: Language) -> dict[str, Any]:
    if isinstance(outcome, Found):
        return {"outcome": "found", "confidence": outcome.confidence, "hits": _hits(outcome.hits, language)}
    if isinstance(outcome, NothingFits):
        return {"outcome": "nothing", "confidence": outcome.confidence, "hits": _hits(outcome.closest, language)}
    return {"outcome": "unavailable", "confidence": 0.0, "hits": [], "reason": outcome.reason}


def _hits(hits: Sequence[Hit], language: Language) -> list[dict[str, Any]]:
    return [
        {"card_id": hit.card_id, "title": hit.card.in_language(language).title, "score": round(hit.score, 4)}
        for hit in hits
    ]


def _article_json(article: Article) -> dict[str, Any]:
    instrument = article.instrument
    return {
        "law": article.law,
        "article": article.article,
        "text": article.text,
        "status": STATUS_WORDS[article.status],
        "effective_from": article.applies_from.isoformat() if article.applies_from else None,
        "effective_to": article.last_day.isoformat() if article.last_day else None,
        "adopted": article.adopted.isoformat() if article.adopted else None,
        "has_text": article.has_text,
        "instrument": instrument.model_dump(mode="json") if instrument else None,
    }

"""The action server's HTTP routes beside ``/webhook``: search, articles, cards, files, statutes, groups and health."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

from sanic import Sanic
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions import parameters, replies
from actions.dialogues.registry import dialogues_warm_up
from actions.files import attach_files
from actions.groups_routes import attach_groups
from actions.knowledge.models import Language
from actions.parameters import BadRequest, parameter, refused
from actions.search.results import Found, Hit, NothingFits, Outcome
from actions.search.service import LONGEST_QUESTION, STARTING
from actions.services import Services
from actions.statutes import Article
from actions.statutes_routes import attach_statutes

LONGEST_NAME = 200
# The most that Sanic allows; an address takes nine bytes for a Chinese character.
HEADER_BYTES = 16_384
MOST_HITS = 20
# The words that the statutes' own publisher uses, which readers of laws know.
STATUS_WORDS = {"in_force": "现行有效", "changed": "已被修改", "ended": "已废止", "not_yet": "尚未生效"}


def _warm_up(services: Services) -> None:
    """Load what the first citizen should not have to wait for."""
    dialogues_warm_up(services)
    services.search.warm_up()
    services.statute_search.add_meaning(services.today())


def attach(app: Sanic, services: Services) -> None:
    """Add the routes to rasa-sdk's application and start warming up when it starts to serve."""

    app.config.REQUEST_MAX_HEADER_SIZE = HEADER_BYTES

    @app.before_server_start
    async def warm_up(_: Sanic) -> None:
        # A thread of its own, so that the server can say "starting" meanwhile.
        threading.Thread(target=_warm_up, args=(services,), name="warm-up", daemon=True).start()

    @app.on_request
    async def health_first(request: Request) -> HTTPResponse | None:
        # rasa-sdk's own /health says ok as soon as it listens; this answer comes before it.
        return _health(services) if request.path == "/health" else None

    @app.on_response
    async def keep_words_out(request: Request, response: HTTPResponse) -> HTTPResponse | None:
        # rasa-sdk would send the whole request back, and Rasa would write the citizen's words into its log.
        if request.path == "/webhook" and response.status >= 500:
            return json({"error": "the action failed, see the action server's log"}, status=response.status)
        return None

    @app.exception(PayloadTooLarge)
    async def too_long(_: Request, error: PayloadTooLarge) -> HTTPResponse:
        # rasa-sdk's handler for all exceptions would call this an error of its own.
        return refused(413, str(error))

    @app.get("/search")
    async def search(request: Request) -> HTTPResponse:
        try:
            question = parameter(request, "q", LONGEST_QUESTION)
            language, limit = parameters.language(request), parameters.limit(request, MOST_HITS)
        except BadRequest as error:
            return refused(400, str(error))
        today = services.clock.today()
        outcome = await asyncio.to_thread(services.search.search, question, on=today, limit=limit)
        return json(_outcome_json(outcome, language))

    @app.get("/articles")
    async def articles(request: Request) -> HTTPResponse:
        try:
            law = parameter(request, "law", LONGEST_NAME)
            number = parameter(request, "article", 40) if "article" in request.args else None
            article = services.statutes.article(law, number, services.clock.today())
        except (BadRequest, ValueError) as error:
            return refused(400, str(error))
        if article is None:
            return refused(404, "no such article")
        return json(_article_json(article))

    @app.get("/cards/<card_id:str>")
    async def cards(request: Request, card_id: str) -> HTTPResponse:
        try:
            language = parameters.language(request)
        except BadRequest as error:
            return refused(400, str(error))
        card, today = services.knowledge.cards.get(card_id), services.clock.today()
        if card is None or not card.applies_on(today):
            return refused(404, "no such card")
        return json(replies.card(card, services.knowledge, services.statutes, language, today))

    attach_files(app, services)
    attach_statutes(app, services)
    attach_groups(app, services)


def _health(services: Services) -> HTTPResponse:
    reason = services.search.unavailable
    if reason is None:
        return json({"status": "ok"})
    if reason == STARTING:
        return json({"status": "starting"}, status=503)
    return json({"status": "unavailable", "reason": reason}, status=503)


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

"""Takes updates that Telegram posts to this gateway, when it has a public address."""

from __future__ import annotations

import hmac
import json

from fastapi import APIRouter, Request, Response

from bot.messengers.telegram.messenger import WEBHOOK_PATH, Telegram

SECRET_HEADER = "x-telegram-bot-api-secret-token"


def telegram_routes(telegram: Telegram) -> APIRouter:
    """The route that Telegram calls. Without a webhook's secret it knows nobody."""
    router = APIRouter(include_in_schema=False)

    @router.post(WEBHOOK_PATH)
    async def update_take(request: Request) -> Response:
        """200 when the update is stored; otherwise Telegram brings it again."""
        given = request.headers.get(SECRET_HEADER, "")
        if telegram.webhook_secret is None or not hmac.compare_digest(given.encode(), telegram.webhook_secret.encode()):
            return Response(status_code=403)
        try:
            update = json.loads(await request.body())
        except ValueError:
            return Response(status_code=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return Response(status_code=400)
        await telegram.take(update)
        return Response()

    return router

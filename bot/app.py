"""Puts the gateway together: settings in, ASGI application out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.articles import article_routes
from bot.desk.desk import DeskParts, desk_routes
from bot.desk.desk_page import desk_page_mount
from bot.errors import errors_install
from bot.files import file_routes
from bot.messengers.telegram.webhook import telegram_routes
from bot.messengers.web import page_mount, web_routes
from bot.messengers.web_cases import case_routes, summary_routes
from bot.messengers.web_clients import WebClients
from bot.messengers.web_files import attachment_routes
from bot.messengers.web_signs import sign_routes
from bot.parts import Parts, parts_make
from bot.security import Guard
from bot.service import service_routes
from bot.settings import Settings

DESCRIPTION = (
    "Jiefen answers people in Shanghai who have a legal dispute. A message is kept before it is answered; "
    "the answer comes in the response, and always also by event and in the list. All texts are plain text, never HTML."
)


def app_create(settings: Settings, clock: Callable[[], float] = time.time) -> ASGIApp:
    """The gateway as an application. Opens the store; talks to nobody before the server starts it.

    ``clock`` tells in Unix seconds when reminders and cases are due. Raises what ``bot.parts.CANNOT_START`` lists.
    """
    parts = parts_make(settings, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        tasks = await parts.start()
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await parts.close()

    app = FastAPI(
        title="Jiefen gateway", version="1", description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    errors_install(app)
    _routes_add(app, parts)
    # Around everything, so that what fails is guarded too.
    return Guard(app, settings.origins)


def _routes_add(app: FastAPI, parts: Parts) -> None:
    conversations, settings = parts.conversations, parts.settings
    clients = WebClients(conversations, settings)
    desk = DeskParts(
        settings, parts.cases, conversations, parts.attachments, parts.approvals, parts.exchange, parts.articles,
        settings.data, parts.clock,
    )  # fmt: skip
    for router in (
        web_routes(conversations, clients, settings),
        sign_routes(conversations, clients),
        attachment_routes(conversations.pushes, parts.attachments, clients),
        case_routes(conversations, parts.own_file, clients),
        summary_routes(parts.own_file, clients, settings.public_url),
        article_routes(parts.articles),
        file_routes(parts.files),
        desk_routes(desk),
        parts.exchange.routes,
        telegram_routes(parts.telegram),
        service_routes(app, parts.health, conversations, parts.database),
    ):
        app.include_router(router)
    page_mount(app)
    desk_page_mount(app)

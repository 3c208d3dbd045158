"""Puts the gateway together: settings in, ASGI application out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.articles import Articles, article_routes
from bot.conversation import Conversations
from bot.database import database_open
from bot.emergency import Emergency, hotlines_load
from bot.errors import errors_install
from bot.files import Files, file_routes
from bot.health import Health
from bot.messengers.telegram.messenger import Telegram
from bot.messengers.telegram.webhook import telegram_routes
from bot.messengers.web import page_mount, web_routes
from bot.rasa import Rasa
from bot.reminders import Reminders
from bot.sealing import keys_check, sealer_open
from bot.security import Guard
from bot.service import service_routes
from bot.settings import ROOT, Settings
from bot.tracker import Tracker

TIDY_EVERY = 60.0  # seconds
DESCRIPTION = (
    "Jiefen answers people in Shanghai who have a legal dispute. A message is kept before it is answered; "
    "the answer comes in the response, and always also by event and in the list. All texts are plain text, never HTML."
)


def app_create(settings: Settings, clock: Callable[[], float] = time.time) -> ASGIApp:
    """The gateway as an application. Opens the store; talks to nobody before the server starts it.

    ``clock`` tells in Unix seconds when reminders are due. Raises ``KeyWrong``, ``StoreUnavailable`` and
    ``HotlinesError``.
    """
    sealer = sealer_open(settings)
    database = database_open(settings)
    keys_check(sealer, database)
    rasa = Rasa(settings, Tracker(settings.tracker, settings.store_timeout))
    emergency = Emergency(hotlines_load(ROOT / "data" / "hotlines.yml"))
    conversations = Conversations(database, sealer, rasa, emergency, settings)
    articles = Articles(settings.actions, settings.lookup_timeout)
    files = Files(settings.actions, settings.lookup_timeout)
    reminders = Reminders(database, conversations.pushes, clock)
    telegram = Telegram(settings, database, sealer, conversations, articles, files)
    health = Health(rasa, database, settings.var)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await conversations.start()
        await telegram.start()
        tasks = [
            asyncio.create_task(conversations.tidy(TIDY_EVERY)),
            asyncio.create_task(reminders.run(settings.reminder_every)),
        ]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await telegram.close()
        await conversations.close()
        await asyncio.gather(rasa.close(), articles.close(), files.close())
        database.close()

    app = FastAPI(
        title="Jiefen gateway", version="1", description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    errors_install(app)
    app.include_router(web_routes(conversations, settings))
    app.include_router(article_routes(articles))
    app.include_router(file_routes(files))
    app.include_router(telegram_routes(telegram))
    app.include_router(service_routes(app, health, conversations, database))
    page_mount(app)
    # Around everything, so that what fails is guarded too.
    return Guard(app, settings.origins)

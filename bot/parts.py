"""Everything that the gateway is made of, put together from the settings; ``bot.app`` gives it routes and a life."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.articles import Articles
from bot.cases.approval_rules import ApprovalError, approval_load
from bot.cases.approvals import Approvals
from bot.cases.attachments import Attachments
from bot.cases.cases import Cases, cases_open
from bot.cases.catalogue import CatalogueError
from bot.cases.categories import CategoriesError
from bot.cases.citizen import Citizens
from bot.cases.exchange.opening import Exchange, exchange_open
from bot.cases.files import Files as CaseFiles
from bot.cases.own_file import OwnFile
from bot.cases.purpose import purpose_load
from bot.cases.records import Changed
from bot.cases.routing_file import RoutingError
from bot.cases.watch import Watch
from bot.conversation import Conversations
from bot.database import Database, database_open
from bot.desk.quick_replies import QuickRepliesError
from bot.emergency import Emergency, HotlinesError, hotlines_load
from bot.files import Files
from bot.health import Health
from bot.messengers.telegram.messenger import Telegram
from bot.rasa import Rasa
from bot.records import StoreUnavailable
from bot.reminders import Reminders
from bot.sealing import keys_check, sealer_open
from bot.settings import Settings, SettingsError
from bot.tracker import Tracker

CANNOT_START = (
    SettingsError, StoreUnavailable, HotlinesError, CatalogueError, RoutingError, CategoriesError, ApprovalError,
    QuickRepliesError,
)  # fmt: skip
"""What stops the start with a sentence that says why."""
TIDY_EVERY = 60.0  # seconds
APPROVALS_EVERY = 5.0


@dataclass(frozen=True)
class Parts:
    """The parts of one gateway."""

    settings: Settings
    clock: Callable[[], float]
    database: Database
    rasa: Rasa
    cases: Cases
    attachments: Attachments
    own_file: OwnFile
    conversations: Conversations
    approvals: Approvals
    exchange: Exchange
    articles: Articles
    files: Files
    reminders: Reminders
    watch: Watch
    telegram: Telegram
    health: Health

    async def start(self) -> list[asyncio.Task[None]]:
        """Take up what was left, and begin what goes on for ever: the tasks to cancel in the end."""
        listen(self.cases, self.conversations, asyncio.get_running_loop())
        await self.conversations.start()
        await self.telegram.start()
        for_ever = (
            self.conversations.tidy(TIDY_EVERY),
            self.attachments.run(TIDY_EVERY),
            self.reminders.run(self.settings.reminder_every),
            self.watch.run(self.settings.case_watch_every),
            self.approvals.run(APPROVALS_EVERY),
            self.exchange.courier.run(self.settings.packets_every),
        )
        return [asyncio.create_task(work) for work in for_ever]

    async def close(self) -> None:
        """Give everything back that was opened."""
        await self.telegram.close()
        await self.conversations.close()
        await asyncio.gather(
            self.rasa.close(), self.articles.close(), self.files.close(), self.exchange.courier.close()
        )
        self.database.close()


def parts_make(settings: Settings, clock: Callable[[], float]) -> Parts:
    """Open the store and make every part; talks to nobody yet. ``clock`` gives Unix seconds.

    Raises what ``CANNOT_START`` lists.
    """
    sealer = sealer_open(settings)
    database = database_open(settings)
    keys_check(sealer, database)
    rasa = Rasa(settings, Tracker(settings.tracker, settings.store_timeout))
    emergency = Emergency(hotlines_load(settings.data / "hotlines.yml"))
    cases = cases_open(database, sealer, settings, settings.data, clock)
    contents = CaseFiles(settings.var / "files", sealer)
    attachments = Attachments(database, sealer, cases, contents, clock)
    purpose = purpose_load(settings.data, settings.case_retention_days, settings.operator)
    citizens = Citizens(cases, contents, purpose, sealer, emergency, clock)
    conversations = Conversations(database, sealer, rasa, emergency, citizens, settings)
    rules = approval_load(settings.data)
    approvals = Approvals(database, rules, conversations.is_danger, conversations.pushes, clock)
    conversations.hold = approvals.hold
    articles = Articles(settings.actions, settings.lookup_timeout)
    files = Files(settings.actions, settings.lookup_timeout)
    return Parts(
        settings=settings, clock=clock, database=database, rasa=rasa, cases=cases, attachments=attachments,
        own_file=OwnFile(database, cases, attachments), conversations=conversations, approvals=approvals,
        exchange=exchange_open(cases, contents, settings, clock),
        articles=articles, files=files, reminders=Reminders(database, conversations.pushes, clock),
        watch=Watch(cases, contents.drop),
        telegram=Telegram(
            settings, database, sealer, conversations, articles, files, cases, attachments, clock
        ),
        health=Health(rasa, database, settings.var),
    )  # fmt: skip


def listen(cases: Cases, conversations: Conversations, loop: asyncio.AbstractEventLoop) -> None:
    """Wake whoever waits on a case or on its conversation, from whatever thread changed it."""

    def wake(changed: Changed) -> None:
        conversations.pushes.wake(f"case:{changed.case}")
        if changed.conversation is not None:
            conversations.pushes.wake(changed.conversation)

    def told(changed: Changed) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(wake, changed)

    cases.listen(told)

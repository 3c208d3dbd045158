"""Everything that works for Telegram, put together once there is a token."""

from __future__ import annotations

import time
from collections.abc import Callable

from telegram import Bot

from bot.cases.attachments import Attachments
from bot.cases.cases import Cases
from bot.conversation import Conversations
from bot.database import Database
from bot.messengers.telegram.addresses import Addresses, Offset
from bot.messengers.telegram.case_texts import CaseTexts
from bot.messengers.telegram.citizen_files import CitizenFiles
from bot.messengers.telegram.citizens import Citizens
from bot.messengers.telegram.client import Connections
from bot.messengers.telegram.courier import Courier
from bot.messengers.telegram.groups import Groups
from bot.messengers.telegram.intake import Intake
from bot.messengers.telegram.lookups import Lookups
from bot.messengers.telegram.members import Members
from bot.messengers.telegram.outbox import Outbox
from bot.messengers.telegram.pace import Pace
from bot.messengers.telegram.polling import Polling
from bot.messengers.telegram.presses import Presses
from bot.messengers.telegram.reception import Reception
from bot.messengers.telegram.relay import Relay
from bot.messengers.telegram.roster import Roster
from bot.messengers.telegram.soon import Soon
from bot.messengers.telegram.staff_commands import StaffCommands
from bot.messengers.telegram.staff_outbox import StaffOutbox
from bot.messengers.telegram.steps import Steps
from bot.messengers.telegram.threads import Threads
from bot.messengers.telegram.topics import Topics
from bot.sealing import Sealer
from bot.settings import Settings


class Parts:
    """``outbox`` brings to citizens, ``staff_outbox`` to mediators; every update comes in through ``intake``."""

    def __init__(
        self,
        bot: Bot,
        connections: Connections,
        settings: Settings,
        database: Database,
        sealer: Sealer,
        conversations: Conversations,
        lookups: Lookups,
        cases: Cases,
        attachments: Attachments,
        clock: Callable[[], float],
    ) -> None:
        self.bot = bot
        self._connections = connections
        self._pushes = conversations.pushes
        self._soon = Soon()
        courier = Courier(bot, Pace(time.monotonic))
        addresses = Addresses(database, sealer, clock)
        texts = CaseTexts(cases.office.catalogue)
        roster, threads = Roster(database, clock), Threads(database, clock)

        self.outbox = Outbox(addresses, conversations, courier, lookups)
        reception = Reception(conversations, addresses, self.outbox, database)
        presses = Presses(bot, reception, self.outbox, lookups, self._soon)
        files = CitizenFiles(bot, reception, attachments, addresses, self.outbox)
        self._citizens = Citizens(reception, addresses, self.outbox, presses, files, settings)

        relay = Relay(cases, attachments, threads, addresses, courier, texts)
        topics = Topics(bot, cases, roster, threads, relay, texts, courier)
        self.staff_outbox = StaffOutbox(cases, roster, threads, relay, topics, texts, courier)
        steps = Steps(cases, threads, addresses, self.staff_outbox)
        commands = StaffCommands(bot, cases, steps, roster, threads, self.staff_outbox, texts, self._soon)
        self._members = Members(bot, roster, threads, steps, commands, self.staff_outbox, self.outbox, self._soon)
        self._groups = Groups(bot, cases, roster, threads, steps, commands, self.staff_outbox, self._soon)

        self.intake = Intake([self._members.take, self._groups.take, self._citizens.take])
        self.polling = Polling(bot, Offset(database), self.intake.insist, settings.telegram_poll)

    def listen(self) -> None:
        """Be told of changes from now on. Belongs to the running event loop."""
        self.staff_outbox.listen(self._pushes)

    def named(self, name: str) -> None:
        """The bot has this user name, as commands to it may say."""
        self._citizens.bot_name = self._members.bot_name = self._groups.bot_name = name

    async def close(self) -> None:
        """Stop what works on updates and on chats, then the connections."""
        await self.polling.close()
        await self.outbox.close()
        await self.staff_outbox.close()
        await self._soon.close()
        await self._connections.close()

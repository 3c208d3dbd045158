"""What a member of staff does in their own chat with the bot."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from telegram import Bot, BotCommandScopeChat, CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.messengers.telegram.courier import Place
from bot.messengers.telegram.incoming import Command, command_of, language_guess, text_of
from bot.messengers.telegram.outbox import Outbox
from bot.messengers.telegram.pieces import TextPart
from bot.messengers.telegram.rich import rich
from bot.messengers.telegram.roster import Mate, Roster
from bot.messengers.telegram.soon import Soon
from bot.messengers.telegram.staff_commands import StaffCommands
from bot.messengers.telegram.staff_keys import press_of
from bot.messengers.telegram.staff_outbox import StaffOutbox
from bot.messengers.telegram.staff_words import COMMANDS, say
from bot.messengers.telegram.steps import Spot, Steps
from bot.messengers.telegram.threads import Threads

LONGEST = 4000  # characters of one message to a citizen


class Members:
    """Private chats of linked accounts, and the command that links one."""

    def __init__(
        self,
        bot: Bot,
        roster: Roster,
        threads: Threads,
        steps: Steps,
        commands: StaffCommands,
        outbox: StaffOutbox,
        to_citizens: Outbox,
        soon: Soon,
    ) -> None:
        self._bot = bot
        self._roster = roster
        self._threads = threads
        self._steps = steps
        self._commands = commands
        self._outbox = outbox
        self._to_citizens = to_citizens
        self._soon = soon
        self.bot_name = ""

    async def take(self, update: Update) -> bool:
        """Take an update of a member's own chat; False for a citizen's. Raises ``StoreUnavailable``."""
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None or chat.type != ChatType.PRIVATE:
            return False
        command = command_of(update.message, self.bot_name) if update.message else None
        if update.message and command and command.name == "link":
            await self._link(update.message, command.rest)
            return True
        mate = await run_in_threadpool(self._roster.by_user, user.id)
        if mate is None:
            return False
        self._outbox.wake(chat.id)
        if update.callback_query:
            await self._press(update.update_id, mate, update.callback_query)
        elif update.edited_message:
            self._steps.say(self._spot(update.update_id, mate, update.edited_message), "edit_no_effect")
        elif update.message:
            await self._message(update.update_id, mate, update.message, command)
        return True

    async def _message(self, update_id: int, mate: Mate, message: Message, command: Command | None) -> None:
        spot = self._spot(update_id, mate, message)
        if command and command.name == "unlink":
            await run_in_threadpool(self._roster.unlink, message.chat_id)
            await self._outbox.refresh()
            self._soon.do(self._bot.delete_my_commands(BotCommandScopeChat(message.chat_id)))
            self._steps.say(spot, "unlinked")
        elif command:
            await self._commands.command(spot, command, await self._commands.meant(spot, message))
        elif not message.text:
            self._steps.say(spot, "only_text")
        elif (question := await run_in_threadpool(self._threads.asked, spot.question)) is not None:
            await self._steps.answer(spot, question, text_of(message).strip())
        else:
            await self._words(spot, message, text_of(message))

    async def _words(self, spot: Spot, message: Message, text: str) -> None:
        case = await self._commands.meant(spot, message)
        if len(text) > LONGEST:
            self._steps.say(spot, "too_long", longest=LONGEST)
        elif case is None:
            await self._commands.choose(spot, "choose_first")
        else:
            several = len(await self._commands.held(spot)) > 1
            await self._steps.reply(spot, case, text, confirm=several)

    async def _press(self, update_id: int, mate: Mate, query: CallbackQuery) -> None:
        press = press_of(query.data)
        if press is None:
            old = say("button_old", mate.language)
            self._soon.do(self._bot.answer_callback_query(query.id, old, show_alert=True))
            return
        chat = query.message.chat.id if query.message else query.from_user.id
        await self._commands.press(Spot(update_id, mate, Place(chat)), press, query)

    async def _link(self, message: Message, code: str) -> None:
        mate = await run_in_threadpool(self._roster.link, message.chat_id, code) if code else None
        if mate is None:
            language = language_guess("", message.from_user)
            self._to_citizens.aside(message.chat_id, TextPart(rich(say("link_wrong", language))))
            return
        words = say("linked", mate.language, name=mate.member.shown_name, help=say("help", mate.language))
        self._outbox.aside(Place(message.chat_id), rich(words))
        menu = BotCommandScopeChat(message.chat_id)
        self._soon.do(self._bot.set_my_commands(COMMANDS[mate.language], scope=menu))
        await self._outbox.refresh()

    def _spot(self, update_id: int, mate: Mate, message: Message) -> Spot:
        return Spot(update_id, mate, Place(message.chat_id, reply_to=message.message_id))

"""What happens in groups: those in which an organisation works, and all others, which are refused politely."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from telegram import Bot, CallbackQuery, ChatMember, Message, Update
from telegram.constants import ChatType

from bot.cases.cases import Cases
from bot.cases.records import Case, CaseRefusal
from bot.messengers.telegram.courier import Place
from bot.messengers.telegram.incoming import command_of, language_guess, text_of
from bot.messengers.telegram.rich import rich
from bot.messengers.telegram.roster import Mate, NotAllowed, Roster
from bot.messengers.telegram.soon import Soon
from bot.messengers.telegram.staff_commands import StaffCommands
from bot.messengers.telegram.staff_keys import claim_key, press_of
from bot.messengers.telegram.staff_outbox import StaffOutbox
from bot.messengers.telegram.staff_words import say
from bot.messengers.telegram.steps import Spot, Steps
from bot.messengers.telegram.threads import Threads
from bot.messengers.telegram.words import say as say_to_anybody
from bot.sentences import Language

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
MOST_REMEMBERED = 10_000


class Groups:
    """Every group that the bot is in."""

    def __init__(
        self,
        bot: Bot,
        cases: Cases,
        roster: Roster,
        threads: Threads,
        steps: Steps,
        commands: StaffCommands,
        outbox: StaffOutbox,
        soon: Soon,
    ) -> None:
        self._bot = bot
        self._cases = cases
        self._roster = roster
        self._threads = threads
        self._steps = steps
        self._commands = commands
        self._outbox = outbox
        self._soon = soon
        self._refused: set[int] = set()
        self._told: set[tuple[int, int, int]] = set()
        self.bot_name = ""

    async def take(self, update: Update) -> bool:
        """Take an update of a group. Raises ``StoreUnavailable``."""
        chat = update.effective_chat
        if chat is None or chat.type not in GROUPS:
            return False
        if update.my_chat_member:
            await self._membership(update)
            return True
        message = update.message
        command = command_of(message, self.bot_name) if message else None
        if message and command and command.name == "linkgroup":
            await self._link(message, command.rest)
            return True
        organisation = (await run_in_threadpool(self._roster.groups)).get(chat.id)
        if organisation is None:
            if message and (command or message.reply_to_message or self._is_named(message)):
                self._refuse(chat.id, language_guess("", message.from_user))
        elif update.callback_query:
            await self._press(update.update_id, update.callback_query)
        elif message and message.is_topic_message and message.message_thread_id and message.from_user:
            await self._in_topic(update.update_id, message, message.message_thread_id)
        return True

    async def _in_topic(self, update_id: int, message: Message, thread: int) -> None:
        """Something in a topic: the holder's words go to the citizen, a command is done, the rest is talk."""
        case = await run_in_threadpool(self._threads.topic, message.chat_id, thread)
        user = message.from_user
        text = text_of(message)
        if case is None or user is None or user.is_bot or not text.strip():
            return
        place = Place(message.chat_id, thread, message.message_id)
        mate = await run_in_threadpool(self._roster.by_user, user.id)
        if mate is None:
            if self._is_first(message.chat_id, thread, user.id):
                self._outbox.aside(place, rich(say("topic_link_first", "zh")))
            return
        spot = Spot(update_id, mate, place)
        if command := command_of(message, self.bot_name):
            await self._commands.command(spot, command, case)
        elif message.text and (question := await run_in_threadpool(self._threads.asked, spot.question)) is not None:
            await self._steps.answer(spot, question, text.strip())
        else:
            await self._words(spot, case, message, text)

    async def _words(self, spot: Spot, case_id: str, message: Message, text: str) -> None:
        case = await self._case(spot.mate, case_id)
        if case is None:
            self._steps.say(spot, "hidden")
        elif case.is_held and case.holder == spot.mate.member.id:
            if message.text:
                await self._steps.reply(spot, case_id, text, confirm=False)
            else:
                self._steps.say(spot, "only_text")
        elif case.state == "routed":
            self._steps.say(spot, "topic_claim_first", claim_key(case_id, spot.language))
        elif case.is_held and self._is_first(spot.place.chat, spot.place.thread or 0, spot.mate.user or 0):
            holder = await run_in_threadpool(self._roster.by_id, case.holder)
            self._steps.say(spot, "topic_internal", holder=holder.member.shown_name if holder else "")

    async def _press(self, update_id: int, query: CallbackQuery) -> None:
        mate = await run_in_threadpool(self._roster.by_user, query.from_user.id)
        press = press_of(query.data)
        message = query.message if isinstance(query.message, Message) else None
        if mate is None or press is None or query.message is None:
            name = "topic_link_first" if mate is None else "button_old"
            words = say(name, mate.language if mate else "zh")
            self._soon.do(self._bot.answer_callback_query(query.id, words, show_alert=True))
            return
        place = Place(query.message.chat.id, message.message_thread_id if message else None)
        await self._commands.press(Spot(update_id, mate, place), press, query)

    async def _link(self, message: Message, code: str) -> None:
        place = Place(message.chat_id, message.message_thread_id if message.is_topic_message else None)
        language = language_guess("", message.from_user)
        if not message.chat.is_forum:
            self._outbox.aside(place, rich(say("group_needs_topics", language)))
            return
        try:
            organisation = await run_in_threadpool(self._roster.group_link, message.chat_id, code) if code else None
        except NotAllowed:
            self._outbox.aside(place, rich(say("group_not_allowed", language)))
            return
        if organisation is None:
            self._outbox.aside(place, rich(say("link_wrong", language)))
            return
        name = self._cases.office.organisation(organisation).name[language]
        self._outbox.aside(place, rich(say("group_linked", language, organisation=name)))
        await self._outbox.refresh()

    async def _membership(self, update: Update) -> None:
        changed = update.my_chat_member
        if changed is None:
            return
        is_gone = changed.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
        was_gone = changed.old_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
        if is_gone:
            await run_in_threadpool(self._roster.group_unlink, changed.chat.id)
            await self._outbox.refresh()
        elif was_gone:
            self._refuse(changed.chat.id, language_guess("", changed.from_user))

    def _refuse(self, chat: int, language: Language) -> None:
        """One sentence, once: a group is no place to talk about one's dispute."""
        if chat in self._refused:
            return
        if len(self._refused) >= MOST_REMEMBERED:
            self._refused.clear()
        self._refused.add(chat)
        self._outbox.aside(Place(chat), rich(say_to_anybody("group_refused", language)))

    def _is_named(self, message: Message) -> bool:
        return bool(self.bot_name) and f"@{self.bot_name}".lower() in text_of(message).lower()

    def _is_first(self, chat: int, thread: int, user: int) -> bool:
        """Whether this person is told for the first time what their words here are."""
        place = (chat, thread, user)
        if place in self._told:
            return False
        if len(self._told) >= MOST_REMEMBERED:
            self._told.clear()
        self._told.add(place)
        return True

    async def _case(self, mate: Mate, case: str) -> Case | None:
        try:
            return await run_in_threadpool(self._cases.access_check, mate.member, case, "summary")
        except CaseRefusal:
            return None

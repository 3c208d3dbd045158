"""Decides who answers a citizen's message: the assistant, the mediator who has the floor, or the gateway itself.

While the assistant cannot, the gateway says how it stands. Each conversation has at most one worker, so its messages
are answered in their order; conversations do not wait for one another. The store is the truth: a worker holds nothing
that a restart could lose.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection

from bot.assistant import Assistant
from bot.cases.citizen import CaseTurn, Citizens
from bot.database import Database
from bot.emergency import Emergency
from bot.erasure import Erasure
from bot.logs import log, logger
from bot.outage import Outage, pauses
from bot.presence import Presence
from bot.pushes import Pushes, wait_until_set
from bot.rasa import Rasa
from bot.records import Answer, Incoming, Message, StoreUnavailable, Turn, conversation_key
from bot.sealing import Sealer
from bot.sentences import Language
from bot.settings import Settings
from bot.store import Hold, Store
from bot.tracker import TrackerUnavailable

Result = TypeVar("Result")


class Conversations:
    """Takes messages in, has them answered in order, and wakes whoever listens.

    ``key`` is what a messenger keeps a conversation under: a ``conversation_key``, or a keyed hash of an address.
    ``hold``, when it is set, may make an answer wait for a person's nod.
    """

    def __init__(
        self,
        database: Database,
        sealer: Sealer,
        rasa: Rasa,
        emergency: Emergency,
        citizens: Citizens,
        settings: Settings,
    ) -> None:
        self.store = Store(database, sealer)
        self.erasure = Erasure(database)
        self.pushes = Pushes()
        self.presence = Presence(self.pushes)
        self.citizens = citizens
        self.hold: Hold | None = None
        pauses_between = settings.retry_first, settings.retry_longest
        self.outage = Outage(rasa.is_well, self.pushes.wake_all, *pauses_between)
        self._assistant = Assistant(rasa, emergency, self.outage, settings)
        self._rasa = rasa
        self._settings = settings
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._fresh: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def is_danger(self, message: Message) -> bool:
        """Whether a message tells of danger or of a fraud, by rule."""
        return self._assistant.is_danger(message)

    async def start(self) -> None:
        """Take up what an earlier process left unanswered."""
        for key, messages in (await run_in_threadpool(self.store.pending)).items():
            log("resumed", key=key, messages=len(messages))
            for message in messages:
                self._take_up(key, message, None)

    async def close(self) -> None:
        """Stop. What is unanswered stays in the store for the next start."""
        tasks = [*self._workers.values(), *self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.outage.close()

    async def door(self, key: str) -> str:
        """The key of the conversation behind the door ``key``. Every other method wants that one."""
        return await run_in_threadpool(self.store.door, key)

    async def receive(self, key: str, incoming: Incoming) -> Message:
        """Keep a message and have it answered by whoever has the floor; a repeated one changes nothing.

        Raises ``IdReused``, ``PayloadNotOffered`` and ``StoreUnavailable``.
        """
        turn = self.citizens.turn()
        message, is_new = await run_in_threadpool(self.store.accept, key, incoming, turn.taken)
        if is_new:
            log("received", key=key, seq=message.seq, state=message.state, characters=len(incoming.text))
            await run_in_threadpool(turn.announce)
            self.presence.stopped(key, "citizen")
            if message.is_pending:
                self._take_up(key, message, incoming.language)
            self.pushes.wake(key)
        return message

    async def replies(self, key: str, message: Message, seconds: float) -> tuple[bool, list[Message]]:
        """Wait up to ``seconds`` for something said to ``message``: whether it is answered, and all that was said."""
        deadline = asyncio.get_running_loop().time() + seconds
        with self.pushes.listening(key) as changed:
            while True:
                changed.clear()
                waits, said = await run_in_threadpool(self.store.replies, key, message)
                left = deadline - asyncio.get_running_loop().time()
                if not waits or said or left <= 0 or not await wait_until_set(changed, left):
                    return not waits, said

    async def erase(self, key: str) -> list[dict[str, str]]:
        """Delete the conversation here and in Rasa's memory, with its cases; whoever listens is woken.

        Returns of each case its ``number`` and in ``kept`` what must stay of it and why.
        """
        case_turn = self.citizens.turn()
        await run_in_threadpool(self.erasure.conversation, key, case_turn.erased)
        self._fresh.discard(key)
        worker = self._workers.pop(key, None)
        if worker is not None:
            worker.cancel()
        log("erased", key=key)
        await self._forget_soon(key)
        await self._announce(key, case_turn)
        return case_turn.kept

    async def case_erase(self, key: str, number: str) -> str | None:
        """Erase one case of the conversation; what must stay and why, None when there is no such case."""
        erased = await run_in_threadpool(self.citizens.erase, key, number)
        self.pushes.wake(key)
        return erased

    async def come_back(self, code: str, secret: str) -> str | None:
        """Make ``secret`` a door to the conversation of the case with this code; the number of the case.

        None when the code is none, or what was said is erased. Raises ``SecretInUse``.
        """
        return await run_in_threadpool(self.citizens.come_back, code, conversation_key(secret))

    async def forget(self) -> None:
        """Clear Rasa's memory of whoever was erased; what cannot be cleared now is kept for the next call.

        A name is kept until a question that was open at the erasure cannot write it back any more.
        """
        await run_in_threadpool(self.erasure.settle)
        for sender, age in await run_in_threadpool(self.erasure.forgotten):
            try:
                await self._rasa.forget(sender)
            except TrackerUnavailable as error:
                log("forget_postponed", level=logging.WARNING, why=error)
                return
            if age > 2 * self._settings.rasa_timeout:
                await run_in_threadpool(self.erasure.forgotten_drop, sender)

    async def tidy(self, every: float) -> None:
        """For ever: delete idle conversations and clear Rasa's memory, once in ``every`` seconds."""
        while True:
            try:
                idle = await run_in_threadpool(self.erasure.idle, self._settings.retention_days * 86400)
                log("tidied", conversations=idle)
                await self.forget()
            except StoreUnavailable as error:
                log("tidy_postponed", level=logging.WARNING, why=error.reason)
            await asyncio.sleep(every)

    async def _forget_soon(self, key: str) -> None:
        """Forget now, or else when it is next tidied: the citizen's wish is already fulfilled in the store."""
        try:
            await self.forget()
        except StoreUnavailable as error:
            log("forget_postponed", level=logging.WARNING, key=key, why=error.reason)

    def _take_up(self, key: str, message: Message, language: Language | None) -> None:
        watch = asyncio.create_task(self._watch(key, message, language))
        self._tasks.add(watch)
        watch.add_done_callback(self._finished)
        self._fresh.add(key)
        if key not in self._workers:
            self._workers[key] = asyncio.create_task(self._work(key))
            self._workers[key].add_done_callback(self._finished)

    async def _work(self, key: str) -> None:
        """Answer everything that waits in one conversation, the oldest first."""
        try:
            while key in self._fresh:
                # Cleared before looking: what arrives while we look makes us look again.
                self._fresh.discard(key)
                while (turn := await self._insist(self.store.next_turn, key)) is not None:
                    await self._answer(key, turn)
        finally:
            if self._workers.get(key) is asyncio.current_task():
                del self._workers[key]

    async def _answer(self, key: str, turn: Turn) -> None:
        async def waits() -> bool:
            return (await self._insist(self.store.replies, key, turn.message))[0]

        answer = await self._assistant.answer(key, turn, waits)
        case_turn = self.citizens.turn()
        if answer.erases:
            language = self._assistant.language(turn.message, turn.language)
            await self._insist(self.erasure.answer, key, turn.message, answer, language, case_turn.erased)
            await self._forget_soon(key)  # before the citizen is told that it is done
        else:
            answer_kept = partial(self.store.answer, said=case_turn.wanted, hold=self._given(case_turn))
            await self._insist(answer_kept, key, turn.message, answer)
        await self._announce(key, case_turn)
        log("answered", key=key, seq=turn.message.seq, replies=len(answer.replies))

    async def _watch(self, key: str, message: Message, language: Language | None) -> None:
        """Tell the citizen how it stands when a message is not answered soon, and whom to call in danger."""
        danger = self._assistant.is_danger(message)
        seconds = self._settings.danger_after if danger else self._settings.slow_after
        deadline = asyncio.get_running_loop().time() + seconds
        with self.pushes.listening(key) as changed:
            while not self.outage.is_on:
                changed.clear()
                waits, _said = await self._insist(self.store.replies, key, message)
                if not waits:
                    return
                if not await wait_until_set(changed, deadline - asyncio.get_running_loop().time()):
                    break
        if self.citizens.wants_a_person(message):
            # Whoever asks for a person is not to wait for the assistant that does not answer.
            case_turn, answer = self.citizens.turn(), Answer((), ("person_offered",))
            if await self._insist(self.store.answer, key, message, answer, case_turn.person):
                await self._announce(key, case_turn)
            return
        notice = self._assistant.notice(message, language)
        if await self._insist(self.store.notify, key, message, notice):
            self.pushes.wake(key)
            log("notified", key=key, seq=message.seq, outage=self.outage.is_on)

    def _given(self, case_turn: CaseTurn) -> Hold:
        """Makes of an answer the one to be given now: with what it does to cases, unless it has to wait for a nod."""

        def given(connection: Connection, key: str, message: Message, answer: Answer) -> Answer:
            answer = case_turn.foretold(connection, key, message, answer)
            return answer if self.hold is None else self.hold(connection, key, message, answer)

        return given

    async def _announce(self, key: str, turn: CaseTurn) -> None:
        await run_in_threadpool(turn.announce)
        self.pushes.wake(key)

    async def _insist(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Do what needs the store, again until it can be done: an answer that is there must not be lost."""
        for pause in pauses(self._settings.retry_first, self._settings.retry_longest):
            try:
                return await run_in_threadpool(work, *arguments)
            except StoreUnavailable as error:
                log("store_unavailable", level=logging.ERROR, why=error.reason)
                await asyncio.sleep(pause)
        raise AssertionError("pauses never end")

    def _finished(self, task: asyncio.Task[None]) -> None:
        """The edge of the process: a fault in one conversation is logged and stays there."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("conversation_failed", exc_info=error)

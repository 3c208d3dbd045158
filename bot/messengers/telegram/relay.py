"""Brings a case and its conversation to whoever works on it, into their own chat or into the case's topic."""

from __future__ import annotations

import logging

from fastapi.concurrency import run_in_threadpool

from bot.cases.attachments import Attachments
from bot.cases.cases import Cases
from bot.cases.files import ContentGone
from bot.cases.records import Case, CaseRefusal, Member
from bot.logs import log
from bot.messengers.telegram.addresses import Addresses
from bot.messengers.telegram.case_texts import CaseTexts, before, said
from bot.messengers.telegram.courier import Courier, Place, Undeliverable
from bot.messengers.telegram.pieces import TextPart
from bot.messengers.telegram.rich import Text, rich
from bot.messengers.telegram.staff_words import say
from bot.messengers.telegram.threads import Thread, Threads
from bot.records import Message
from bot.sentences import Language


class Relay:
    """Every method may raise ``StoreUnavailable``, refusals by cases, and what ``Courier`` names."""

    def __init__(
        self,
        cases: Cases,
        attachments: Attachments,
        threads: Threads,
        addresses: Addresses,
        courier: Courier,
        texts: CaseTexts,
    ) -> None:
        self._cases = cases
        self._attachments = attachments
        self._threads = threads
        self._addresses = addresses
        self._courier = courier
        self._texts = texts

    async def begin(self, place: Place, member: Member, case: str, language: Language) -> None:
        """Show the member who holds the case what is known and what was said; from there on ``bring`` goes on."""
        view = await run_in_threadpool(self._cases.case_get, member, case)
        messages = await run_in_threadpool(self._cases.message_list, member, case)
        for text in (self._texts.file(view.case, language), before(messages, language)):
            await self._text(place, text)
        for message in messages:
            if message.body.get("kind") == "file":
                await self._file(place, member, view.case, message, language)
        last = messages[-1].seq if messages else 0
        await run_in_threadpool(self._threads.change, place.chat, case, delivered_seq=last)

    async def bring(self, place: Place, thread: Thread, member: Member, case: Case, language: Language) -> None:
        """Bring what was said since, in order."""
        messages = await run_in_threadpool(self._cases.message_list, member, case.id, thread.delivered_seq)
        sources = self._addresses.sources(place.chat)
        for message in messages:
            if message.author != "mediator" or not message.source_id.startswith(sources):
                await self._message(place, member, case, message, language)
            await run_in_threadpool(self._threads.change, place.chat, case.id, delivered_seq=message.seq)

    async def _message(self, place: Place, member: Member, case: Case, message: Message, language: Language) -> None:
        if message.body.get("kind") == "file":
            await self._file(place, member, case, message, language)
        else:
            await self._text(place, said(case.number, message, language, member.id))

    async def _text(self, place: Place, text: Text) -> None:
        if not text:
            return
        try:
            await self._courier.text(place, TextPart(text))
        except Undeliverable:
            log("telegram_undeliverable", level=logging.ERROR)

    async def _file(self, place: Place, member: Member, case: Case, message: Message, language: Language) -> None:
        try:
            attachment, content = await run_in_threadpool(
                self._attachments.of_case, member, case.id, message.body["file"]
            )
            title = rich(say("citizen_file", language, number=case.number, name=attachment.name))
            await self._courier.file(place, content, attachment.type, attachment.name, title)
        except (ContentGone, CaseRefusal, Undeliverable):
            name = {**message.body, **(message.words or {})}.get("name", "")
            await self._text(place, rich(say("file_gone", language, name=name)))

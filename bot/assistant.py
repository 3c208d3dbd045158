"""The assistant's turn: asks Rasa until there is an answer, and knows what to say while there is none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.emergency import Emergency
from bot.logs import log
from bot.outage import Outage, pauses
from bot.rasa import Rasa, RasaFailed, RasaUnavailable
from bot.reading import answer_read, sentence
from bot.records import Answer, Message, Turn
from bot.sentences import Language
from bot.settings import Settings
from bot.tracker import TrackerUnavailable
from understanding.language import language_of

# Whatever could stand before a typed text and make it a command to Rasa, which takes "/intent" for one.
COMMAND_SIGNS = "/／⁄∕⧸ \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"


class Assistant:
    """Answers messages by Rasa, and by rule where a rule must not wait for Rasa."""

    def __init__(self, rasa: Rasa, emergency: Emergency, outage: Outage, settings: Settings) -> None:
        self._rasa = rasa
        self._emergency = emergency
        self._outage = outage
        self._settings = settings

    async def answer(self, key: str, turn: Turn, waits: Callable[[], Awaitable[bool]]) -> Answer:
        """The answer to a message, however long the assistant is gone.

        When Rasa is there and fails again and again, an honest sentence is the answer. Rasa is not asked again when
        nothing ``waits`` any more: a mediator may have taken over meanwhile.
        """
        language = self.language(turn.message, turn.language)
        wait = pauses(self._settings.retry_first, self._settings.retry_longest)
        is_repeat, failures = turn.message.attempts > 1, 0
        while failures < self._settings.rasa_attempts:
            try:
                said = await self._rasa.ask(turn, message_for_rasa(turn.message), is_repeat=is_repeat)
                self._outage.seen("rasa")
                return answer_read(said, language, key)
            except RasaUnavailable as error:
                log("assistant_unavailable", level=logging.WARNING, key=key, why=error)
                self._outage.begin(error.part)
                await self._outage.end()
                if not await waits():
                    return Answer(())
            except (RasaFailed, TrackerUnavailable) as error:
                log("assistant_failed", level=logging.ERROR, key=key, why=error)
                failures += 1
                if isinstance(error, RasaFailed) and error.is_final:
                    break
                await asyncio.sleep(next(wait))
            is_repeat = True
        return Answer((sentence("no_answer", language),), ("no_answer",))

    def is_danger(self, message: Message) -> bool:
        """Whether the message tells of danger or of a fraud, by rule."""
        return self._emergency.reply(message.body["text"], "zh") is not None

    def notice(self, message: Message, language: Language | None) -> Answer:
        """What to say to a message that has to wait: whom to call in danger, that it is kept, what to do meanwhile."""
        spoken = self.language(message, language)
        contacts = self._emergency.reply(message.body["text"], spoken)
        why = "unreachable" if self._outage.is_on else "slow"
        urgent = (contacts.model_dump(mode="json"),) if contacts else ()
        return Answer((*urgent, sentence(why, spoken)), (why, *(("safety_by_rule",) if urgent else ())))

    def language(self, message: Message, fixed: Language | None) -> Language:
        """The language of the gateway's own sentences: the one the citizen fixed, else the message's, else Chinese."""
        return fixed or ("en" if language_of(message.body["text"]) == "en" else "zh")


def message_for_rasa(message: Message) -> str:
    """What Rasa is given: the payload of a pressed button as it is, typed text so that it can be no command.

    Of a button about cases it is the words that stand on it: Rasa knows nothing of cases.
    """
    payload = message.body.get("payload")
    if payload is not None and not payload.startswith("/case_"):
        return str(payload)
    text = str(message.body["text"])
    return text.lstrip(COMMAND_SIGNS) or "?"

"""Reads Rasa's messages: what is shown, what is done, what is counted; nothing unfit gets through or is passed over."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.case_shapes import OpenCase
from bot.logs import log
from bot.privacy import mask
from bot.records import Answer
from bot.schema import Effect, Reminder, Reply, ReplyError, TextReply, outcome_of, reply_parse
from bot.sentences import Language, say

CASE_EFFECTS = ("open_case", "case_status", "withdraw_case")


def answer_read(messages: Sequence[Mapping[str, Any]], language: Language, key: str) -> Answer:
    """Make an ``Answer`` of Rasa's messages.

    A message that fits no schema is logged without its text, and the citizen is told once that something is
    missing. ``language`` is used where a message names none.
    """
    shown: list[Reply] = []
    effects: list[Effect] = []
    counted: list[str] = []
    lost = False
    for message in messages:
        try:
            parsed = reply_parse(message, language)
        except ReplyError as error:
            log("reply_unfit", level=logging.ERROR, key=key, where=mask(str(error)))
            counted.append("reply_unfit")
            lost = True
            continue
        shown += [part for part in parsed if not isinstance(part, Effect)]
        effects += [part for part in parsed if isinstance(part, Effect)]
        counted += ["outcome_" + outcome for outcome in [outcome_of(message)] if outcome]
    if lost:
        spoken = shown[0].language if shown else language
        shown.append(TextReply(language=spoken, text=say("reply_lost", spoken)))
    return Answer(
        tuple(reply.model_dump(mode="json") for reply in shown),
        tuple(counted),
        _language_of(effects),
        any(effect.effect == "erase" for effect in effects),
        tuple(effect.value for effect in effects if isinstance(effect.value, Reminder)),
        tuple(_text(effect.value) for effect in effects if effect.effect == "cancel_reminder"),
        tuple(effect for effect in effects if effect.effect in CASE_EFFECTS),
    )


def sentence(key: str, language: Language) -> dict[str, Any]:
    """One of the gateway's own sentences as a reply, which is counted under its key."""
    return TextReply(language=language, text=say(key, language), outcome=key).model_dump(mode="json")


def _text(value: Reminder | OpenCase | str | None) -> str | None:
    return value if isinstance(value, str) else None


def _language_of(effects: Sequence[Effect]) -> Language | None:
    wanted: Language | None = None
    for effect in effects:
        if effect.effect == "language" and effect.value in ("zh", "en"):
            wanted = "zh" if effect.value == "zh" else "en"
    return wanted

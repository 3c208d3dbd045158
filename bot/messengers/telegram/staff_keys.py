"""The buttons that mediators press: what each means, in at most 64 bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from bot.messengers.telegram.keyboard import Key
from bot.messengers.telegram.staff_words import OUTCOMES, say
from bot.sentences import Language

MARK = "m"


@dataclass(frozen=True)
class Press:
    """``act`` on ``case`` (an id, or empty); ``more`` is what the act needs."""

    act: str
    case: str = ""
    more: str = ""

    @property
    def data(self) -> str:
        """As in a button."""
        return ":".join((MARK, self.act, self.case, self.more))


def press_of(data: str | None) -> Press | None:
    """What a button says; None for one that is no mediator's."""
    parts = (data or "").split(":")
    return Press(*parts[1:]) if len(parts) == 4 and parts[0] == MARK else None


def claim_key(case: str, language: Language) -> Key:
    """Claims a case."""
    return Key("✋ " + say("button_claim", language), Press("claim", case).data)


def decline_key(case: str, language: Language) -> Key:
    """Leaves a case to others."""
    return Key(say("button_decline", language), Press("decline", case).data)


def seen_key(notice: int, language: Language) -> Key:
    """The member has seen a notice."""
    return Key(say("button_ok", language), Press("seen", more=str(notice)).data)


def choose_key(case: str, title: str) -> Key:
    """Chooses the case in which one writes."""
    return Key(title, Press("choose", case).data)


def outcome_keys(case: str, language: Language) -> list[Key]:
    """How a case ends."""
    return [Key(words[language], Press("outcome", case, outcome).data) for outcome, words in OUTCOMES.items()]


def organisation_key(case: str, organisation: str, title: str) -> Key:
    """Another organisation, by a short name: ids may be too long for a button."""
    return Key(title, Press("transfer", case, short(organisation)).data)


def cancel_key(language: Language) -> Key:
    """Ends a question."""
    return Key(say("button_cancel", language), Press("cancel").data)


def duty_keys(language: Language) -> list[Key]:
    """On and off duty."""
    return [Key(say(f"button_{duty}", language), Press("duty", more=duty).data) for duty in ("on", "off")]


def short(organisation: str) -> str:
    """A short name for an organisation's id."""
    return hashlib.blake2b(organisation.encode(), digest_size=6).hexdigest()


def organisation_of(name: str, organisations: Iterable[str]) -> str | None:
    """The organisation with a short name."""
    return next((one for one in organisations if short(one) == name), None)

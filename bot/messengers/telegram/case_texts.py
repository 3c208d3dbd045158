"""A case and what is said in it, as mediators read it in Telegram. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.cases.catalogue import Catalogue
from bot.cases.listing import summary_of
from bot.cases.records import Case
from bot.cases.sentences import moment
from bot.messengers.telegram.rich import QUOTE, Text, bold, cut_short, joined, rich, within
from bot.messengers.telegram.staff_words import STATES, say
from bot.records import Message
from bot.sentences import Language

NUMBER = re.compile(r"\b[A-Z]{2}\d{4}-\d{4,}\b")
LONGEST_SAID = 600  # of what the assistant said, in a mediator's chat
LONGEST_BEFORE = 200
MOST_BEFORE = 10
LONGEST_TITLE = 128  # of a topic, as Telegram allows
UNTOLD_EVENTS = ("claimed", "taken_over", "handed_back")
"""What a citizen is told because of the mediator's own doing."""


class CaseTexts:
    """``catalogue`` names kinds and districts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def offered(self, case: Case, language: Language) -> Text:
        """A case for whom it is not yet: what it is about, without anything that names a person."""
        due = moment(case.due_at, language) if case.due_at else None
        facts = [
            _fact("language", say(f"in_{case.language}", language), language),
            _fact("summary", summary_of(case), language),
            _fact("amount", _yuan(case.amount, language), language),
            _fact("due", due, language),
            _fact("why", case.routed_why.get(language), language),
        ]
        return joined([self.headline(case, language), *facts], "\n")

    def headline(self, case: Case, language: Language) -> Text:
        """The number, which a reply to the message is known by, and what it is about."""
        pressing = ("", "❗" + say("raised", language), "⚠️ " + say("urgent", language))[case.priority]
        late = say("overdue", language) if case.overdue_at else ""
        words = [self.kind(case, language), self._district(case, language), pressing, late]
        return rich(bold(case.number), " ", " · ".join(word for word in words if word))

    def file(self, case: Case, language: Language) -> Text:
        """Everything that the citizen told, for whom the case is now."""
        facts = case.facts
        place = " ".join(filter(None, (self._district(case, language), case.subdistrict)))
        given = {
            "what_happened": facts.what_happened, "happened_on": case.happened_on, "other_side": facts.other_side,
            "wishes": facts.wishes, "amount": _yuan(case.amount, language), "place": place, "tried": facts.tried,
            "evidence": "；".join(facts.evidence), "contact": facts.contact,
        }  # fmt: skip
        lines = [_fact(name, text, language) for name, text in given.items()]
        return joined([self.headline(case, language), *lines, *_attached(case)], "\n")

    def title(self, case: Case, holder: str | None, language: Language) -> str:
        """The title of a case's topic: how it stands in a sign, then the number and what it is about."""
        if not case.is_open:
            sign = "✅"
        elif case.priority == 2 or case.overdue_at:
            sign = "🔴"
        else:
            sign = "🟢" if case.is_held else "🟡"
        who = holder if case.is_held and holder else STATES[case.state][language]
        about = " · ".join(filter(None, (self.kind(case, language), self._district(case, language), who)))
        return cut_short(f"{sign} {case.number} {about}", LONGEST_TITLE)

    def kind(self, case: Case, language: Language) -> str:
        """The kind of dispute by name."""
        named = self._catalogue.kinds.get(case.kind)
        return named[language] if named else case.kind

    def _district(self, case: Case, language: Language) -> str:
        named = self._catalogue.districts.get(case.district or "")
        return named[language] if named else case.district or ""


def said(number: str, message: Message, language: Language, own: str | None = None) -> Text:
    """One message of a case's conversation; empty for what the mediator need not be told.

    ``own`` is the id of the member who reads, whose own words are from the desk then.
    """
    shown = {**message.body, **(message.words or {})}
    words = _words(shown, message.author)
    if not words or (shown.get("kind") == "case" and shown.get("event") in UNTOLD_EVENTS):
        return ()
    who = _who(message.author, shown, language, own)
    quoted = rich(words) if message.author == "citizen" else within(QUOTE, rich(words))
    return rich(bold(number), " · ", who, "\n", *quoted)


def before(messages: Sequence[Message], language: Language) -> Text:
    """The latest of what was said before somebody took the case, in short."""
    lines = []
    for message in messages[-MOST_BEFORE:]:
        shown = {**message.body, **(message.words or {})}
        words = cut_short(" ".join(_words(shown, message.author).split()), LONGEST_BEFORE)
        if words:
            lines.append(rich(bold(_who(message.author, shown, language, None)), say("colon", language), words))
    if not lines:
        return ()
    return rich(bold(say("before", language)), "\n", *joined(lines, "\n"))


def number_in(text: str | None) -> str | None:
    """The number of a case in the first line of one of the bot's own messages."""
    found = NUMBER.search((text or "").partition("\n")[0])
    return found.group() if found else None


def _words(shown: dict[str, Any], author: str) -> str:
    if shown.get("kind") == "file":
        return f"📎 {shown.get('name', '')}"
    said = "\n".join(str(shown[name]) for name in ("title", "text", "answer") if shown.get(name))
    if shown.get("kind") == "contacts":
        said += "\n" + "  ".join(f"{one['number']} {one['name']}" for one in shown.get("contacts", ()))
    return said if author == "citizen" else cut_short(said, LONGEST_SAID)


def _who(author: str, shown: dict[str, Any], language: Language, own: str | None) -> str:
    if author == "citizen":
        return say("citizen", language)
    if author == "mediator":
        return say("you_at_desk", language) if own and shown.get("by") == own else str(shown.get("name", ""))
    return "ℹ️ " + say("told_citizen", language) if shown.get("kind") == "case" else "🤖 " + say("assistant", language)


def _fact(name: str, value: str | None, language: Language) -> Text:
    return rich(bold(say(name, language) + say("colon", language)), value) if value else ()


def _yuan(amount: float | None, language: Language) -> str | None:
    return None if amount is None else say("yuan", language, amount=f"{amount:,.2f}".removesuffix(".00"))


def _attached(case: Case) -> list[Text]:
    return [within(QUOTE, rich(text)) for text in case.facts.attachments.values() if text]

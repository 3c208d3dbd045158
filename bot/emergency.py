"""Danger and fraud answered by rule, so that the right number is given even when the assistant is slow or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.schema import Contact, ContactsReply
from bot.sentences import Language, say
from understanding.safety import assess

# Which hotlines help with what, the most pressing first; the numbers stand for entries of data/hotlines.yml.
NUMBERS: dict[str, Sequence[str]] = {
    "self_harm": ("120", "12356", "110"),
    "child_at_risk": ("110", "120", "12355"),
    "violence": ("110", "120", "12338"),
    "threat": ("110", "12348"),
    "fraud": ("96110", "110"),
}
OTHERWISE = ("110", "120", "12348")


class HotlinesError(ValueError):
    """``data/hotlines.yml`` is missing or does not hold what it must. The start must stop."""


class Emergency:
    """Knows the hotlines."""

    def __init__(self, hotlines: Mapping[str, Mapping[str, Any]]) -> None:
        """``hotlines`` by number, as ``hotlines_load`` gives them."""
        self._hotlines = hotlines

    def reply(self, text: str, language: Language) -> ContactsReply | None:
        """Whom to call now, when ``text`` tells of danger or of a fraud; None when it does not."""
        signal = assess(text)
        if signal is None:
            return None
        numbers = NUMBERS.get(signal.sub_kind, OTHERWISE)
        contacts = tuple(self._contact(number, language) for number in numbers if number in self._hotlines)
        title = say("fraud_title" if signal.kind == "fraud" else "danger_title", language)
        return ContactsReply(language=language, title=title, urgent=True, contacts=contacts)

    def _contact(self, number: str, language: Language) -> Contact:
        hotline = self._hotlines[number]
        words = {field: hotline[field][language] for field in ("name", "use_for", "hours") if hotline.get(field)}
        return Contact(number=number, **words)


def hotlines_load(path: Path) -> dict[str, Mapping[str, Any]]:
    """The hotlines by number. Raises ``HotlinesError`` when the file, or one of 110, 120 and 12348, is missing."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise HotlinesError(f"{path.name} cannot be read: {error}") from error
    listed = entries.get("hotlines", entries) if isinstance(entries, dict) else entries
    hotlines = {str(entry["number"]): entry for entry in listed or ()}
    missing = [number for number in OTHERWISE if number not in hotlines]
    if missing:
        raise HotlinesError(f"{path.name} lacks {', '.join(missing)}")
    return hotlines

"""Danger and fraud answered by rule, so that the right number is given even when the assistant is slow or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.reply_parts import Contact
from bot.schema import ContactsReply
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


Hotlines = Mapping[str, Mapping[Language, Contact]]


class HotlinesError(ValueError):
    """``data/hotlines.yml`` is missing or does not hold what it must. The start must stop."""


class Emergency:
    """Knows the hotlines, as ``hotlines_load`` gives them."""

    def __init__(self, hotlines: Hotlines) -> None:
        self._hotlines = hotlines

    def reply(self, text: str, language: Language) -> ContactsReply | None:
        """Whom to call now, when ``text`` tells of danger or of a fraud; None when it does not."""
        signal = assess(text)
        if signal is None:
            return None
        numbers = NUMBERS.get(signal.sub_kind, OTHERWISE)
        contacts = tuple(self._hotlines[number][language] for number in numbers)
        title = say("fraud_title" if signal.kind == "fraud" else "danger_title", language)
        return ContactsReply(language=language, title=title, urgent=True, contacts=contacts)


def hotlines_load(path: Path) -> Hotlines:
    """The hotlines by number, each in both languages.

    Raises ``HotlinesError`` when the file, one that a rule needs, or a translation is missing.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        hotlines: dict[str, Mapping[Language, Contact]] = {
            entry["number"]: {"zh": _contact(entry, "zh"), "en": _contact(entry, "en")} for entry in entries
        }
    except (OSError, yaml.YAMLError) as error:
        raise HotlinesError(f"{path.name} cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise HotlinesError(f"{path.name} does not have the form of docs/architecture.md: {error!r}") from error
    missing = {number for numbers in (*NUMBERS.values(), OTHERWISE) for number in numbers} - hotlines.keys()
    if missing:
        raise HotlinesError(f"{path.name} lacks {', '.join(sorted(missing))}")
    return hotlines


def _contact(entry: Mapping[str, Any], language: Language) -> Contact:
    words = {field: entry[field][language] for field in ("name", "use_for", "hours")}
    return Contact(number=entry["number"], **words)

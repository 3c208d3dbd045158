"""What one message of a conversation is made of in Telegram."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messengers.telegram.keyboard import Rows
from bot.messengers.telegram.rich import Text


@dataclass(frozen=True)
class TextPart:
    """A text of any length, with buttons under its end."""

    text: Text
    rows: Rows = ()


@dataclass(frozen=True)
class MadeFile:
    """A file that this gateway makes anew: ``url`` begins with ``/api/``."""

    url: str
    title: Text
    name: str


@dataclass(frozen=True)
class CaseFile:
    """A file of a case; ``name`` is what its sender called it."""

    file: str
    type: str
    name: str
    title: Text


Part = TextPart | MadeFile | CaseFile

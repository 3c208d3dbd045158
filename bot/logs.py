"""Logs in one line each, ``event key=value …``, which name a conversation by its hash and never say what was said."""

from __future__ import annotations

import logging

logger = logging.getLogger("bot")


def log(event: str, *, level: int = logging.INFO, key: str | None = None, **facts: object) -> None:
    """Write one line. ``key`` is a ``conversation_key``; ``facts`` must hold no text of anyone."""
    parts = [event] + ([f"conversation={key[:10]}"] if key else [])
    parts += [f"{name}={_one_word(value)}" for name, value in facts.items()]
    logger.log(level, " ".join(parts))


def _one_word(value: object) -> str:
    text = str(value)
    return text if text.isprintable() and " " not in text else repr(text)

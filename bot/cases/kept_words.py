"""Words that a question asked for: kept sealed beside the masked text, and put back where a case needs them."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, select

from bot.privacy import PLACEHOLDERS, personal_numbers
from bot.sealing import SealBroken, Sealer
from bot.tables import messages

MOST = 100
"""How many sealed messages are looked at, the latest first."""
PLACEHOLDER = re.compile("|".join(re.escape(words) for both in PLACEHOLDERS.values() for words in both))
KIND_OF = {words: kind for kind, both in PLACEHOLDERS.items() for words in both}


def question_keeps(connection: Connection, key: str, before: int) -> tuple[str | None, str | None]:
    """Under which name the answer to the last thing said before seq ``before`` is to be kept, and for which case."""
    said = select(messages.c.author, messages.c.body).where(messages.c.conversation == key, messages.c.seq < before)
    row = connection.execute(said.order_by(messages.c.seq.desc()).limit(1)).first()
    return (row.body.get("keeps"), row.body.get("case")) if row and row.author == "assistant" else (None, None)


def kept_words(connection: Connection, sealer: Sealer, key: str) -> dict[str, str]:
    """What the citizen of the conversation ``key`` last wrote to each question that keeps its answer, by its name."""
    sealed = select(messages.c.sealed).where(
        messages.c.conversation == key, messages.c.author == "citizen", messages.c.sealed.is_not(None)
    )
    found: dict[str, str] = {}
    for text in connection.execute(sealed.order_by(messages.c.seq.desc()).limit(MOST)).scalars():
        kept = _unsealed(sealer, text)
        if "keeps" in kept:
            found.setdefault(str(kept["keeps"]), str(kept["text"]))
    return found


def filled_in(masked: str, words: str | None) -> str:
    """``masked`` with the numbers of ``words`` where it has their placeholders, as far as they go in order."""
    if words is None:
        return masked
    numbers = [(found.kind, words[found.start : found.end]) for found in personal_numbers(words)]

    def number(match: re.Match[str]) -> str:
        kind = KIND_OF[match.group()]
        place = next((place for place, (of, _number) in enumerate(numbers) if of == kind), None)
        return match.group() if place is None else numbers.pop(place)[1]

    return PLACEHOLDER.sub(number, masked)


def _unsealed(sealer: Sealer, text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = sealer.unseal_json(text)
    except SealBroken:
        return {}
    return found

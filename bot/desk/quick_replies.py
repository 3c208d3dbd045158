"""What a mediator says again and again, read from ``data/quick-replies.yml``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.cases.catalogue import Words

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")]
Text = Annotated[str, Field(min_length=1, max_length=1_000)]


class QuickRepliesError(ValueError):
    """``data/quick-replies.yml`` is missing or malformed. The start must stop."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(_Part):
    """The same in both languages."""

    zh: Text
    en: Text


class Cited(_Part):
    """An article that a reply rests on."""

    law: Text
    article: Text


class QuickReply(_Part):
    """A reply for cases of ``kinds``, or for all when there are none; ``text`` may hold {name} and {organisation}."""

    id: Slug
    kinds: tuple[str, ...]
    name: Bilingual
    text: Bilingual
    citations: tuple[Cited, ...] = ()


def quick_replies_load(path: Path, kinds: Collection[str]) -> tuple[QuickReply, ...]:
    """Read the replies. Raises ``QuickRepliesError``, also for an id twice and a kind that is none of ``kinds``."""
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        replies = TypeAdapter(tuple[QuickReply, ...]).validate_python(read)
        for reply in replies:
            quick_reply_shown(reply, "", {"zh": "", "en": ""})
    except (OSError, yaml.YAMLError, ValidationError, LookupError, ValueError) as error:
        raise QuickRepliesError(f"{path.name} cannot be read: {error}") from error
    unknown = {kind for reply in replies for kind in reply.kinds} - set(kinds)
    if unknown:
        raise QuickRepliesError(f"{path.name} names unknown kinds: {', '.join(sorted(unknown))}")
    if len({reply.id for reply in replies}) < len(replies):
        raise QuickRepliesError(f"{path.name} has an id twice")
    return replies


def quick_reply_shown(reply: QuickReply, name: str, organisation: Words) -> Sequence[dict[str, Any]]:
    """The reply as the desk lists it, signed by the member: once for each of its kinds."""
    text = {
        "zh": reply.text.zh.format(name=name, organisation=organisation["zh"]),
        "en": reply.text.en.format(name=name, organisation=organisation["en"]),
    }
    ids: list[tuple[str, str | None]] = [(f"{reply.id}.{kind}", kind) for kind in reply.kinds]
    ids = ids or [(reply.id, None)]
    return [{"id": id_, "kind": kind, "zh": reply.name.zh, "en": reply.name.en, "text": text} for id_, kind in ids]

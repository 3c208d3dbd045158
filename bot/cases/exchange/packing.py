"""Makes a packet of a case: what the receiver's role may see of it, and nothing else. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.cases.catalogue import Words
from bot.cases.categories import Category
from bot.cases.exchange.standard import VERSION, Packet
from bot.cases.records import Case, CaseEvent, Note, Part
from bot.records import Message

MOST_CONTENT = 9 * 1024 * 1024
"""Bytes of files in a packet, before base 64; what does not fit any more is named without its content."""
MOST_SAID, MOST_NOTES, MOST_HISTORY = 1000, 500, 2000
SOURCES = {"citizen": "applied", "partner": "handed_over"}
AGREEMENT = ("form", "disputed", "responsibility", "terms", "way", "due")


@dataclass(frozen=True)
class FileContent:
    """A file of a case; ``content`` is None where it cannot be read."""

    name: str
    type: str
    content: bytes | None


@dataclass(frozen=True)
class Source:
    """What a packet is made of. ``case`` is cut to ``parts`` already; ``hide`` does the same to the words beside it."""

    case: Case
    parts: frozenset[Part]
    organisation: Words
    category: Category
    district: Words | None
    transcript: Sequence[Message] = ()
    files: Sequence[FileContent] = ()
    notes: Sequence[Note] = ()
    history: Sequence[CaseEvent] = ()
    to: Mapping[str, str] = field(default_factory=dict)
    hide: Callable[[str], str] = str


def pack(source: Source, identity: str, now: float, *, with_contents: bool = True) -> Packet:
    """The packet named ``identity``, made at ``now`` (Unix seconds). ``with_contents`` False: files are only named."""
    case, parts = source.case, source.parts
    packet: dict[str, Any] = {"schema": VERSION, "packet": identity, "made_at": moment(now)}
    packet |= {"from": {"organisation": dict(source.organisation)}, "case": _case(source)}
    packet |= {"to": dict(source.to)} if source.to else {}
    if case.consent_version is not None and parts & {"parties", "contact"}:
        packet["consent"] = _known(version=case.consent_version, at=case.consent_at and moment(case.consent_at))
    made = {
        "facts": lambda: _facts(case),
        "parties": lambda: _parties(case),
        "contact": lambda: _known(text=case.facts.contact, address=case.facts.address),
        "transcript": lambda: [line for one in source.transcript[-MOST_SAID:] for line in _said(one, source.hide)],
        "files": lambda: _files(source, MOST_CONTENT if with_contents else 0),
        "notes": lambda: [{"at": moment(one.at), "text": source.hide(one.text)} for one in source.notes[-MOST_NOTES:]],
    }
    packet |= {part: value for part, make in made.items() if part in parts and (value := make())}
    packet |= {"history": history} if (history := [_event(one) for one in source.history[-MOST_HISTORY:]]) else {}
    return packet


def moment(at: float) -> str:
    """A time as it stands in a packet."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _case(source: Source) -> dict[str, Any]:
    case, category = source.case, source.category
    told = _known(
        number=case.number, kind=case.kind, language=case.language, opened_at=moment(case.opened_at), state=case.state,
        outcome=case.outcome, source=SOURCES[case.source],
    )  # fmt: skip
    told |= {"priority": case.priority, "category": {"id": category.id, "number": category.number, "zh": category.zh}}
    if case.district is not None:
        told["district"] = {"id": case.district} | ({"zh": source.district["zh"]} if source.district else {})
    return told


def _facts(case: Case) -> dict[str, Any]:
    facts = case.facts
    agreement = {name: value for name in AGREEMENT if isinstance(value := facts.agreement.get(name), str) and value}
    return _known(
        what_happened=facts.what_happened, wishes=facts.wishes, tried=facts.tried, evidence=list(facts.evidence),
        amount=None if case.amount is None else f"{case.amount:.2f}", happened_on=case.happened_on,
        subdistrict=case.subdistrict, attachments=dict(facts.attachments), agreement=agreement,
    )  # fmt: skip


def _parties(case: Case) -> dict[str, Any]:
    named = [_known(side=party.side, name=party.name, contact=party.contact) for party in case.facts.parties]
    return _known(other_side=case.facts.other_side, named=named)


def _said(message: Message, hide: Callable[[str], str]) -> list[dict[str, str]]:
    """What somebody said as a line of text; a card as its title and answer."""
    shown = message.shown()
    parts = [shown.get(name) for name in ("title", "answer", "text", "name" if shown.get("kind") == "file" else "")]
    text = "\n".join(part for part in parts if part)
    return [{"at": moment(message.at), "from": message.author, "text": hide(text)}] if text else []


def _files(source: Source, left: int) -> list[dict[str, Any]]:
    """The files, with their contents as long as ``left`` bytes suffice."""
    listed = []
    for file in source.files:
        if file.content is None:
            continue
        entry: dict[str, Any] = {"name": source.hide(file.name), "type": file.type, "size": len(file.content)}
        entry |= {"sha256": hashlib.sha256(file.content).hexdigest()}
        if len(file.content) <= left:
            left -= len(file.content)
            entry["content"] = base64.b64encode(file.content).decode()
        listed.append(entry)
    return listed


def _event(event: CaseEvent) -> dict[str, str]:
    return _known(at=moment(event.at), event=event.event, from_state=event.from_state, to_state=event.to_state)


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}

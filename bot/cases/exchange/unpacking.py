"""Makes an opening of a packet that fits the schema, whatever its sender calls things. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.cases.catalogue import Catalogue
from bot.cases.categories import Categories
from bot.cases.exchange.standard import Packet, PacketRefused
from bot.cases.records import Facts, Opening, Party

OTHER = "other"
SPEAKERS = {"citizen": "当事人", "assistant": "自动助手", "mediator": "调解员"}


@dataclass(frozen=True)
class ReceivedFile:
    """A file that came in a packet; ``content`` is not yet looked at."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Received:
    """What a packet brings. ``notes`` are (time in Unix seconds, text)."""

    opening: Opening
    files: Sequence[ReceivedFile]
    notes: Sequence[tuple[float, str]]


def unpack(packet: Packet, partner: str, organisation: str, catalogue: Catalogue, categories: Categories) -> Received:
    """What the packet of ``partner`` brings to ``organisation``.

    Raises ``PacketRefused`` for what a schema cannot tell: a day that does not exist, content that is not what it says.
    """
    case, facts = packet["case"], packet.get("facts", {})
    district = case.get("district", {}).get("id")
    opening = Opening(
        kind=_kind(case, catalogue, categories),
        language=case["language"],
        facts=_facts(packet, partner),
        district=district if district in catalogue.districts else None,
        subdistrict=facts.get("subdistrict"),
        amount=float(facts["amount"]) if "amount" in facts else None,
        happened_on=_day(facts.get("happened_on")),
        consent_version=packet.get("consent", {}).get("version"),
        priority=case.get("priority", 0),
        organisation=organisation,
    )
    files = [ReceivedFile(entry["name"], _content(entry)) for entry in packet.get("files", ()) if "content" in entry]
    notes = [(_unix(note["at"]), note["text"]) for note in packet.get("notes", ())]
    return Received(opening, files, notes)


def _kind(case: Mapping[str, Any], catalogue: Catalogue, categories: Categories) -> str:
    """The sender's kind if there is such a one here, else the first here of the same category."""
    if case["kind"] in catalogue.kinds:
        return str(case["kind"])
    category = case["category"]["id"]
    same = (kind for kind in catalogue.kinds if categories.of(kind).id == category)
    return next(same, OTHER) if category != OTHER else OTHER


def _facts(packet: Packet, partner: str) -> Facts:
    given, parties, contact = packet.get("facts", {}), packet.get("parties", {}), packet.get("contact", {})
    return Facts(
        what_happened=given.get("what_happened", ""),
        other_side=parties.get("other_side", ""),
        wishes=given.get("wishes", ""),
        tried=given.get("tried", ""),
        evidence=tuple(given.get("evidence", ())),
        contact=contact.get("text", ""),
        address=contact.get("address", ""),
        parties=tuple(Party(one["name"], one["side"], one.get("contact")) for one in parties.get("named", ())),
        attachments=dict(given.get("attachments", {})) | _attachments(packet),
        agreement=dict(given.get("agreement", {})),
        origin={"partner": partner, "number": packet["case"]["number"]},
    )


def _attachments(packet: Packet) -> dict[str, str]:
    """What has no place of its own in a case here, as texts to read."""
    said = [f"{line['at']} {SPEAKERS[line['from']]}：{line['text']}" for line in packet.get("transcript", ())]
    left_out = [file["name"] for file in packet.get("files", ()) if "content" not in file]
    happened = [
        " ".join(filter(None, (one["at"], one["event"], one.get("from_state"), "→", one.get("to_state"))))
        if one.get("to_state") else f"{one['at']} {one['event']}"
        for one in packet.get("history", ())
    ]  # fmt: skip
    texts = {"packet_transcript": said, "packet_history": happened, "packet_files_left_out": left_out}
    return {name: "\n".join(lines) for name, lines in texts.items() if lines}


def _content(entry: Mapping[str, Any]) -> bytes:
    try:
        content = base64.b64decode(entry["content"], validate=True)
    except (binascii.Error, ValueError):
        raise PacketRefused("malformed", "files: content is no base 64") from None
    if len(content) != entry["size"] or hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise PacketRefused("malformed", "files: content does not have its size or its sha256")
    return content


def _day(day: str | None) -> str | None:
    try:
        return None if day is None else date.fromisoformat(day).isoformat()
    except ValueError:
        raise PacketRefused("malformed", "facts/happened_on: there is no such day") from None


def _unix(moment: str) -> float:
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        raise PacketRefused("malformed", "notes/at: there is no such time") from None

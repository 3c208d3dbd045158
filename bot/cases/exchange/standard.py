"""The packet as every partner knows it: its schema, its version, its digest. ``data/schemas`` holds the schema."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

VERSION = "jiefen.case/1"
ACKNOWLEDGEMENT = "jiefen.acknowledgement/1"
LARGEST = 16 * 1024 * 1024
"""Bytes of a packet."""
NAME = re.compile(r"jiefen\.case/\d{1,4}\Z")

Packet = Mapping[str, Any]


class PacketRefused(Exception):
    """A packet is not taken, and nothing has changed. ``error`` is its name for programs, ``detail`` for people."""

    def __init__(self, error: str, detail: str) -> None:
        super().__init__(f"{error}: {detail}")
        self.error = error
        self.detail = detail


class Standard:
    """Reads and writes packets. ``schema`` is the published one."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        Draft202012Validator.check_schema(schema)
        self.schema = schema
        self._validator = Draft202012Validator(schema)

    def read(self, content: bytes) -> Packet:
        """The packet that ``content`` holds. Raises ``PacketRefused``, without a word of what is in it."""
        if len(content) > LARGEST:
            raise PacketRefused("too_large", f"a packet has at most {LARGEST} bytes")
        try:
            packet = json.loads(content, parse_constant=_no_constant)
            is_text = b"\\u0000" not in written(packet)  # half a character fails here; zero no database keeps
        except (ValueError, RecursionError):
            raise PacketRefused("malformed", "the packet is no JSON in UTF-8") from None
        if not is_text:
            raise PacketRefused("malformed", "the packet holds a character of code zero")
        self.check(packet)
        return packet

    def check(self, packet: Any) -> None:
        """Raise ``PacketRefused`` when the packet does not fit the schema."""
        named = packet.get("schema") if isinstance(packet, dict) else None
        if named != VERSION and isinstance(named, str) and NAME.match(named):
            raise PacketRefused("unknown_version", f"{named} is not known here, only {VERSION}")
        error = next(self._validator.iter_errors(packet), None)
        if error is not None:
            place = "/".join(map(str, error.absolute_path)) or "the packet"
            raise PacketRefused("malformed", f"{place[:200]}: {_rule(error)}")


def standard_load(data: Path) -> Standard:
    """The standard with the schema in the folder ``data``."""
    return Standard(json.loads((data / "schemas" / "case-packet.schema.json").read_text(encoding="utf-8")))


def written(packet: Packet) -> bytes:
    """The packet in the one form of RFC 8785; names are ASCII and numbers whole, so this is all there is to it."""
    return json.dumps(packet, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(packet: Packet) -> str:
    """SHA-256 of the packet as ``written``, in hexadecimal: the same however a partner spaces or orders it."""
    return digest_of_written(written(packet))


def digest_of_written(content: bytes) -> str:
    """As ``digest_of``, of a packet that is ``written`` already."""
    return hashlib.sha256(content).hexdigest()


def _rule(error: Any) -> str:
    """Which rule is broken. The validator's own words would repeat what is in the packet."""
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"lacks {', '.join(missing)}"
    return f"does not fit {error.validator} {json.dumps(error.validator_value)[:200]}"


def _no_constant(_name: str) -> float:
    raise ValueError("no number of JSON")

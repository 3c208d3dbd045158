"""Who sent a request, and when: HMAC-SHA256 over its time and its body. Pure."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence

TIMESTAMP = "x-jiefen-timestamp"
SIGNATURE = "x-jiefen-signature"
TOLERANCE = 300
"""Seconds by which the clocks of two systems may differ, and for which a signature is good."""
SIGNED = re.compile(r"v1=([0-9a-f]{64})\Z")
UNIX = re.compile(r"\d{1,12}\Z")


class SignatureWrong(Exception):
    """The request is not signed, or with another secret, or its body was changed."""


class ClockOff(Exception):
    """The signature is of another time than ours: the request is old, or one of the clocks is wrong."""


def headers_signed(secrets: Sequence[str], body: bytes, now: float) -> dict[str, str]:
    """The headers that say who sends ``body`` and when; the first of ``secrets`` signs."""
    timestamp = str(int(now))
    return {TIMESTAMP: timestamp, SIGNATURE: f"v1={_digest(secrets[0], timestamp, body)}"}


def signature_check(secrets: Sequence[str], headers: Mapping[str, str], body: bytes, now: float) -> None:
    """Make sure that ``body`` was signed with one of ``secrets``, just now. Raises ``SignatureWrong``, ``ClockOff``."""
    timestamp = headers.get(TIMESTAMP, "")
    given = SIGNED.match(headers.get(SIGNATURE, ""))
    if given is None or not UNIX.match(timestamp):
        raise SignatureWrong
    # Each secret is tried, so that one can be changed while requests are under way.
    if not any(hmac.compare_digest(given[1], _digest(secret, timestamp, body)) for secret in secrets):
        raise SignatureWrong
    if abs(now - int(timestamp)) > TOLERANCE:
        raise ClockOff


def _digest(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()

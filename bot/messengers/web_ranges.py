"""Parts of a file: without them some browsers play no recording."""

from __future__ import annotations

import re

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def range_of(header: str | None, size: int) -> range | None:
    """The bytes that a ``Range`` header asks for; None for the whole: no header, or one that asks for nothing here."""
    match = RANGE.fullmatch(header or "")
    if match is None or match[0] == "bytes=-":
        return None
    if not match[1]:  # the last so many
        start, stop = max(0, size - int(match[2])), size
    else:
        start, stop = int(match[1]), min(size, int(match[2]) + 1 if match[2] else size)
    return range(start, stop) if start < stop else None

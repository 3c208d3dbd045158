"""What the check says: one remark is one line to act on or to know, with the place to look at."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Weight = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Remark:
    """``error`` must be mended, ``warning`` looked at, ``note`` known. ``place`` is file:line, or empty."""

    weight: Weight
    place: str
    said: str

    def __str__(self) -> str:
        return f"{self.weight}: {self.place}: {self.said}" if self.place else f"{self.weight}: {self.said}"


def section(title: str, remarks: Iterable[Remark], nothing: str) -> Iterator[str]:
    """A heading and a line for each remark, or ``nothing``; the gravest first."""
    order = ("error", "warning", "note")
    lines = [f"  {one}" for one in sorted(dict.fromkeys(remarks), key=lambda one: order.index(one.weight))]
    yield from (f"\n{title}", *(lines or [f"  {nothing}"]))


def place_of(root: Path, file: str, words: str = "", field: str = "") -> str:
    """``file:line`` of the first line that has ``words``, or else that begins ``field`` (``en.x`` is x below en)."""
    try:
        lines = (root / file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return file
    if words:
        return next((f"{file}:{number}" for number, line in enumerate(lines, 1) if words in line), file)
    start, name, found = 0, field.partition(" ")[0], False
    for part in filter(None, name.split(".")):
        wanted = re.compile(rf"\s*(?:- )?{re.escape(part)}\s*:|\s*- id: {re.escape(part)}\s*$")
        below = next((number for number in range(start, len(lines)) if wanted.match(lines[number])), None)
        start, found = (start, found) if below is None else (below, True)
    return f"{file}:{start + 1}" if found else file

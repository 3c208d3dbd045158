"""One short name for the content of many files, so that work is done again only when its inputs changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import List

LENGTH = 16  # hexadecimal digits; plenty to tell the versions of one project apart


def files_matching(root: Path, patterns: Iterable[str]) -> List[Path]:
    """The files under `root` that match any of the glob patterns, sorted, each once."""
    return sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})


def fingerprint(root: Path, files: Iterable[Path], *more: str) -> str:
    """A hash of the files' places under `root` and contents, and of the words in `more`."""
    total = hashlib.sha256()
    for word in more:
        total.update(b"word\0" + word.encode() + b"\0")
    for path in files:
        content = hashlib.sha256(path.read_bytes()).digest()
        total.update(b"file\0" + path.relative_to(root).as_posix().encode() + b"\0" + content)
    return total.hexdigest()[:LENGTH]

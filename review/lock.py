"""data/citations.lock.yml: which words of the law each card was read against.

It holds hashes and days, no words of any law. For each source and citation: the day of the text's adoption and the hash
of the article's words, or ``-`` where the words were not at hand.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from actions.knowledge.reading import parse_yaml
from actions.statutes import Article
from review.cited import Cited

LOCK = Path("data") / "citations.lock.yml"
UNKNOWN = "-"
_ENTRY = re.compile(r"(\d{4}-\d{2}-\d{2}|-) ([0-9a-f]{16}|-)")
_HEAD = """# Which words of the law each card was read against: day of the text, hash of the article ("-": not at hand).
# Written by `python -m review --accept`, after a lawyer has read the cards again. See docs/review.md.
"""


class LockError(Exception):
    """The lock file cannot be used; the message names the line."""


@dataclass(frozen=True)
class Locked:
    """What the lock says of one citation; both parts may be unknown."""

    adopted: str
    digest: str

    def __str__(self) -> str:
        return f"{self.adopted} {self.digest}"


Lock = dict[str, dict[str, Locked]]


def digest_of(text: str) -> str:
    """The hash of an article's words; line breaks and spaces do not count."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:16]


def locked_as(article: Article) -> Locked:
    """What the lock says when a card is read against ``article``."""
    adopted = article.adopted.isoformat() if article.adopted else UNKNOWN
    return Locked(adopted, digest_of(article.text) if article.text is not None else UNKNOWN)


def read_lock(root: Path) -> Lock:
    """The lock file; empty when there is none yet. Raises ``LockError``."""
    path = root / LOCK
    if not path.exists():
        return {}
    try:
        table = parse_yaml(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LockError(f"{LOCK} cannot be read: {error}") from error
    if not isinstance(table, dict) or not all(isinstance(entries, dict) for entries in table.values()):
        raise LockError(f"{LOCK} must list citations under each file")
    return {source: {label: _entry(source, label, said) for label, said in rows.items()}
            for source, rows in table.items()}  # fmt: skip


def _entry(source: str, label: str, said: object) -> Locked:
    match = _ENTRY.fullmatch(said) if isinstance(said, str) else None
    if match is None:
        raise LockError(f"{LOCK}: {source}: {label}: {str(said)[:40]!r} is no day and hash")
    return Locked(match[1], match[2])


def accepted(old: Lock, cited: list[tuple[Cited, Article]], only: set[str] | None = None) -> Lock:
    """The lock after the sources in ``only`` (all, when None) were read again.

    A hash that is known stays known when the words are not at hand today and the text is of the same day.
    """
    new: Lock = {}
    for one, article in cited:
        before = old.get(one.source, {}).get(one.label)
        if only is not None and one.source not in only:
            if before is not None:
                new.setdefault(one.source, {})[one.label] = before
            continue
        now = locked_as(article)
        if before and now.digest == UNKNOWN and before.adopted == now.adopted:
            now = before
        new.setdefault(one.source, {})[one.label] = now
    return new


def write_lock(root: Path, lock: Lock) -> None:
    """Write the file as a whole, sorted, so that its history shows what was read when."""
    lines = [_HEAD]
    for source in sorted(lock):
        lines.append(f"{source}:\n")
        lines += [f"  {label}: {lock[source][label]}\n" for label in sorted(lock[source])]
    path = root / LOCK
    scratch = path.with_suffix(".yml.new")
    scratch.write_text("".join(lines), encoding="utf-8")
    os.replace(scratch, path)

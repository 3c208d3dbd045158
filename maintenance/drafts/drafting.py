"""What would change in which file, as a diff; and the saving of it, all files or none."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from actions.knowledge.reading import parse_yaml
from maintenance.drafts.insertion import entry_added, examples_added, questions_added, story_added
from maintenance.drafts.personal import personal_found
from maintenance.drafts.refusals import DraftRefused
from maintenance.drafts.story_checks import STORIES, TESTS, Domain, stories_match, story_new, story_read
from maintenance.examples import Example, read_examples
from understanding.language import language_of
from understanding.normalise import normalise

LONGEST = 200
"""Characters of an example or a question; of the 7,000 examples the longest has 150."""
WANTED = "data/wanted-cards.yml"
TOPIC = re.compile(r"[a-z][a-z-]{1,30}")
CARD = re.compile(r"[a-z0-9-]{1,80}")
ENDS = "?!.。？！ "


@dataclass(frozen=True)
class Change:
    """One file as it is and as it would be; the name is relative to the project, ``is_new`` when there is none yet."""

    name: str
    before: str
    after: str
    is_new: bool = False

    @property
    def digest(self) -> str:
        """Tells whether the file is still the one that the maintainer was shown."""
        return hashlib.sha256(self.before.encode()).hexdigest()

    @property
    def diff(self) -> str:
        """The change as git and patch take it."""
        old = "/dev/null" if self.is_new else f"a/{self.name}"
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), old, f"b/{self.name}"
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def example_draft(root: Path, intent: str, texts: Sequence[str]) -> list[Change]:
    """``texts`` as examples of an intent. Raises ``DraftRefused``."""
    examples = read_examples(root)[0]
    files = list(dict.fromkeys(one.file for one in examples if one.intent == intent))
    if not files:
        raise DraftRefused("unknown", what=intent)
    sentences = _sentences(texts)
    for sentence in sentences:
        _example_new(sentence, intent, examples)
    own = f"data/nlu/{intent}.yml"
    name = own if own in files else files[0]
    before = _read(root, name)
    return [Change(name, before, examples_added(name, before, intent, sentences))]


def question_draft(root: Path, card: str, texts: Sequence[str]) -> list[Change]:
    """``texts`` as questions of a card, each in its own language. Raises ``DraftRefused``."""
    found = sorted((root / "data" / "guidance").glob(f"*/{card}.md")) if CARD.fullmatch(card) else []
    if not found:
        raise DraftRefused("unknown", what=card)
    name = found[0].relative_to(root).as_posix()
    sentences = _sentences(texts)
    asked = _asked(root)
    for sentence in sentences:
        if bare(sentence) in asked:
            raise DraftRefused("already", text=sentence, place=asked[bare(sentence)])
    before = after = _read(root, name)
    for language in ("zh", "en"):
        own = [sentence for sentence in sentences if (language_of(sentence) == "en") == (language == "en")]
        after = questions_added(name, after, language, own) if own else after
    return [Change(name, before, after)]


def wanted_draft(root: Path, title: str, topic: str | None, texts: Sequence[str], today: str) -> list[Change]:
    """A card that is wanted, with what was asked, as a to-do in data/wanted-cards.yml. Raises ``DraftRefused``."""
    (wanted,) = _sentences([title])
    if topic is not None and not TOPIC.fullmatch(topic):
        raise DraftRefused("unknown", what=topic)
    sentences = _sentences(texts)
    is_new = not (root / WANTED).exists()
    before = "" if is_new else _read(root, WANTED)
    listed = parse_yaml(before) if before else None
    for entry in listed if isinstance(listed, list) else ():
        known = {bare(asked) for asked in entry.get("asked", ())}
        for sentence in sentences:
            if bare(sentence) in known:
                raise DraftRefused("already", text=sentence, place=f"{WANTED}: {entry.get('title')}")
    entry = {"title": wanted, "topic": topic, "since": today, "asked": list(sentences)}
    return [Change(WANTED, before, entry_added(WANTED, before, entry), is_new)]


def story_draft(root: Path, topic: str, story: str, test: str) -> list[Change]:
    """A training story and its test story at the ends of their files. Raises ``DraftRefused``."""
    names = f"{STORIES.as_posix()}/{topic}.yml", f"{TESTS.as_posix()}/test_{topic}.yml"
    if not TOPIC.fullmatch(topic) or not all((root / name).is_file() for name in names):
        raise DraftRefused("unknown", what=names[0])
    domain = Domain(root)
    told, tried = story_read(story, domain), story_read(test, domain)
    stories_match(told, tried)
    story_new(root, STORIES, told)
    story_new(root, TESTS, tried)
    before = [_read(root, name) for name in names]
    return [
        Change(name, text, story_added(name, text, block))
        for name, text, block in zip(names, before, (story, test), strict=True)
    ]


def is_writable(root: Path, changes: Sequence[Change]) -> bool:
    """Whether the files could be replaced where they are."""
    return all(os.access((root / one.name).parent, os.W_OK | os.X_OK) for one in changes)


def save(root: Path, changes: Sequence[Change], seen: Mapping[str, str]) -> None:
    """Write every change, or none. ``seen`` are the digests of the files as they were shown.

    Raises ``DraftRefused`` when a file differs from what was shown, or cannot be written.
    """
    for one in changes:
        if seen.get(one.name) != one.digest:
            raise DraftRefused("changed", file=one.name)
    done: list[Change] = []
    for one in changes:
        try:
            _replace(root / one.name, one.after)
        except OSError as error:
            _undo(root, done)
            raise DraftRefused("disk", file=one.name, why=error.strerror or type(error).__name__) from error
        done.append(one)


def bare(text: str) -> str:
    """What two spellings of one sentence have in common, as ``make check`` compares them."""
    return normalise(text).lower().strip(ENDS)


def _undo(root: Path, done: Sequence[Change]) -> None:
    for one in done:
        with suppress(OSError):  # the message names the file that failed; what it says of the others may be wrong now
            (root / one.name).unlink() if one.is_new else _replace(root / one.name, one.before)


def _replace(path: Path, text: str) -> None:
    """The whole text or nothing of it: written beside the file, then put in its place, with its rights."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
        os.replace(beside, path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise


def _sentences(texts: Sequence[str]) -> list[str]:
    """Each on one line, none twice. Raises ``DraftRefused`` for what no data should hold."""
    sentences = list({bare(one): " ".join(one.split()) for one in reversed(texts) if one.strip()}.values())[::-1]
    if not sentences:
        raise DraftRefused("nothing")
    for sentence in sentences:
        found = personal_found(sentence)
        if found:
            raise DraftRefused("personal", text=sentence, found=found)
        if len(sentence) > LONGEST:
            raise DraftRefused("too_long", text=f"{sentence[:20]}…", most=LONGEST)
    return sentences


def _example_new(sentence: str, intent: str, examples: Sequence[Example]) -> None:
    for other in examples:
        if bare(other.text) == bare(sentence):
            if other.intent == intent:
                raise DraftRefused("already", text=sentence, place=other.place)
            raise DraftRefused("of_other", text=sentence, of=other.intent, place=other.place)


def _asked(root: Path) -> dict[str, str]:
    """Where each line of a list stands in a card, by what it says: parsing every card would take seconds."""
    found: dict[str, str] = {}
    for path in sorted((root / "data" / "guidance").rglob("*.md")):
        name = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.lstrip().startswith("- "):
                found.setdefault(bare(line.lstrip()[2:].strip("\"'")), f"{name}:{number}")
    return found


def _read(root: Path, name: str) -> str:
    try:
        # With its own ends of lines: what is not added stays as it is, to the byte.
        with open(root / name, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise DraftRefused("unreadable", file=name, why=type(error).__name__) from error

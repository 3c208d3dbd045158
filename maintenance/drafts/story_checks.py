"""Whether what a maintainer made of a drafted story can be loaded: its names, its steps, and no second one like it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from actions.knowledge.reading import parse_yaml
from maintenance.drafts.personal import personal_found
from maintenance.drafts.refusals import DraftRefused

STORIES = Path("data/stories")
TESTS = Path("tests/conversations")
KEYS = ({"intent"}, {"user", "intent"}, {"action"}, {"active_loop"}, {"slot_was_set"}, {"intent", "entities"})
BUTTON = "/"
LONGEST = 300


class Domain:
    """The names of domain.yml that a story may use."""

    def __init__(self, root: Path) -> None:
        try:
            domain = parse_yaml((root / "domain.yml").read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise DraftRefused("unreadable", file="domain.yml", why=type(error).__name__) from error
        self.intents = [name if isinstance(name, str) else next(iter(name)) for name in domain["intents"]]
        self.slots = {"requested_slot", *domain.get("slots", {})}
        self.forms = {*domain.get("forms", {})}
        self.actions = {*domain.get("actions", []), *domain.get("responses", {}), *self.forms}


def story_read(block: str, domain: Domain) -> dict[str, Any]:
    """The one story of ``block``. Raises ``DraftRefused`` when it is none, or names what is not in the domain."""
    story = _one(block)
    steps = story.get("steps")
    if set(story) != {"story", "steps"} or not isinstance(steps, list) or len(steps) < 2:
        raise DraftRefused("story_form", why="story, steps")
    if not isinstance(story["story"], str) or not story["story"].strip():
        raise DraftRefused("story_form", why="story")
    for number, step in enumerate(steps, 1):
        if not isinstance(step, dict) or set(step) not in KEYS:
            raise DraftRefused("story_form", why=f"steps: {number}")
        _names_check(step, domain)
    return story


def story_new(root: Path, folder: Path, story: dict[str, Any]) -> None:
    """Raises ``DraftRefused`` when ``folder`` has a story of this name, or one that goes the same way."""
    for file, other in stories_of(root, folder):
        if other.get("story") == story["story"]:
            raise DraftRefused("already", text=story["story"], place=file)
        if _way(other) == _way(story) and _said(other) == _said(story):
            raise DraftRefused("already", text=story["story"], place=f"{file}: {other.get('story')}")


def stories_match(story: dict[str, Any], test: dict[str, Any]) -> None:
    """Raises ``DraftRefused`` where a story and its test take different steps."""
    first, second = _way(story), _way(test)
    for number in range(max(len(first), len(second))):
        if first[number : number + 1] != second[number : number + 1]:
            raise DraftRefused("story_unlike", step=number + 1)


def stories_of(root: Path, folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every story of the files of ``folder``, with the file's name. What cannot be read is passed over here."""
    for path in sorted((root / folder).glob("*.yml")):
        try:
            found = parse_yaml(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            continue  # make check names it; what is to be written is read strictly
        for story in found.get("stories") or () if isinstance(found, dict) else ():
            if isinstance(story, dict):
                yield (folder / path.name).as_posix(), story


def _one(block: str) -> dict[str, Any]:
    try:
        found = parse_yaml(f"stories:\n{block}")["stories"]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DraftRefused("story_form", why=f"line {mark.line}" if mark else "YAML") from error
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        raise DraftRefused("story_form", why="- story")
    return found[0]


def _names_check(step: dict[str, Any], domain: Domain) -> None:
    known = {"intent": set(domain.intents), "action": domain.actions, "active_loop": domain.forms | {None}}
    for key, names in known.items():
        if key in step and step[key] not in names:
            raise DraftRefused("unknown", what=step[key])
    for slot in step.get("slot_was_set") or ():
        if not isinstance(slot, dict) or not set(slot) <= domain.slots:
            raise DraftRefused("unknown", what=slot)
    if "user" in step:
        _words_check(str(step["user"] or ""))


def _words_check(words: str) -> None:
    if not words.strip():
        raise DraftRefused("story_form", why="user")
    if len(words) > LONGEST:
        raise DraftRefused("too_long", text=f"{words[:20]}…", most=LONGEST)
    found = None if words.startswith(BUTTON) else personal_found(words, masked=True)
    if found:
        raise DraftRefused("personal", text=words, found=found)


def _way(story: dict[str, Any]) -> list[dict[str, Any]]:
    steps = [step for step in story.get("steps") or () if isinstance(step, dict)]
    return [{key: value for key, value in step.items() if key not in ("user", "entities")} for step in steps]


def _said(story: dict[str, Any]) -> list[Any]:
    return [step["user"] for step in story.get("steps") or () if isinstance(step, dict) and "user" in step]

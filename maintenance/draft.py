"""``python -m maintenance.draft``: one draft as JSON on standard input, what it would change as JSON on the output.

For programs, such as a page: in a process of its own. In: ``kind`` (example, question, card, story, conversation,
choices) with its fields, and ``save`` with ``seen`` (digests by file) to have it written. Out: ``files``
``[{name, diff, digest}]``, ``writable``, ``remarks`` and ``saved``; or ``refused`` with the reason as a word, ``zh``
and ``en``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from actions.knowledge import ROOT
from actions.knowledge.reading import parse_yaml
from actions.services import SHANGHAI
from maintenance import vectors
from maintenance.drafts.drafting import (
    Change,
    example_draft,
    is_writable,
    question_draft,
    save,
    story_draft,
    wanted_draft,
)
from maintenance.drafts.insertion import FENCE
from maintenance.drafts.refusals import DraftRefused
from maintenance.drafts.story import story_drafted
from maintenance.drafts.story_checks import STORIES, TESTS, Domain, stories_of
from maintenance.examples import Example, near_others, read_examples

MOST_TEXTS = 50


def main(arguments: list[str] | None = None) -> int:
    """Answer one request; 0 also when it is refused, for the answer says so."""
    parser = argparse.ArgumentParser(prog="python -m maintenance.draft", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args(arguments)
    try:
        answer = answered(options.root, json.load(sys.stdin))
    except DraftRefused as refused:
        answer = {"refused": refused.code, "zh": refused.zh, "en": refused.en}
    json.dump(answer, sys.stdout, ensure_ascii=False)
    return 0


def answered(root: Path, request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request. Raises ``DraftRefused``."""
    kind = request.get("kind")
    if kind == "choices":
        return {"intents": _intents(root), "cards": _cards(root), "stories": _story_files(root)}
    if kind == "conversation":
        known = {story["story"] for folder in (STORIES, TESTS) for _file, story in stories_of(root, folder)}
        drafted = story_drafted(request["events"], known)
        return {"topic": drafted.topic, "story": drafted.story, "test": drafted.test}
    changes = _changes(root, request)
    saved = bool(request.get("save"))
    if saved:
        save(root, changes, request.get("seen") or {})
    return {
        "files": [{"name": one.name, "diff": one.diff, "digest": one.digest} for one in changes],
        "writable": is_writable(root, changes),
        "remarks": [] if saved or kind != "example" else _near(root, request["intent"], _texts(request)),
        "saved": saved,
    }


def _changes(root: Path, request: dict[str, Any]) -> list[Change]:
    kind = request.get("kind")
    if kind == "story":
        return story_draft(root, *(str(request.get(name) or "") for name in ("topic", "story", "test")))
    texts = _texts(request)
    if kind == "example":
        return example_draft(root, str(request.get("intent") or ""), texts)
    if kind == "question":
        return question_draft(root, str(request.get("card") or ""), texts)
    if kind == "card":
        today = datetime.now(SHANGHAI).date().isoformat()
        return wanted_draft(root, str(request.get("title") or ""), request.get("topic") or None, texts, today)
    raise DraftRefused("malformed", what="kind")


def _texts(request: dict[str, Any]) -> Sequence[str]:
    texts = request.get("texts")
    if not isinstance(texts, list) or len(texts) > MOST_TEXTS or not all(isinstance(text, str) for text in texts):
        raise DraftRefused("malformed", what="texts")
    return texts


def _near(root: Path, intent: str, texts: Sequence[str]) -> list[str]:
    """What ``make check`` would say of examples that nearly mean what another one says."""
    new = [Example("new", number, intent, " ".join(text.split())) for number, text in enumerate(texts, 1)]
    known = vectors.kept_texts()
    there = [one for one in read_examples(root)[0] if one.spelled in known]
    return [one.said for one in near_others(new, [*new, *there], vectors.of_examples)] if there else []


def _intents(root: Path) -> list[str]:
    known = {one.intent for one in read_examples(root)[0]}
    return [intent for intent in Domain(root).intents if intent in known]


def _cards(root: Path) -> list[dict[str, str]]:
    found = []
    for path in sorted((root / "data" / "guidance").glob("*/*.md")):
        lines = path.read_text(encoding="utf-8").split(FENCE, 2)[1].splitlines()
        # Of 300 cards only two lines each are wanted: to parse them whole would take seconds.
        zh = next((line for line in lines if line.startswith("title: ")), "")
        en = next((line for line in lines if line.startswith("  title: ")), "")
        titles = [_value(line) for line in (zh, en)]
        found.append({"id": path.stem, "topic": path.parent.name, "zh": titles[0], "en": titles[1]})
    return found


def _value(line: str) -> str:
    try:
        return str(next(iter(parse_yaml(line.strip()).values())))
    except (AttributeError, StopIteration, yaml.YAMLError):
        return ""


def _story_files(root: Path) -> list[str]:
    names = sorted(path.stem for path in (root / STORIES).glob("*.yml"))
    return [name for name in names if (root / TESTS / f"test_{name}.yml").is_file()]


if __name__ == "__main__":
    sys.exit(main())

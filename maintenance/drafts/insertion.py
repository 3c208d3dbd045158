"""Puts lines into YAML and Markdown files without touching any other line: comments and order stay as they are.

A writer of whole YAML files, such as ruamel.yaml, keeps comments too but lays many lines out anew; a maintainer is to
see in the diff what was added and nothing else. Every result is parsed and compared, so a line at the wrong place is
refused and never saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from actions.knowledge.reading import parse_yaml
from maintenance.drafts.refusals import DraftRefused

FENCE = "---\n"


def examples_added(file: str, text: str, intent: str, sentences: Sequence[str]) -> str:
    """``text`` of an nlu file with examples more at the end of its intent's. Raises ``DraftRefused``."""
    lines = _lines(text)
    block = next((fields for fields in _blocks(file, text) if fields["intent"].value == intent), None)
    if block is None or "examples" not in block:
        raise DraftRefused("form", file=file, why=f"no examples of {intent}")
    first, end = block["examples"].start_mark.line + 1, block["examples"].end_mark.line
    rows = range(first, min(end + 1, len(lines)))
    # Where the file ends without an end of line the block's end is its last line, else the next block's first one.
    written = [number for number in rows if lines[number].startswith(f"{_indent(lines[first])}- ")]
    if not written:
        raise DraftRefused("form", file=file, why=f"no examples of {intent}")
    last = written[-1]
    new = _put(lines, last, [f"{_indent(lines[last])}- {sentence}\n" for sentence in sentences])
    _same_but(file, _nlu(file, text, intent), _nlu(file, new, intent), [f"- {sentence}" for sentence in sentences])
    return new


def questions_added(file: str, text: str, language: str, questions: Sequence[str]) -> str:
    """``text`` of a card with questions more at the end of its own in ``language``. Raises ``DraftRefused``."""
    parts = text.split(FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise DraftRefused("form", file=file, why="no front matter")
    matter = parts[1]
    node = _field(_composed(file, matter), *(("en", "questions") if language == "en" else ("questions",)))
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise DraftRefused("form", file=file, why="questions are no list of lines")
    lines, last = _lines(matter), node.value[-1].end_mark.line
    if not lines[last].lstrip().startswith("- "):
        raise DraftRefused("form", file=file, why="the last question has several lines")
    new = _put(lines, last, [f"{_indent(lines[last])}- {scalar(question)}\n" for question in questions])
    _same_but(file, _questions(file, matter, language), _questions(file, new, language), questions)
    return FENCE.join(("", new, parts[2]))


def entry_added(file: str, text: str, entry: dict[str, Any]) -> str:
    """``text`` of a file that is one list, with ``entry`` at its end. Raises ``DraftRefused``."""
    before = _parsed(file, text) or []
    if not isinstance(before, list):
        raise DraftRefused("form", file=file, why="it is no list")
    new = _ended(text) + yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=100_000)
    _same_but(file, before, _parsed(file, new), [entry])
    return new


def story_added(file: str, text: str, block: str) -> str:
    """``text`` of a file of stories with the one of ``block`` at its end. Raises ``DraftRefused``."""
    before = (_parsed(file, text) or {}).get("stories")
    if not isinstance(before, list):
        raise DraftRefused("form", file=file, why="no list of stories")
    new = _ended(text) + _ended(block)
    _same_but(file, before, (_parsed(file, new) or {}).get("stories"), _parsed(file, f"stories:\n{block}")["stories"])
    return new


def scalar(text: str) -> str:
    """``text`` as YAML on one line, in quotes where it needs them."""
    return yaml.safe_dump(text, allow_unicode=True, width=100_000).removesuffix("...\n").rstrip("\n")


def _same_but(file: str, before: list[Any], after: Any, added: Sequence[Any]) -> None:
    if after != [*before, *added]:
        raise DraftRefused("form", file=file, why="it would not read as it is meant")


def _nlu(file: str, text: str, intent: str) -> list[Any]:
    """Everything in an nlu file as one list that ends with the examples of ``intent``."""
    blocks = (_parsed(file, text) or {}).get("nlu", [])
    mine = next(block for block in blocks if block.get("intent") == intent)
    others = [block for block in blocks if block is not mine]
    return [others, *mine["examples"].splitlines()]


def _questions(file: str, matter: str, language: str) -> list[Any]:
    """Everything in the front matter as one list that ends with the questions in ``language``."""
    parsed = dict(_parsed(file, matter))
    if language != "en":
        return [{**parsed, "questions": None}, *parsed["questions"]]
    english = dict(parsed["en"])
    return [{**parsed, "en": {**english, "questions": None}}, *english["questions"]]


def _blocks(file: str, text: str) -> Iterator[dict[str, yaml.Node]]:
    for block in getattr(_field(_composed(file, text), "nlu"), "value", ()):
        fields = {key.value: value for key, value in block.value}
        if "intent" in fields:
            yield fields


def _field(node: yaml.Node | None, *names: str) -> yaml.Node | None:
    for name in names:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for key, value in pairs if key.value == name), None)
    return node


def _composed(file: str, text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise DraftRefused("unreadable", file=file, why=_why(error)) from error


def _parsed(file: str, text: str) -> Any:
    try:
        return parse_yaml(text)
    except yaml.YAMLError as error:
        raise DraftRefused("unreadable", file=file, why=_why(error)) from error


def _why(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}: {getattr(error, 'problem', '')}" if mark else "no YAML"


def _put(lines: list[str], after: int, new: list[str]) -> str:
    before = lines[: after + 1]
    before[-1] = _ended(before[-1])
    return "".join([*before, *new, *lines[after + 1 :]])


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)  # breaks where YAML counts a line, beyond \\n too


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]

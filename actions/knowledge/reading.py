"""Reads knowledge files and turns whatever is wrong in them into a file, a field and a sentence."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from actions.knowledge.models import Card, Entry

ENGLISH = "<!-- en -->"
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Problem:
    """Something a maintainer must mend; ``file`` is relative to the project, ``field`` may be empty."""

    file: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}" if self.field else f"{self.file}: {self.message}"


class _StrictLoader(yaml.SafeLoader):
    """YAML in which the same key twice is an error: the second would silently replace the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key!r} stands here twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def parse_yaml(text: str) -> Any:
    """The YAML value; raises ``yaml.YAMLError`` also for a key that stands twice."""
    return yaml.load(text, _StrictLoader)  # noqa: S506 - a SafeLoader with one more check


def read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """The file's text, or the reason why there is none."""
    try:
        return path.read_text(encoding="utf-8"), []
    except FileNotFoundError:
        return None, [Problem(name, "", "is missing")]
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(name, "", f"cannot be read: {error}")]


def read_card(path: Path, root: Path) -> tuple[Card | None, list[Problem]]:
    """One card file: front matter between ``---`` lines, the Chinese body, the English body."""
    name = path.relative_to(root).as_posix()
    text, problems = read_text(path, name)
    if text is None:
        return None, problems
    pieces = text.replace("\r\n", "\n").split("---\n", 2)
    if len(pieces) != 3 or pieces[0].strip():
        return None, [Problem(name, "", "must start with front matter between two lines ---")]
    chinese, marker, english = pieces[2].partition(ENGLISH)
    if not marker:
        return None, [Problem(name, "body", f"has no line {ENGLISH} before its English half")]
    try:
        fields = parse_yaml(pieces[1])
    except yaml.YAMLError as error:
        return None, [Problem(name, "", _yaml_message(error))]
    if not isinstance(fields, dict):
        return None, [Problem(name, "", "its front matter is not a list of fields")]
    fields["body"] = chinese
    if isinstance(fields.get("en"), dict):
        fields["en"]["body"] = english
    card, problems = validated(Card, fields, name)
    if card is not None:
        problems += _place_problems(card, path, name)
    return card, problems


def _place_problems(card: Card, path: Path, name: str) -> list[Problem]:
    problems = []
    if card.id != path.stem:
        problems.append(Problem(name, "id", f"is {card.id!r}, the file is called {path.stem!r}"))
    if card.topic != path.parent.name:
        problems.append(Problem(name, "topic", f"is {card.topic!r}, the folder is called {path.parent.name!r}"))
    return problems


def read_table(model: type[E], path: Path, root: Path, key: str) -> tuple[dict[str, E], list[Problem]]:
    """A YAML list of entries by their ``key``; entries with problems are left out."""
    name = path.relative_to(root).as_posix()
    text, problems = read_text(path, name)
    if text is None:
        return {}, problems
    try:
        rows = parse_yaml(text)
    except yaml.YAMLError as error:
        return {}, [Problem(name, "", _yaml_message(error))]
    if not isinstance(rows, list):
        return {}, [Problem(name, "", "must be a list of entries")]
    entries: dict[str, E] = {}
    for position, row in enumerate(rows, 1):
        label = str(row.get(key) or position) if isinstance(row, Mapping) else str(position)
        entry, found = validated(model, row, name, label)
        problems += found
        if entry is None:
            continue
        if label in entries:
            problems.append(Problem(name, label, "stands here twice"))
        entries[label] = entry
    return entries, problems


def validated(model: type[E], value: object, file: str, label: str = "") -> tuple[E | None, list[Problem]]:
    """The entry, or one problem for each field that does not fit."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, [_problem(file, label, detail) for detail in error.errors(include_url=False)]


def _problem(file: str, label: str, detail: Mapping) -> Problem:
    place: Iterable[str] = ([label] if label else []) + [str(part) for part in detail["loc"]]
    message = detail["msg"].removeprefix("Value error, ")
    given = detail.get("input")
    if isinstance(given, str | int | float | bool) and detail["type"] not in ("missing", "value_error"):
        message += f" (given: {str(given)[:60]!r})"
    return Problem(file, ".".join(place), message)


def _yaml_message(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" near line {mark.line + 1}" if mark else ""
    return f"is not valid YAML{where}: {getattr(error, 'problem', None) or error}"

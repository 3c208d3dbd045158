"""Training examples: what is said for two intents, and what comes so near another that it teaches the wrong thing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from actions.knowledge.reading import parse_yaml
from evaluation.acts_baseline import ANNOTATION
from maintenance.remarks import Remark
from understanding.normalise import normalise

# Of the 7,000 examples of November 2026, 43 pairs of different intents are that near; below, the pairs are rarely taken
# for one another.
ALIKE = 0.97
# Of the same intent: the same sentence with another full stop or particle.
THE_SAME = 0.99
Encode = Callable[[list[str]], np.ndarray]


@dataclass(frozen=True)
class Example:
    """A sentence of data/nlu, without its entity marks, and where it stands."""

    file: str
    line: int
    intent: str
    text: str

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    @property
    def spelled(self) -> str:
        """As Rasa sees it."""
        return normalise(self.text)

    @property
    def bare(self) -> str:
        """What two spellings of one sentence have in common."""
        return self.spelled.lower().strip("?!.。")


def read_examples(root: Path) -> tuple[list[Example], list[Remark]]:
    """All examples of data/nlu, and what is wrong with the files that cannot be read."""
    found: list[Example] = []
    wrong = []
    for path in sorted((root / "data" / "nlu").rglob("*.yml")):
        name = path.relative_to(root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            parse_yaml(text)
            found += _examples(yaml.compose(text, Loader=yaml.SafeLoader), name)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            wrong.append(Remark("error", f"{name}:{mark.line + 1}" if mark else name, f"no YAML: {error.problem}"))
        except (OSError, UnicodeDecodeError) as error:
            wrong.append(Remark("error", name, f"cannot be read: {error}"))
    return found, wrong


def _examples(tree: yaml.Node | None, name: str) -> Iterator[Example]:
    for block in next((value.value for key, value in tree.value if key.value == "nlu"), []) if tree else ():
        fields = {key.value: value for key, value in block.value}
        if "intent" not in fields or "examples" not in fields:
            continue
        # The lines of a block begin below its mark |.
        first = fields["examples"].start_mark.line + 2
        for number, line in enumerate(fields["examples"].value.splitlines(), first):
            if line.startswith("- "):
                yield Example(name, number, fields["intent"].value, ANNOTATION.sub(r"\1", line[2:]))


def new_examples(now: Sequence[Example], before: Sequence[Example]) -> list[Example]:
    """Those that were not there before, or for another intent."""
    known = {(one.intent, one.text) for one in before}
    return [one for one in now if (one.intent, one.text) not in known]


def said_twice(examples: Sequence[Example]) -> Iterator[Remark]:
    """The same sentence under two intents, which is an error, or twice under one."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        groups[one.bare].append(one)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            if other.intent != first.intent:
                said = f"「{other.text}」 ({other.intent}) is also an example of {first.intent}, at {first.place}"
                yield Remark("error", other.place, said)
            else:
                yield Remark("note", other.place, f"「{other.text}」 stands at {first.place} already")


def near_others(new: Sequence[Example], examples: Sequence[Example], encode: Encode) -> Iterator[Remark]:
    """For each new example the nearest one of another intent, and of its own, where they nearly mean the same."""
    if not new:
        return
    rows = encode([one.spelled for one in examples])
    intents = np.array([one.intent for one in examples])
    places = {one.place: position for position, one in enumerate(examples)}
    for one in new:
        likeness = rows @ rows[places[one.place]]
        likeness[[position for position, other in enumerate(examples) if other.bare == one.bare]] = 0
        for others, line in ((intents != one.intent, ALIKE), (intents == one.intent, THE_SAME)):
            nearest = int(np.where(others, likeness, 0).argmax())
            if likeness[nearest] >= line and others[nearest]:
                yield _near(one, examples[nearest], float(likeness[nearest]))


def _near(one: Example, other: Example, likeness: float) -> Remark:
    if one.intent == other.intent:
        said = f"「{one.text}」 adds little to 「{other.text}」 at {other.place} ({likeness:.3f})"
        return Remark("note", one.place, said)
    said = f"「{one.text}」 ({one.intent}) nearly means 「{other.text}」 ({other.intent}, {other.place})"
    return Remark("warning", one.place, f"{said}: {likeness:.3f}")

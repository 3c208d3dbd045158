"""What a model hears in all held-out utterances, worked out once per model and kept beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evaluation.intents import UTTERANCES, parse
from launch.fingerprint import files_matching, fingerprint
from launch.settings import Settings

# What is read anew at each start and changes what a trained model hears.
READ_AT_START = (UTTERANCES.as_posix(), "understanding/**/*.py", "data/safety.yml", "data/typos.yml")
FOLDER = "heard"


@dataclass(frozen=True)
class Act:
    """A held-out utterance, where it stands, the act that it means and the one that was heard."""

    line: int
    text: str
    meant: str
    heard: str

    @property
    def is_right(self) -> bool:
        """Whether the model heard what was meant."""
        return self.meant == self.heard

    @property
    def place(self) -> str:
        """File and line, as editors open it."""
        return f"{UTTERANCES.as_posix()}:{self.line}"


def acts_heard(settings: Settings, model: Path) -> list[Act]:
    """Every held-out utterance with what ``model`` hears; raises ``evaluation.intents.IntentsError``."""
    kept = acts_kept(settings, model)
    if kept is not None:
        return kept
    rows = utterances(settings.root)
    heard = [one["intent"] for one in parse(settings.rasa_python, settings.root, model, [row[1] for row in rows])]
    path = _path(settings, model)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"state": state_of(settings), "heard": heard}), encoding="utf-8")
    return [Act(*row, act) for row, act in zip(rows, heard, strict=True)]


def acts_kept(settings: Settings, model: Path) -> list[Act] | None:
    """The same, if it has been worked out for the utterances of today; else None."""
    try:
        value = json.loads(_path(settings, model).read_text(encoding="utf-8"))
        if value["state"] != state_of(settings):
            return None
        return [Act(*row, act) for row, act in zip(utterances(settings.root), value["heard"], strict=True)]
    except (OSError, ValueError, KeyError):
        return None


def utterances(root: Path) -> Sequence[tuple[int, str, str]]:
    """Line, text and intent of every held-out utterance."""
    tree = yaml.compose((root / UTTERANCES).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    found = []
    for node in tree.value if tree else ():
        row = {key.value: value.value for key, value in node.value}
        found.append((node.start_mark.line + 1, row["text"], row["intent"]))
    return found


def _path(settings: Settings, model: Path) -> Path:
    return settings.models / FOLDER / f"{model.name}.json"


def state_of(settings: Settings) -> str:
    """What a kept result depends on besides the model."""
    return fingerprint(settings.root, files_matching(settings.root, READ_AT_START))

"""The understanding part: is every act heard, is danger never missed, and is what is not ours left alone?"""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evaluation.acts_baseline import baseline
from evaluation.report import Cell, Section, Table
from evaluation.scores import Scores, scores
from launch.model import model_path
from launch.settings import settings_load

UTTERANCES = Path("tests/heldout/utterances.yml")
GUIDANCE = Path("tests/heldout/guidance.yml")
SAFETY = ("danger", "fraud")
# Acts that answer a stranger's question with a sentence and never with guidance or a procedure.
HARMLESS = {"out_of_scope", "nlu_fallback", "small_talk", "greet", "goodbye", "thanks", "insult", "ask_if_robot"}
LIMIT = 900  # seconds for all utterances; they take half a minute


class IntentsError(Exception):
    """The understanding cannot be measured; the message says why."""


@dataclass(frozen=True)
class Heard:
    """One held-out utterance and the act that a classifier heard, with its probability."""

    text: str
    intent: str
    heard: str
    confidence: float
    looks_like: str | None


def run(split: str = "test", model: Path | None = None, folder: Path | None = None) -> Section:
    """Measure the model of the present inputs (or ``model``) beside a baseline; figures go to ``folder`` as PNG."""
    settings = settings_load()
    model = model or model_path(settings)
    if not model.exists():
        raise IntentsError("there is no trained model; run `make train` first")
    rows = [row for row in _rows(settings.root / UTTERANCES) if row["split"] == split]
    parsed = parse(settings.rasa_python, settings.root, model, [row["text"] for row in rows])
    heard = [_heard(row, one["intent"], one["ranking"][0][1]) for row, one in zip(rows, parsed, strict=True)]
    plain = [_heard(row, *one) for row, one in zip(rows, baseline(settings.root, rows), strict=True)]
    asked = _guidance_heard(settings.root, settings.rasa_python, model)
    ours, theirs = scores(_pairs(heard)), scores(_pairs(plain))
    speed = sorted(one["milliseconds"] for one in parsed)
    if folder:
        _draw(settings.rasa_python, settings.root, folder, heard)
    tables = [
        _summary(heard, plain, ours, theirs, split, speed[len(speed) // 2]),
        _by_intent(ours, theirs),
        _guidance_table(asked),
        _mistakes(heard),
    ]
    return Section("Understanding", tables, _figures(heard, ours))


def parse(python: Path, root: Path, model: Path, texts: Sequence[str]) -> list[dict]:
    """What ``model`` understands of ``texts``, by Rasa's own Python; raises ``IntentsError``."""
    environ = {**os.environ, "PYTHONPATH": str(root), "TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
    command = [str(python), "-W", "ignore", "-m", "understanding.parse", str(model)]
    try:
        done = subprocess.run(
            command,
            input="\n".join(texts),
            capture_output=True,
            text=True,
            cwd=root,
            env=environ,
            timeout=LIMIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise IntentsError(f"Rasa's Python did not answer: {error}") from error
    if done.returncode:
        raise IntentsError(f"understanding.parse failed: {done.stderr[-400:]}")
    return json.loads(done.stdout)


def _rows(path: Path) -> list[dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _heard(row: Mapping[str, str], heard: str, confidence: float) -> Heard:
    return Heard(row["text"], row["intent"], heard, confidence, row.get("looks_like"))


def _pairs(heard: Sequence[Heard]) -> list[tuple[str, str]]:
    return [(one.intent, one.heard) for one in heard]


def _guidance_heard(root: Path, python: Path, model: Path) -> dict[str, int]:
    rows = [row for row in _rows(root / GUIDANCE) if row["split"] == "test" and row["card"]]
    counted: dict[str, int] = {}
    for one in parse(python, root, model, [row["question"] for row in rows]):
        counted[one["intent"]] = counted.get(one["intent"], 0) + 1
    return counted


def _answered_wrongly(heard: Sequence[Heard]) -> float:
    outside = [one for one in heard if one.intent == "out_of_scope"]
    return sum(one.heard not in HARMLESS for one in outside) / len(outside)


def _false_alarms(heard: Sequence[Heard]) -> float:
    similar = [one for one in heard if one.looks_like]
    return sum(one.heard in SAFETY for one in similar) / len(similar)


def _summary(
    heard: Sequence[Heard], plain: Sequence[Heard], ours: Scores, theirs: Scores, split: str, median: float
) -> Table:
    rows: list[list[str | float | int | None]] = [["macro F1", ours.macro_f1, theirs.macro_f1]]
    for name in SAFETY:
        rows.append([f"{name}: recall", ours.recall(name), theirs.recall(name)])
        rows.append([f"{name}: precision", ours.precision(name), theirs.precision(name)])
    rows.append(["look-alikes taken for danger or fraud", _false_alarms(heard), _false_alarms(plain)])
    rows.append(["out of scope, answered as if it were ours", _answered_wrongly(heard), _answered_wrongly(plain)])
    rows.append(["asked back", sum(one.heard == "nlu_fallback" for one in heard) / len(heard), 0.0])
    rows.append(["median milliseconds a message", f"{median:.0f}", None])
    note = "Baseline: logistic regression over characters (1 to 4 in a row), the same examples, no rules, no vectors."
    return Table(f"Acts: {len(heard)} held-out utterances, {split} part", ["", "assistant", "baseline"], rows, note)


def _by_intent(ours: Scores, theirs: Scores) -> Table:
    rows: list[list[Cell]] = [
        [name, ours.support(name), ours.precision(name), ours.recall(name), ours.f1(name), theirs.f1(name)]
        for name in ours.names
    ]
    return Table("By intent", ["intent", "utterances", "precision", "recall", "F1", "baseline F1"], rows)


def _guidance_table(counted: Mapping[str, int]) -> Table:
    total = sum(counted.values())
    most_first = sorted(counted.items(), key=lambda item: -item[1])
    rows: list[list[Cell]] = [[name, count, count / total] for name, count in most_first]
    note = (
        "Questions that another author wrote for the search, each answered by a card. Right is ask_guidance, or danger "
        "and fraud where the question tells of a present one."
    )
    return Table(
        f"Acts heard in {total} held-out guidance questions, test part", ["act", "questions", "share"], rows, note
    )


def _mistakes(heard: Sequence[Heard]) -> Table:
    misheard = [one for one in heard if one.intent != one.heard]
    rows: list[list[Cell]] = [[one.intent, one.heard, one.confidence, one.text] for one in misheard]
    return Table("Misheard", ["intent", "heard", "confidence", "utterance"], rows)


def _figures(heard: Sequence[Heard], ours: Scores) -> dict[str, float]:
    found = {"macro_f1": ours.macro_f1, "out_of_scope_answered": _answered_wrongly(heard)}
    for name in SAFETY:
        found |= {f"{name}_recall": ours.recall(name), f"{name}_precision": ours.precision(name)}
    return found


def _draw(python: Path, root: Path, folder: Path, heard: Sequence[Heard]) -> None:
    """matplotlib is in Rasa's environment only."""
    rows: list[list[Cell]] = [[one.intent, one.heard, one.confidence] for one in heard]
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [str(python), "-W", "ignore", str(root / "evaluation" / "figures.py"), str(folder)],
        input=json.dumps(rows), capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise IntentsError(f"drawing failed: {done.stderr[-400:]}")

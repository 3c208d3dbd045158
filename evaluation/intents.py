"""The understanding part: is every act heard, is danger never missed, and is what is not ours left alone?"""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from evaluation import outside
from evaluation.acts_baseline import baseline
from evaluation.acts_tables import (
    SAFETY,
    Heard,
    answered_wrongly,
    by_intent,
    by_register,
    misheard,
    of_guidance,
    scored,
    summary,
)
from evaluation.outside import Outside
from evaluation.report import Section
from launch.model import model_path
from launch.settings import settings_load

__all__ = ["SAFETY", "UTTERANCES", "IntentsError", "parse", "run"]

UTTERANCES = Path("tests/heldout/utterances.yml")
GUIDANCE = Path("tests/heldout/guidance.yml")
LIMIT = 900  # seconds for all utterances; they take two minutes


class IntentsError(Exception):
    """The understanding cannot be measured; the message says why."""


@dataclass(frozen=True)
class _Listened:
    """Rows of both files with what the assistant and the baseline heard in them, in the same order."""

    rows: Sequence[Mapping]
    heard: Sequence[Heard]
    plain: Sequence[Heard]
    milliseconds: Sequence[float]

    def of(self, split: str) -> tuple[list[Heard], list[Heard]]:
        """What both heard in the utterances of one part."""
        chosen = [place for place, row in enumerate(self.rows) if row["split"] == split and "intent" in row]
        return [self.heard[place] for place in chosen], [self.plain[place] for place in chosen]


def run(on: date, split: str = "test", model: Path | None = None, folder: Path | None = None) -> Section:
    """Measure the model of the present inputs (or ``model``) beside a baseline; figures go to ``folder`` as PNG."""
    settings = settings_load()
    model = model or model_path(settings)
    if not model.exists():
        raise IntentsError("there is no trained model; run `make train` first")
    listened = _listen(settings.root, settings.rasa_python, model)
    heard, plain = listened.of(split)
    if folder:
        _draw(settings.rasa_python, settings.root, folder, heard)
    ends, wrong = outside.table(settings.root, _outside(heard, plain, listened), on)
    asked = [one.heard for row, one in zip(listened.rows, listened.heard, strict=True) if row.get("card")]
    tables = [
        summary(heard, plain, split, sorted(listened.milliseconds)[len(listened.milliseconds) // 2]),
        by_intent(heard, plain),
        by_register(heard, plain),
        ends,
        of_guidance(Counter(asked)),
        misheard(listened.of("dev")[0]),
    ]
    return Section("Understanding", tables, {**_figures(heard), "out_of_scope_answered_end_to_end": wrong})


def _listen(root: Path, python: Path, model: Path) -> _Listened:
    """Utterances of both parts, and the guidance questions of the test part as rows without an intent."""
    questions = [{"text": row["question"], **row} for row in _rows(root / GUIDANCE) if row["split"] == "test"]
    rows = [*_rows(root / UTTERANCES), *questions]
    parsed = parse(python, root, model, [row["text"] for row in rows])
    heard = [_heard(row, one["intent"], one["ranking"][0][1]) for row, one in zip(rows, parsed, strict=True)]
    plain = [_heard(row, *one) for row, one in zip(rows, baseline(root, rows), strict=True)]
    return _Listened(rows, heard, plain, [one["milliseconds"] for one in parsed])


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


def _heard(row: Mapping, heard: str, confidence: float) -> Heard:
    return Heard(
        text=row["text"],
        intent=row.get("intent", ""),
        heard=heard,
        confidence=confidence,
        looks_like=row.get("looks_like"),
        part=row.get("set", 1),
        register=row.get("register", ""),
        language=row["language"],
    )


def _outside(heard: Sequence[Heard], plain: Sequence[Heard], listened: _Listened) -> list[Outside]:
    """What is out of scope, and after it the guidance questions that no card answers."""
    found = [
        Outside(one.text, f"out of scope, set {one.part}", one.language, one.heard, other.heard)
        for one, other in zip(heard, plain, strict=True)
        if one.intent == "out_of_scope"
    ]
    return found + [
        Outside(one.text, "guidance questions without a card", one.language, one.heard, other.heard)
        for row, one, other in zip(listened.rows, listened.heard, listened.plain, strict=True)
        if "card" in row and not row["card"]
    ]


def _figures(heard: Sequence[Heard]) -> dict[str, float]:
    ours = scored(heard)
    found = {"macro_f1": ours.macro_f1, "out_of_scope_answered": answered_wrongly(heard)}
    for name in SAFETY:
        found |= {f"{name}_recall": ours.recall(name), f"{name}_precision": ours.precision(name)}
    return found


def _draw(python: Path, root: Path, folder: Path, heard: Sequence[Heard]) -> None:
    """matplotlib is in Rasa's environment only."""
    rows = [[one.intent, one.heard, one.confidence] for one in heard]
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [str(python), "-W", "ignore", str(root / "evaluation" / "figures.py"), str(folder)],
        input=json.dumps(rows), capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise IntentsError(f"drawing failed: {done.stderr[-400:]}")

"""Everything that `make test` and `make lint` check, in order, each with a limit of time."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from launch import command
from launch.console import Console
from launch.services import rasa_environ
from launch.settings import Settings

SLOW = "slow or integration or browser"  # the pytest markers of what needs the running assistant or minutes
MINUTE = 60.0
PROGRESS_BAR = re.compile(r"it/s[],]|\?it/s")  # Rasa redraws its bars hundreds of times; the log has them
PACKAGES = (
    "launch", "understanding", "actions", "bot", "review", "maintenance", "evaluation", "benchmarks", "adaptation",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """A command that must succeed. `limit` in seconds; `needs`: files of which one must be there, as a glob pattern."""

    name: str
    command: Tuple[str, ...]
    limit: float
    environ: Mapping[str, str] = field(default_factory=dict)
    needs: Optional[str] = None


def lint(settings: Settings) -> List[Check]:
    """The checks that read the code and run nothing of it."""
    python = str(settings.app_python)
    contracts = (str(settings.app_python.with_name("lint-imports")), "--no-cache", "--no-logo")
    packages = [name for name in PACKAGES if (settings.root / name / "__init__.py").is_file()]
    return [
        Check("ruff", (python, "-m", "ruff", "check", "."), 2 * MINUTE),
        Check("mypy", (python, "-m", "mypy", *packages), 5 * MINUTE),
        Check("import-linter", contracts, 2 * MINUTE),
    ]


def tests(settings: Settings, model: Path, chromium: Path, postgres: Path) -> List[Check]:
    """The checks that run it, the quick ones first; `postgres` is the folder of PostgreSQL's programs."""
    pytest = (str(settings.app_python), "-m", "pytest", "tests")
    # Not JIEFEN_ names: the processes under test stop at a setting of that prefix which they do not know.
    trial = {"TEST_CHROMIUM": str(chromium), "TEST_RASA_MODEL": str(model), "TEST_POSTGRES": str(postgres)}
    return [
        Check("pytest, fast part", (*pytest, "-m", f"not ({SLOW})"), 30 * MINUTE, trial),
        Check("legality review", (str(settings.app_python), "-m", "review", "--letters-only", "--errors"), 3 * MINUTE),
        *_rasa(settings, model),
        Check("pytest, with the running assistant", (*pytest, "-m", SLOW), 40 * MINUTE, trial),
    ]


def run_all(checks: Sequence[Check], settings: Settings, console: Console) -> bool:
    """Run every check, also after one failed, so that one run tells all; True when all succeeded."""
    results: Dict[str, str] = {}
    for check in checks:
        console.say(f"\n== {check.name}")
        if check.needs and not any(settings.root.glob(check.needs)):
            results[check.name] = f"FAILED, there is no {check.needs}"
        else:
            results[check.name] = _verdict(_run(check, settings, console), check)
    console.say("\n" + "\n".join(f"{name}: {verdict}" for name, verdict in results.items()))
    return all(verdict == "ok" for verdict in results.values())


def _run(check: Check, settings: Settings, console: Console) -> int:
    def on_line(line: Optional[str]) -> None:
        if line is not None and not PROGRESS_BAR.search(line):
            console.say(line)

    log = settings.logs / "test.log"
    return command.run(check.command, log, {**settings.environ, **check.environ}, settings.root, on_line, check.limit)


def _verdict(code: int, check: Check) -> str:
    if code == command.TIMED_OUT:
        return f"FAILED, took longer than {check.limit / MINUTE:.0f} minutes"
    return "ok" if code == 0 else f"FAILED (code {code})"


def _rasa(settings: Settings, model: Path) -> List[Check]:
    rasa = (str(settings.rasa_python), "-m", "rasa")
    data = tuple(f"data/{name}" for name in ("nlu", "rules", "stories") if (settings.root / "data" / name).is_dir())
    environ = rasa_environ(settings)
    results = settings.var / "rasa-test"
    shutil.rmtree(results, ignore_errors=True)
    validate = (*rasa, "data", "validate", "--domain", "domain.yml", "--config", "config.yml", "--data", *data)
    stories = (
        *rasa, "test", "core", "--stories", "tests/conversations", "--model", str(model), "--out", str(results),
        "--fail-on-prediction-errors", "--no-plot",
    )  # fmt: skip
    return [
        Check("rasa data validate", validate, 5 * MINUTE, environ),
        # Without a story Rasa would test its training data instead, find nothing to compare and succeed.
        Check("Rasa test stories", stories, 15 * MINUTE, environ, needs="tests/conversations/**/test_*.yml"),
    ]

"""``python -m benchmarks``: measure, print the tables, keep them under var/reports."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from benchmarks import report
from benchmarks.run import Result, run, run_cases, run_vectors
from launch.console import Console
from launch.errors import LaunchError
from launch.lock import only_one
from launch.model import model_path
from launch.settings import Settings, settings_load


def main(arguments: list[str] | None = None) -> int:
    """Measure; 1 with the reason when it could not be done or a message got no reply, whatever the times are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks.md")
    parser.add_argument("--model", type=Path, help="a trained model, instead of the one of the present inputs")
    alone = parser.add_mutually_exclusive_group()
    alone.add_argument("--cases", action="store_true", help="only cases, which need no model; a minute")
    alone.add_argument("--vectors", action="store_true", help="only engines of vectors, which need no model; a minute")
    options = parser.parse_args(arguments)
    part = "cases" if options.cases else "vectors" if options.vectors else ""
    if part and options.write:
        parser.error("--write is for a whole measurement")
    settings, console = settings_load(), Console()
    model = (options.model or model_path(settings)).absolute()
    if not part and not model.is_file():
        print("benchmarks: there is no trained model. Run `make train` first.", file=sys.stderr)
        return 1
    try:
        with only_one(settings.var / "bench.lock", "measuring"):
            at = datetime.now().astimezone()
            result = _measured(part, settings, model, console, at)
    except LaunchError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    reports = settings.var / "reports"
    kept = report.write(result, reports / part)
    if options.write:
        (settings.root / "docs" / "benchmarks.md").write_text(report.markdown(result), encoding="utf-8")
    console.say(f"\n{report.markdown(result)}\nKept as {kept}")
    failed = report.failures(result)
    if failed:
        print(f"benchmarks: {failed} messages got no answer; these figures are not to be trusted.", file=sys.stderr)
    return 1 if failed or result.unfinished else 0


def _measured(part: str, settings: Settings, model: Path, console: Console, at: datetime) -> Result:
    if part == "cases":
        return run_cases(settings, console, at)
    return run_vectors(console, at) if part == "vectors" else run(settings, model, console, at)


if __name__ == "__main__":
    sys.exit(main())

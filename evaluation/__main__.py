"""``python -m evaluation``: measure, print the tables, keep them under var/reports."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from actions.intake.places import DistrictsError
from actions.intake.table import IntakeError
from actions.knowledge import KnowledgeError
from actions.search.embedder import EmbedderError
from actions.search.parameters import ParametersError
from actions.search.vectors import VectorsError
from actions.services import SHANGHAI
from actions.settings import SettingsError, read_settings
from evaluation import intake, intents, search
from evaluation.intake import IntakeFailure
from evaluation.intents import IntentsError
from evaluation.questions import QuestionsError
from evaluation.report import Section, markdown, write_report

# What a part may fail with; each message is one line for whoever runs the evaluation.
FAILURES = (
    DistrictsError, EmbedderError, IntakeError, IntakeFailure, IntentsError, KnowledgeError, ParametersError,
    QuestionsError, SettingsError, VectorsError,
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run the parts; 0 when all could be measured, 1 when one could not, with the reason."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=main.__doc__)
    parser.add_argument("--fit", action="store_true", help="first fit data/search.yml to the calibration part")
    parser.add_argument("--only", choices=["search", "understanding", "intake"], help="measure this part alone")
    options = parser.parse_args(arguments)
    now = datetime.now(SHANGHAI)
    try:
        folder = read_settings().var_folder / "reports"
    except SettingsError as error:
        print(f"evaluation: {error}", file=sys.stderr)
        return 1
    parts: dict[str, Callable[[], Section]] = {
        "search": lambda: search.run(now.date(), refit=options.fit),
        "understanding": lambda: intents.run(now.date(), folder=folder),
        "intake": intake.run,
    }
    return _measure({name: run for name, run in parts.items() if options.only in (None, name)}, folder, now)


def _measure(parts: dict[str, Callable[[], Section]], folder: Path, now: datetime) -> int:
    sections, failed = [], 0
    for name, run in parts.items():
        try:
            sections.append(run())
        except FAILURES as error:
            print(f"evaluation: {name}: {error}", file=sys.stderr)
            failed = 1
    if sections:
        print(markdown(sections, now))
        print(f"Kept as {write_report(sections, folder, now)}")
    return failed


if __name__ == "__main__":
    sys.exit(main())

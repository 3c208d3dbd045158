"""``python -m evaluation``: measure, print the tables, keep them under var/reports."""

import argparse
import sys
from datetime import datetime

from actions.knowledge import KnowledgeError
from actions.search.embedder import EmbedderError
from actions.search.parameters import ParametersError
from actions.search.vectors import VectorsError
from actions.services import SHANGHAI
from actions.settings import SettingsError, read_settings
from evaluation import search
from evaluation.questions import QuestionsError
from evaluation.report import Section, markdown, write_report


def main(arguments: list[str] | None = None) -> int:
    """Run the parts; 0 when they could be measured, 1 with the reason when not."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=main.__doc__)
    parser.add_argument("--fit", action="store_true", help="first fit data/search.yml to the calibration part")
    options = parser.parse_args(arguments)
    now = datetime.now(SHANGHAI)
    try:
        sections: list[Section] = [search.run(now.date(), refit=options.fit)]
        folder = read_settings().var_folder / "reports"
    except (
        EmbedderError, KnowledgeError, ParametersError, QuestionsError, SettingsError, VectorsError
    ) as error:  # fmt: skip
        print(f"evaluation: {error}", file=sys.stderr)
        return 1
    print(markdown(sections, now))
    print(f"Kept as {write_report(sections, folder, now)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

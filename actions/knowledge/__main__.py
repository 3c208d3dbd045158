"""``python -m actions.knowledge``: check everything under data/ that the assistant answers from.

``python -m actions.knowledge pages`` writes the pages in docs/ that show the tables in full.
"""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.knowledge.base import ROOT, Knowledge
from actions.knowledge.checks import card_file, cross_problems
from actions.navigator import Navigator
from actions.navigator.page import navigator_page
from actions.screening import Screening
from actions.screening.page import screening_page
from actions.statutes import Statutes, StatutesError

SHANGHAI = ZoneInfo("Asia/Shanghai")


def main(arguments: list[str] | None = None) -> int:
    """Print each problem on a line; the exit code is 0 when there is none, 1 when there are some."""
    parser = argparse.ArgumentParser(prog="python -m actions.knowledge", description=main.__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day to check for (YYYY-MM-DD)")
    commands = parser.add_subparsers(dest="command", metavar="pages")
    commands.add_parser("pages", help="write the pages in docs/ that show navigator and screening in full")
    options = parser.parse_args(arguments)
    if options.command == "pages":
        return _write_pages(options.root)
    today = options.on or datetime.now(SHANGHAI).date()

    knowledge, problems = Knowledge.read(options.root)
    try:
        statutes = Statutes.open(knowledge.instruments, options.root)
    except StatutesError as error:
        print(error, file=sys.stderr)
        return 1
    problems += cross_problems(knowledge, statutes, options.root, today)
    for problem in problems:
        print(problem)
    for card in knowledge.cards.values():
        if card.review_by < today:
            print(f"note: {card_file(card)}: was to be reviewed by {card.review_by}")
    print(
        f"{len(knowledge.cards)} cards, {len(knowledge.channels)} channels, {len(knowledge.hotlines)} hotlines, "
        f"{len(knowledge.instruments)} instruments: {len(problems) or 'no'} problem{'s' * (len(problems) != 1)}"
    )
    return 1 if problems else 0


def pages(root: Path) -> dict[str, str]:
    """The words of every page that is made from the data, by its path under ``root``."""
    channels = Knowledge.load(root).channels
    navigator = Navigator.load(root / "data" / "navigator.yml", channels)
    screening = Screening.load(root / "data" / "screening.yml")
    return {
        "docs/navigator.md": navigator_page(navigator, channels),
        "docs/screening.md": screening_page(screening),
    }


def _write_pages(root: Path) -> int:
    for name, words in pages(root).items():
        (root / name).write_text(words, encoding="utf-8")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())

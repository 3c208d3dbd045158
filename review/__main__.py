"""``python -m review``: check everything in data/; with a file, check that draft; with --accept, renew the lock."""

import argparse
import json
import logging
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from actions.knowledge import ROOT, Knowledge
from actions.search.embedder import Embedder, EmbedderError
from actions.search.vectors import VectorsError
from actions.settings import SettingsError, read_settings
from actions.statutes import Statutes, StatutesError
from actions.statutes.former import FormerLaws
from actions.statutes.importing import DATABASE as IMPORTED_STATUTES
from actions.statutes.search import FOLDER as STATUTES_INDEX
from actions.statutes.search import StatuteSearch
from review.as_json import report_json
from review.cited import cited_in
from review.documents import DocumentError, Paragraph, paragraphs_of, read_document
from review.draft import Sources, review_document
from review.findings import SEVERITIES, Report
from review.kept_texts import KeptTexts
from review.knowledge import review_knowledge
from review.law import resolved
from review.lock import LOCK, LockError, accepted, read_lock, write_lock
from review.meaning import Meaning
from review.page import page
from review.readability import ReadabilityError
from review.suggestions import Articles, Names
from review.terminal import terminal_lines

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Review:
    """The command's run: where things are, and what day it is."""

    def __init__(self, root: Path, var: Path, today: date) -> None:
        self._root = root
        self._var = var
        self._today = today
        self._kept = KeptTexts(var / "review")

    def statutes(self, knowledge: Knowledge) -> Statutes:
        """The installed statutes and the imported ones; raises ``StatutesError``."""
        return Statutes.open(knowledge.instruments, self._root, imported=self._var / IMPORTED_STATUTES)

    def of_knowledge(self, embedder: str | None) -> Report:
        """The review of data/; ``embedder`` names the model for comparing questions, None leaves it out."""
        encode = None
        if embedder is not None:
            try:
                model = Embedder.load(embedder, self._root)
                encode = Meaning(model, self._root / "models" / "index", self._var / "review").encode
            except EmbedderError as error:
                logging.getLogger(__name__).info("compared by letters only: %s", error)
        report = review_knowledge(self._root, self.statutes, self._kept, self._today, encode)
        self._kept.save()
        return report

    def of_draft(self, name: str, paragraphs: list[Paragraph], statutes: Statutes) -> Report:
        """The review of a draft called ``name``."""
        search = StatuteSearch(statutes, self._var / STATUTES_INDEX, self._root)
        former, problems = FormerLaws.read(self._root)
        sources = Sources(
            statutes, Names(statutes.names), Articles(statutes, search, self._today), former, self._today
        )  # fmt: skip
        report = review_document(name, paragraphs, sources)
        report.not_done += [str(problem) for problem in problems]
        return report

    def of_input(self, name: str, content: bytes) -> dict[str, Any]:
        """The review of a draft that is in memory alone, for a program; nothing of it is written anywhere."""
        try:
            paragraphs = paragraphs_of(name, content)
        except DocumentError as error:
            return {"refused": str(error)}
        knowledge, _ = Knowledge.read(self._root)
        statutes = self.statutes(knowledge)
        return report_json(self.of_draft(name, paragraphs, statutes), statutes, self._today)

    def accept(self, only: list[str]) -> str:
        """Write the lock anew; ``only`` are ids of cards, or empty for all. Returns what was done."""
        knowledge, problems = Knowledge.read(self._root)
        if problems:
            raise LockError(f"{len(problems)} problems in data/ come first: see python -m actions.knowledge")
        cited = resolved(cited_in(knowledge, self._root, self._today), self.statutes(knowledge))
        unknown = [card for card in only if card not in knowledge.cards]
        if unknown:
            raise LockError(f"there is no card {', '.join(unknown)}")
        sources = {f"data/guidance/{knowledge.cards[card].topic}/{card}.md" for card in only} or None
        old = read_lock(self._root)
        new = accepted(old, cited, sources)
        for _, article in cited:
            if article.text is not None:
                self._kept.keep(article.text)
        self._kept.save()
        write_lock(self._root, new)
        changed = sum(old.get(source) != rows for source, rows in new.items()) + len(old.keys() - new.keys())
        return f"{LOCK}: {sum(map(len, new.values()))} citations of {len(new)} sources, {changed} sources changed"


def main(arguments: list[str] | None = None) -> int:
    """Print the report and write it as a page; 1 when anything must be mended, 0 otherwise, 2 when it cannot run."""
    options = _options(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    today = options.on or datetime.now(SHANGHAI).date()
    try:
        settings = read_settings()
        review = Review(options.root, options.root / settings.var, today)
        if options.accept is not None:
            print(review.accept(options.accept))
            return 0
        if options.json is not None:
            print(json.dumps(review.of_input(options.json, sys.stdin.buffer.read()), ensure_ascii=False))
            return 0
        if options.file is not None:
            paragraphs = read_document(options.file)
            statutes = review.statutes(Knowledge.read(options.root)[0])
            report, name = review.of_draft(options.file.name, paragraphs, statutes), "review-draft.html"
        else:
            embedder = None if options.letters_only else settings.embedder
            report, name = review.of_knowledge(embedder), "review.html"
        for line in terminal_lines(report, ("error",) if options.errors else SEVERITIES):
            print(line)
        where = options.root / settings.var / "reports" / name
        _write(where, page(report, today))
        print(f"Also as a page: {where.relative_to(options.root) if where.is_relative_to(options.root) else where}")
    except (DocumentError, LockError, OSError, ReadabilityError, SettingsError, StatutesError, VectorsError) as error:
        print(f"review: {error}", file=sys.stderr)
        return 2
    return report.exit_code


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m review", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="a draft: .docx, .md or .txt; none: everything in data/")
    accept_help = "a lawyer has read these cards (none: all) again: renew data/citations.lock.yml"
    parser.add_argument("--accept", nargs="*", metavar="CARD", help=accept_help)
    parser.add_argument("--letters-only", action="store_true", help="compare questions without the model: quicker")
    parser.add_argument("--errors", action="store_true", help="print only errors; the page has everything")
    json_help = "read a draft of this name from standard input and print what is found as JSON; nothing is kept"
    parser.add_argument("--json", metavar="NAME", help=json_help)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day to check for (YYYY-MM-DD)")
    options = parser.parse_args(arguments)
    if options.accept is not None and options.file is not None:
        parser.error("--accept is about data/, not about a draft")
    return options


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # a draft may name people
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

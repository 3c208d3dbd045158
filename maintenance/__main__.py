"""``python -m maintenance``: what an edit of data/, domain.yml and config.yml means, in under three minutes."""

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from actions.knowledge import ROOT
from actions.search.embedder import EmbedderError
from actions.search.parameters import ParametersError
from actions.search.vectors import VectorsError
from actions.services import SHANGHAI
from actions.settings import SettingsError, read_settings
from actions.statutes import StatutesError
from evaluation.questions import QuestionsError
from launch.errors import LaunchError
from launch.settings import settings_load
from maintenance import vectors
from maintenance.changes import Changes, ChangesError, changes_since
from maintenance.examples import near_others, new_examples, read_examples, said_twice
from maintenance.held_out import question_remarks
from maintenance.knowledge import knowledge_remarks
from maintenance.rasa_checks import rasa_remarks
from maintenance.remarks import Remark, section
from maintenance.understood import utterance_remarks
from review.lock import LockError
from review.readability import ReadabilityError

# What a part may end with; each message is one line for the maintainer, and the other parts go on.
FAILURES = (
    EmbedderError, LaunchError, LockError, ParametersError, QuestionsError, ReadabilityError, StatutesError,
    VectorsError,
)  # fmt: skip


class Check:
    """One run over one set of changes."""

    def __init__(self, changes: Changes, var: Path, embedder: str, today: date) -> None:
        self._changes, self._root, self._var = changes, changes.root, var
        self._embedder, self._today = embedder, today

    def valid(self) -> Iterator[Remark]:
        """Does it keep its form, is the law right, and does Rasa accept it?"""
        if self._changes.of_knowledge:
            changed = self._changes.of_knowledge
            yield from knowledge_remarks(self._root, self._var, self._today, self._embedder, changed)
        wrong = read_examples(self._root)[1]
        yield from wrong
        if self._changes.of_dialogue and not wrong:
            yield from rasa_remarks(settings_load(root=self._root), self._changes, self._var / "check")

    def fitting(self) -> Iterator[Remark]:
        """Does a new example say what another intent says? (Of cards' questions the review above tells.)"""
        if not any(name.startswith("data/nlu/") for name in self._changes.files):
            return
        now, before = (read_examples(root)[0] for root in (self._root, self._changes.before))
        new = new_examples(now, before)
        places = {one.place for one in new}
        yield from (one for one in said_twice(now) if one.weight == "error" or one.place in places)
        try:
            yield from near_others(new, now, vectors.of_examples)
        except vectors.NeverTrained as error:
            yield Remark("note", "", f"not compared by meaning: {error} (make train)")

    def moved(self) -> Iterator[Remark]:
        """What became of the held-out questions and utterances?"""
        if self._changes.of_knowledge:
            meaning = vectors.of_questions(self._root, self._var, self._embedder)
            yield from question_remarks(self._changes, self._today, meaning.encode)
        if self._changes.of_dialogue:
            yield from utterance_remarks(settings_load(root=self._root))


def main(arguments: list[str] | None = None) -> int:
    """Print what changed and what it means; 1 when something must be mended, 2 when it cannot be told."""
    parser = argparse.ArgumentParser(prog="python -m maintenance", description=__doc__)
    parser.add_argument("--since", default="HEAD", metavar="COMMIT", help="compare with this commit, not the last one")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args(arguments)
    try:
        settings = read_settings()
        with changes_since(options.root, options.since) as changes:
            today = datetime.now(SHANGHAI).date()
            return _told(changes, Check(changes, options.root / settings.var, settings.embedder, today), options.since)
    except (ChangesError, SettingsError) as error:
        print(f"check: {error}", file=sys.stderr)
        return 2


def _told(changes: Changes, check: Check, since: str) -> int:
    print(f"Changed since {since}")
    for name, (added, removed) in changes.files.items():
        print(f"  {name} +{added} -{removed}")
    if not changes.files:
        print("  nothing that the assistant learns or answers from")
        return 0
    parts: tuple[tuple[str, Callable[[], Iterator[Remark]], str], ...] = (
        ("Valid?", check.valid, "yes"),
        ("Does it fit what is there?", check.fitting, "yes"),
        ("What moved in the held-out results?", check.moved, "nothing"),
    )
    worst = 0
    for title, run, nothing in parts:
        remarks = _all(run)
        worst = max(worst, any(one.weight == "error" for one in remarks))
        print("\n".join(section(title, remarks, nothing)), flush=True)
    return worst


def _all(run: Callable[[], Iterator[Remark]]) -> list[Remark]:
    found: list[Remark] = []
    try:
        for one in run():
            found.append(one)  # noqa: PERF402 - what came before a failure is kept
    except FAILURES as error:
        found.append(Remark("error", "", f"could not be told: {error}"))
    return found


if __name__ == "__main__":
    sys.exit(main())

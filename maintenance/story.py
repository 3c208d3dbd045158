"""``python -m maintenance.story``: a conversation as a training story and a test story, from Rasa's tracker.

Without a name it lists the latest conversations. The tracker holds what the gateway has masked; read it all the same
before you save: names and places are not masked.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from actions.knowledge import ROOT
from actions.services import SHANGHAI
from maintenance.drafts.drafting import save, story_draft
from maintenance.drafts.refusals import DraftRefused
from maintenance.drafts.story import story_drafted
from maintenance.drafts.story_checks import STORIES, TESTS, stories_of

MOST_LISTED = 20
LATEST = "SELECT sender_id, max(timestamp) AS at, count(*) FROM events WHERE type_name = 'user' GROUP BY sender_id"
WORDS = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'user' ORDER BY id LIMIT 1"
EVENTS = "SELECT data FROM events WHERE sender_id = ? ORDER BY id"


class TrackerError(Exception):
    """The tracker cannot be read; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """List, draft or save; 1 when it is refused, 2 when the tracker cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m maintenance.story", description=__doc__)
    parser.add_argument("sender", nargs="?", help="Rasa's name of a conversation, as listed; its beginning is enough")
    parser.add_argument("--tracker", type=Path, help="Rasa's tracker, var/tracker.db unless it is elsewhere")
    parser.add_argument("--topic", help="the files to put it into, such as guidance; else by what is said in it")
    parser.add_argument("--save", action="store_true", help="write it; without, it is only shown")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args(arguments)
    tracker = options.tracker or options.root / "var" / "tracker.db"
    try:
        if options.sender is None:
            print("\n".join(_listed(tracker)) or "no conversation yet")
            return 0
        return _drafted(options.root, _events(tracker, options.sender), options.topic, save_it=options.save)
    except DraftRefused as refused:
        print(f"story: {refused}", file=sys.stderr)
        return 1
    except TrackerError as error:
        print(f"story: {error}", file=sys.stderr)
        return 2


def _drafted(root: Path, events: list[dict[str, Any]], topic: str | None, *, save_it: bool) -> int:
    known = {story["story"] for folder in (STORIES, TESTS) for _file, story in stories_of(root, folder)}
    drafted = story_drafted(events, known)
    changes = story_draft(root, topic or drafted.topic, drafted.story, drafted.test)
    print("".join(one.diff for one in changes), end="")
    if save_it:
        save(root, changes, {one.name: one.digest for one in changes})
        print("saved. Next: edit it, then make check, make train, make test")
    return 0


def _listed(tracker: Path) -> Iterator[str]:
    for sender, at, turns in _rows(tracker, f"{LATEST} ORDER BY at DESC LIMIT ?", (MOST_LISTED,)):
        first = json.loads(_rows(tracker, WORDS, (sender,))[0][0]).get("text") or ""
        when = datetime.fromtimestamp(at, SHANGHAI).strftime("%Y-%m-%d %H:%M")
        yield f"{sender}  {when}  {turns:3} turns  {first[:40]}"


def _events(tracker: Path, sender: str) -> list[dict[str, Any]]:
    names = [row[0] for row in _rows(tracker, LATEST, ()) if row[0].startswith(sender)]
    if len(names) != 1:
        raise TrackerError(f"{len(names)} conversations begin with {sender}")
    return [json.loads(row[0]) for row in _rows(tracker, EVENTS, (names[0],))]


def _rows(tracker: Path, query: str, values: tuple[Any, ...]) -> list[Any]:
    try:
        # Only read: Rasa may be writing at this moment.
        with closing(sqlite3.connect(f"{tracker.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query, values).fetchall()
    except sqlite3.Error as error:
        raise TrackerError(f"{tracker}: {error}") from error


if __name__ == "__main__":
    sys.exit(main())

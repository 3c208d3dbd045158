"""Rasa's own memory, read and cleared in its SQLite file, because Rasa's API can do neither.

The table is that of ``SQLTrackerStore`` in Rasa 3.6: ``events(id, sender_id, type_name, …, data)``, where ``data``
is the event as JSON. Rasa writes all events of a turn in one transaction after its last action.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

TURN = """
    SELECT max(id) FROM events
    WHERE sender_id = ? AND type_name = 'user' AND json_extract(data, '$.metadata.id') = ?
"""
SAID = """
    SELECT data FROM events
    WHERE sender_id = :sender AND type_name = 'bot' AND id > :turn
      AND id < coalesce((SELECT min(id) FROM events WHERE sender_id = :sender AND type_name = 'user' AND id > :turn),
                        9223372036854775807)
    ORDER BY id
"""


class TrackerUnavailable(Exception):
    """Rasa's tracker file cannot be read or written now."""


class Tracker:
    """The tracker file at ``path``; methods block. A file that is not there yet remembers nothing."""

    def __init__(self, path: Path, timeout: float = 5.0) -> None:
        self._path = path
        self._timeout = timeout

    def replies_of(self, sender: str, message_id: str) -> list[dict[str, Any]]:
        """What Rasa already answered to this message, in the form of its REST channel; [] when it did not.

        This is how an answer that was lost on its way (we or the connection died) is given without asking twice.
        """
        with self._connection() as connection:
            if connection is None:
                return []
            (turn,) = connection.execute(TURN, (sender, message_id)).fetchone()
            if turn is None:
                return []
            rows = connection.execute(SAID, {"sender": sender, "turn": turn}).fetchall()
        return [message for (data,) in rows for message in _as_sent(json.loads(data))]

    def forget(self, sender: str) -> None:
        """Delete everything that Rasa remembers of ``sender``."""
        with self._connection() as connection:
            if connection is not None:
                connection.execute("PRAGMA secure_delete=ON")
                connection.execute("DELETE FROM events WHERE sender_id = ?", (sender,))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection | None]:
        if not self._path.exists():
            yield None
            return
        try:
            with closing(sqlite3.connect(self._path, timeout=self._timeout, isolation_level=None)) as connection:
                ready = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone()
                yield connection if ready else None
        except sqlite3.DatabaseError as error:
            raise TrackerUnavailable(str(error)) from error


def _as_sent(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One bot event as the messages that Rasa's REST channel made of it."""
    data = event.get("data") or {}
    if event.get("text"):
        buttons = {"buttons": data["buttons"]} if data.get("buttons") else {}
        yield {"text": event["text"], **buttons}
    if data.get("custom"):
        yield {"custom": data["custom"]}

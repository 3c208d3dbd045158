"""Which text of a law applies on a day; the database's own word for it is not enough.

The database calls the newest text 现行有效 as soon as it is adopted, months before it applies, and calls the text
that still applies 历史版本. Its date of commencement for an amended law is mostly that of the law's first text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Status = Literal["in_force", "not_yet", "ended", "changed"]


@dataclass(frozen=True)
class Version:
    """One text of a law.

    ``starts`` orders the texts: the day from which it applies or, where nothing tells, the day of its adoption.
    ``applies_from`` is that day only where two sources agree on it, so that it can be shown.
    ``last_day`` is known for some repealed laws; ``changed_articles`` are those that a later amendment reworded
    and that the database still has in the old words.
    """

    key: str
    law: str
    adopted: date
    starts: date
    applies_from: date | None = None
    last_day: date | None = None
    repealed: bool = False
    superseded: bool = False
    changed_articles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """A version seen from a day; ``last_day`` is the last on which it applies, where that is known."""

    version: Version
    status: Status
    last_day: date | None


def standing_on(versions: Sequence[Version], day: date) -> Standing:
    """The text of the law that matters on ``day``: the one that applies, else the one to come, else the last one.

    ``versions`` are all texts of one law, at least one, in any order.
    """
    ordered = sorted(versions, key=lambda version: version.starts)
    started = [version for version in ordered if version.starts <= day]
    if not started:
        return Standing(ordered[0], "not_yet", None)
    current = started[-1]
    following = ordered[len(started)] if len(started) < len(ordered) else None
    last_day = current.last_day or (following.starts - timedelta(days=1) if following else None)
    return Standing(current, _status(current, last_day, day), last_day)


def _status(version: Version, last_day: date | None, day: date) -> Status:
    if last_day is not None:
        return "in_force" if day <= last_day else "ended"
    # Without a successor and without a known end, the database's word that it is over has to do.
    return "ended" if version.repealed or version.superseded else "in_force"

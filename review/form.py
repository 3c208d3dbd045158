"""Form: schema, references between files, tables that must load, links that must be links, reviews that ran out."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from actions.deadlines import Deadlines, DeadlinesError
from actions.deadlines.calendar import ChineseCalendar
from actions.knowledge import Knowledge, Problem
from actions.knowledge.checks import card_file, cross_problems
from actions.navigator import Navigator
from actions.navigator.route import NavigatorError
from actions.screening import Screening
from actions.screening.table import ScreeningError
from actions.statutes import Statutes
from review.findings import Finding

_URL = re.compile(r"https?:[^\s\"'<>，。；、）】」]*")
_MARKDOWN_LINK = re.compile(r"\[[^\]]*\]\(([^)]*)\)")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", re.IGNORECASE)


def form_findings(
    knowledge: Knowledge, problems: list[Problem], statutes: Statutes, root: Path, today: date
) -> Iterator[Finding]:
    """Everything that ``python -m actions.knowledge`` refuses, the other tables, and all links."""
    for problem in [*problems, *cross_problems(knowledge, statutes, root, today)]:
        yield Finding("error", "form", problem.file, problem.field, problem.message)
    yield from _table_findings(knowledge, root)
    for path in sorted((root / "data").rglob("*")):
        if path.suffix in (".md", ".yml") and path.is_file():
            yield from link_findings(path.read_text(encoding="utf-8", errors="replace"), _name(path, root))


def _table_findings(knowledge: Knowledge, root: Path) -> Iterator[Finding]:
    loads: dict[str, Callable[[Path], object]] = {
        "deadlines.yml": lambda path: Deadlines.load(path, ChineseCalendar()),
        "screening.yml": Screening.load,
        "navigator.yml": lambda path: Navigator.load(path, knowledge.channels),
    }
    for name, load in loads.items():
        path = root / "data" / name
        if not path.exists():
            continue  # not every knowledge base has every table; the assistant says so when it starts
        try:
            load(path)
        except (DeadlinesError, NavigatorError, ScreeningError, yaml.YAMLError) as error:
            yield Finding("error", "form", _name(path, root), "", str(error))


def link_findings(text: str, file: str) -> Iterator[Finding]:
    """Addresses that cannot be opened as they are written; nothing is opened."""
    for number, line in enumerate(text.splitlines(), 1):
        addresses = [match[0].rstrip(".,;:)") for match in _URL.finditer(line)]
        addresses += [target for target in _MARKDOWN_LINK.findall(line) if not target.startswith("http")]
        for address in addresses:
            if not is_address(address):
                yield Finding("error", "link", file, f"line {number}", f"{address[:80]!r} is no web address")


def is_address(address: str) -> bool:
    """Whether ``address`` is a whole http or https address with a host's name."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and _HOST.fullmatch(host) is not None and not re.search(r"\s", address)


def expired_findings(knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """Cards that were to be read again by now and are still given."""
    for card in knowledge.cards.values():
        if card.review_by < today and not (card.effective_to and card.effective_to < today):
            yield Finding("warning", "expired", card_file(card), "review_by",
                          f"was to be read again by {card.review_by}")  # fmt: skip


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()

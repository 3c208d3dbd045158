"""Tables for people and numbers for machines, from the same figures."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Rows under headings; a float between 0 and 1 is shown as a percentage."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the evaluation; ``figures`` are its main numbers by name."""

    name: str
    tables: Sequence[Table]
    figures: dict[str, Any] = field(default_factory=dict)


def markdown(sections: Sequence[Section], at: datetime) -> str:
    """The whole report as Markdown, which is also what is printed."""
    lines = [f"# Evaluation of {at:%Y-%m-%d %H:%M}", ""]
    for section in sections:
        lines += [f"## {section.name}", ""]
        for table in section.tables:
            lines += [f"### {table.title}", "", *_table_lines(table), ""]
            lines += [table.note, ""] if table.note else []
    return "\n".join(lines)


def write_report(sections: Sequence[Section], folder: Path, at: datetime) -> Path:
    """Write the report as .md and .json into ``folder``; returns the Markdown file."""
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / f"evaluation-{at:%Y%m%d-%H%M%S}"
    base.with_suffix(".md").write_text(markdown(sections, at), encoding="utf-8")
    value = {"at": at.isoformat(timespec="seconds"), "sections": [asdict(section) for section in sections]}
    base.with_suffix(".json").write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
    return base.with_suffix(".md")


def _table_lines(table: Table) -> list[str]:
    cells = [[_shown(cell) for cell in row] for row in table.rows]
    widths = [max(_width(row[i]) for row in [list(table.columns), *cells]) for i in range(len(table.columns))]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return [_row(table.columns, widths), rule, *(_row(row, widths) for row in cells)]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return "| " + " | ".join(padded) + " |"


def _shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    return f"{cell:.1%}" if isinstance(cell, float) else str(cell)


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if "\u2e80" <= character <= "\uffef" else 1 for character in text)

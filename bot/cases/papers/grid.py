"""The tables of official forms: labels, values, and room for a pen where a value is not known."""

from __future__ import annotations

from collections.abc import Sequence

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell

from bot.cases.papers.words import Words

ROW = Mm(11)  # the least height: room for a pen
SIZE, SMALL_SIZE = Pt(14), Pt(9)  # 四号, 小五
AIR = Pt(3)  # above and below what stands in a cell


class Grid:
    """A table that grows row by row. A label is ``Words``, a value a string; an empty string is left to be written."""

    def __init__(self, table: Table, widths: Sequence[Length], is_bilingual: bool) -> None:
        self._table = table
        self._widths = widths
        self._is_bilingual = is_bilingual

    def row(self, *cells: Words | str, least: Length = ROW) -> None:
        """Add a row at least so high; the last cell fills what is left of the width."""
        row = self._table.add_row()
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, least
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, self._widths, strict=True):
            cell.width = width
        boxes = list(row.cells)
        if len(cells) < len(boxes):
            boxes[len(cells) - 1 :] = [boxes[len(cells) - 1].merge(boxes[-1])]
        for box, content in zip(boxes, cells, strict=True):
            self._fill(box, content)

    def block(self, label: Words, rows: Sequence[Sequence[Words | str]]) -> None:
        """Add rows that have one label in common, which stands in the first column beside all of them."""
        first = len(self._table.rows)
        for cells in rows:
            self.row("", *cells)
        box = self._table.cell(first, 0).merge(self._table.cell(first + len(rows) - 1, 0))
        for paragraph in box.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        self._fill(box, label)

    def _fill(self, box: _Cell, content: Words | str) -> None:
        box.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        first, *others = (content.zh if isinstance(content, Words) else content).splitlines() or [""]
        paragraph = box.paragraphs[0]
        paragraph.add_run(first).font.size = SIZE
        paragraph.paragraph_format.space_before = AIR
        for line in others:
            box.add_paragraph().add_run(line).font.size = SIZE
        if isinstance(content, Words) and self._is_bilingual:
            box.add_paragraph().add_run(content.en).font.size = SMALL_SIZE
        for paragraph in box.paragraphs if isinstance(content, Words) else ():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        box.paragraphs[-1].paragraph_format.space_after = AIR

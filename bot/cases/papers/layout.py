"""A sheet in the layout of official papers: A4, margins, type sizes and fonts after GB/T 9704, by python-docx.

A bilingual sheet repeats its fixed words in English, smaller; what people wrote stands as they wrote it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.cases.papers.fonts import FONT_TABLE, HEI, SONG, font_set
from bot.cases.papers.grid import Grid
from bot.cases.papers.words import Words

TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
WIDTH = Length(Mm(210) - LEFT - RIGHT)
TITLE_SIZE, BODY_SIZE, SMALL_SIZE, FOOTER_SIZE = Pt(22), Pt(16), Pt(10.5), Pt(9)  # 二号, 三号, 五号, 小五
LEADING = 1.75  # 28 points for a body of 16: 22 lines a page
INDENT = 2  # characters at the beginning of a paragraph
BLANK_DAY = "　　　　年　　月　　日"


class Sheet:
    """One paper while it is being made, from top to bottom."""

    def __init__(self, title: Words, is_bilingual: bool, made_at: datetime) -> None:
        """``made_at`` is a property of the file; nothing printed depends on it."""
        self._is_bilingual = is_bilingual
        self._document = Document()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = title.zh, "", ""
        properties.created = properties.modified = made_at
        self._page()
        self._title(title)

    def number(self, text: str) -> None:
        """The number of the file, at the right under the title."""
        self._line(text, Pt(14), WD_ALIGN_PARAGRAPH.RIGHT)

    def heading(self, words: Words) -> None:
        """The heading of a part."""
        line = self._line(words.zh, BODY_SIZE, font=HEI)
        self._add_english(line, words)
        line.paragraph_format.keep_with_next = True

    def sentence(self, words: Words) -> None:
        """A fixed sentence as a paragraph of its own."""
        self._line(words.zh, BODY_SIZE, indent=INDENT)
        if self._is_bilingual:
            self._line(words.en, SMALL_SIZE, indent=INDENT)

    def prose(self, text: str, blank_lines: int) -> None:
        """What somebody wrote, each of its lines a paragraph; nothing leaves ``blank_lines`` to write on by hand."""
        for line in text.splitlines():
            self._line(line, BODY_SIZE, indent=INDENT)
        for _ in range(0 if text else blank_lines):
            self._rule(self._line("\u2060", BODY_SIZE))  # a line of nothing but a tab is set too low by LibreOffice

    def table(self, *columns: float) -> Grid:
        """A table with borders; ``columns`` are shares of the width."""
        table = self._document.add_table(rows=0, cols=len(columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = [Length(int(WIDTH * share / sum(columns))) for share in columns]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        return Grid(table, widths, self._is_bilingual)

    def gap(self) -> None:
        """A little room between two parts."""
        self._line("", SMALL_SIZE)

    def signatures(self, signers: Sequence[Words]) -> None:
        """A line to sign on for each of ``signers``, and one for the day."""
        self.gap()
        for words in signers:
            lines = [self._rule(self._line(f"{words.zh}：", BODY_SIZE))]
            lines += [self._line(words.en, SMALL_SIZE)] if self._is_bilingual else []
            for line in lines:
                line.paragraph_format.keep_with_next = True
        self._line(BLANK_DAY, BODY_SIZE, WD_ALIGN_PARAGRAPH.RIGHT)

    def footer(self, text: str) -> None:
        """What stands under every page, before the number of the page."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, f"{text}　— ", FOOTER_SIZE, SONG)
        for kind in ("begin", "end"):
            if kind == "end":
                instruction = OxmlElement("w:instrText")
                instruction.text = "PAGE"
                self._run(paragraph, "", FOOTER_SIZE, SONG)._r.append(instruction)
            character = OxmlElement("w:fldChar")
            character.set(qn("w:fldCharType"), kind)
            self._run(paragraph, "", FOOTER_SIZE, SONG)._r.append(character)
        self._run(paragraph, " —", FOOTER_SIZE, SONG)

    def content(self) -> bytes:
        """The finished file."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = TOP, BOTTOM, LEFT, RIGHT
        section.footer_distance = Mm(25)
        normal = self._document.styles["Normal"]
        font_set(normal.element.get_or_add_rPr())
        normal.font.size = BODY_SIZE
        normal.paragraph_format.space_after = Pt(0)
        self._document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = FONT_TABLE.encode()

    def _title(self, words: Words) -> None:
        line = self._line(words.zh, TITLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER, SONG)
        line.runs[0].bold = True
        if self._is_bilingual:
            self._line(words.en, Pt(14), WD_ALIGN_PARAGRAPH.CENTER)

    def _line(
        self, text: str, size: Length, align: WD_ALIGN_PARAGRAPH | None = None, font: str | None = None, indent: int = 0
    ) -> Paragraph:
        paragraph = self._document.add_paragraph()
        if align is not None:
            paragraph.alignment = align
        self._run(paragraph, text, size, font)
        shape = paragraph.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Length(int(size * LEADING))
        shape.first_line_indent = Length(size * indent)
        return paragraph

    def _rule(self, paragraph: Paragraph) -> Paragraph:
        """Draw a line to write on from the end of the paragraph's text to the margin."""
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
        self._run(paragraph, "\t", BODY_SIZE)
        return paragraph

    def _add_english(self, paragraph: Paragraph, words: Words) -> None:
        if self._is_bilingual:
            self._run(paragraph, f" {words.en}", SMALL_SIZE)

    @staticmethod
    def _run(paragraph: Paragraph, text: str, size: Length, font: str | None = None) -> Run:
        run = paragraph.add_run(text)
        run.font.size = size
        if font is not None:
            font_set(run._r.get_or_add_rPr(), font)
        return run

"""The fonts of official papers, and what stands in for them on a machine that lacks them.

A font is named in a run by one name; the file's font table then says what else will do, so that a paper keeps its
look in Word, WPS and LibreOffice.
"""

from __future__ import annotations

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

FANG_SONG, SONG, HEI, LATIN = "仿宋_GB2312", "宋体", "黑体", "Times New Roman"
INSTEAD = {
    FANG_SONG: "仿宋,FangSong,STFangsong,方正仿宋_GBK,FandolFang,Noto Serif CJK SC",
    SONG: "SimSun,STSong,Songti SC,Noto Serif CJK SC",
    HEI: "SimHei,STHeiti,Heiti SC,Noto Sans CJK SC",
    LATIN: "Liberation Serif",
}
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT_TABLE = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{_NAMESPACE}">'
    + "".join(f'<w:font w:name="{name}"><w:altName w:val="{others}"/></w:font>' for name, others in INSTEAD.items())
    + "</w:fonts>"
)
"""``word/fontTable.xml``."""


def font_set(properties: BaseOxmlElement, chinese: str = FANG_SONG) -> None:
    """Name the fonts in the properties of a run or style: ``chinese`` and, for letters and digits, ``LATIN``."""
    fonts = properties.get_or_add_rFonts()
    for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{script}"), name)

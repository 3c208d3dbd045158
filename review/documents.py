"""Reads a draft: Markdown, plain text or Word, as numbered paragraphs."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

LARGEST = 20_000_000  # bytes
LARGEST_UNPACKED = 200_000_000  # bytes: a Word file is packed, and a small one can be made to unpack without end
MOST_CHARACTERS = 2_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHITE = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " "}


class DocumentError(Exception):
    """The draft cannot be read; the message says why in one line."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``place`` says where it is, such as ``line 12`` or ``footnote 3``."""

    place: str
    text: str


def read_document(path: Path) -> list[Paragraph]:
    """The draft's paragraphs that are not empty, in order. Raises ``DocumentError``."""
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(f"{path.name} is larger than {LARGEST // 1_000_000} MB")
        return paragraphs_of(path.name, path.read_bytes())
    except OSError as error:
        raise DocumentError(f"{path.name} cannot be read: {error.strerror or error}") from error


def paragraphs_of(name: str, content: bytes) -> list[Paragraph]:
    """As ``read_document``, of a file called ``name`` that is in memory alone."""
    if len(content) > LARGEST:
        raise DocumentError(f"{name} is larger than {LARGEST // 1_000_000} MB")
    paragraphs = list(_word(name, content) if name.lower().endswith(".docx") else _plain(name, content))
    if sum(len(one.text) for one in paragraphs) > MOST_CHARACTERS:
        raise DocumentError(f"{name} has more than {MOST_CHARACTERS} characters: review it in parts")
    return paragraphs


def _plain(name: str, content: bytes) -> Iterator[Paragraph]:
    if not name.lower().endswith((".md", ".txt")):
        raise DocumentError(f"{name}: save it as .docx, .md or .txt")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DocumentError(f"{name} is neither UTF-8 nor GB 18030 text")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield Paragraph(f"line {number}", line.strip())


def _word(name: str, content: bytes) -> Iterator[Paragraph]:
    # Imported late: only Word files need it.
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise DocumentError(f"{name} is larger than {LARGEST_UNPACKED // 1_000_000} MB when unpacked")
        part = docx.Document(BytesIO(content)).part
        # Everything in the order of the file: tables and text boxes too, and text that a colleague inserted with
        # changes tracked, which a paragraph's own text leaves out.
        for number, text in enumerate(_texts(part.element), 1):
            if text:
                yield Paragraph(f"paragraph {number}", text)
        for other in part.package.iter_parts():
            kind = {"/word/footnotes.xml": "footnote", "/word/endnotes.xml": "endnote"}.get(str(other.partname))
            if kind:
                for number, text in enumerate(filter(None, _texts(etree.fromstring(other.blob))), 1):
                    yield Paragraph(f"{kind} {number}", text)
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise DocumentError(f"{name} is no Word document (.docx): {error}") from error


def _texts(element) -> Iterator[str]:  # type: ignore[no-untyped-def]  # lxml carries no types
    for paragraph in element.iter(f"{_W}p"):
        # A text box sits inside a paragraph and holds paragraphs of its own, which come in their turn.
        nodes = paragraph.iter(f"{_W}t", *_WHITE)
        own = (node for node in nodes if next(node.iterancestors(f"{_W}p")) is paragraph)
        yield "".join(_WHITE.get(node.tag) or node.text or "" for node in own).strip()

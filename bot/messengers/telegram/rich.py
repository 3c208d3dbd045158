"""Text with formatting as Telegram takes it: written once, cut where it must be, and also sayable without formatting.

Telegram refuses a message with one wrong tag as a whole. So nothing here is cut or joined as HTML: a text is a row of
runs, and HTML is only what it is sent as.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

LONGEST = 4096
"""UTF-16 units in one message, tags not counted."""

BOLD, ITALIC, CODE, QUOTE, FOLDED = "b", "i", "code", "blockquote", "blockquote expandable"

SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）)\"]*|[.;；](?=\s)")


@dataclass(frozen=True)
class Run:
    """A piece of text inside ``tags``, the outermost first; each as in the opening tag."""

    text: str
    tags: tuple[str, ...] = ()


Text = tuple[Run, ...]


def rich(*parts: str | Run | Text) -> Text:
    """Put pieces together; a string is text without formatting."""
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            runs.append(Run(part))
        elif isinstance(part, Run):
            runs.append(part)
        else:
            runs += part
    return tuple(run for run in runs if run.text)


def bold(text: str) -> Run:
    """Important words."""
    return Run(text, (BOLD,))


def link(text: str, url: str) -> Run:
    """Words that lead to a web address."""
    return Run(text, (f'a href="{escape(url)}"',))


def within(tag: str, parts: Text) -> Text:
    """``parts`` inside one more tag, such as a quote."""
    return tuple(Run(run.text, (tag, *run.tags)) for run in parts)


def joined(texts: Iterable[Text], between: str) -> Text:
    """Several texts in a row; empty ones leave no gap."""
    whole: list[Run] = []
    for text in texts:
        if text:
            whole += [*([Run(between)] if whole else []), *text]
    return tuple(whole)


def plain(text: Text) -> str:
    """The words alone."""
    return "".join(run.text for run in text)


def html(text: Text) -> str:
    """As Telegram's parse mode ``HTML`` takes it: every tag is closed, everything else is escaped."""
    parts: list[str] = []
    opened: list[str] = []
    for run in text:
        common = 0
        while common < min(len(opened), len(run.tags)) and opened[common] == run.tags[common]:
            common += 1
        parts += [_closing(opened.pop()) for _ in range(len(opened) - common)]
        parts += [f"<{tag}>" for tag in run.tags[common:]]
        opened += run.tags[common:]
        parts.append(escape(run.text, quote=False))
    parts += [_closing(opened.pop()) for _ in range(len(opened))]
    return "".join(parts)


def units(text: str) -> int:
    """The length of ``text`` as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: Text, longest: int = LONGEST) -> list[Text]:
    """Cut ``text`` into messages at paragraphs, else at sentence ends, else at spaces; none is empty."""
    words = plain(text)
    pieces: list[Text] = []
    start = 0
    while start < len(words):
        end = _end(words, start, longest)
        piece = _cut(text, start, end)
        if plain(piece).strip():
            pieces.append(piece)
        start = end
        while start < len(words) and words[start].isspace():
            start += 1
    return pieces


def _end(words: str, start: int, longest: int) -> int:
    """Where a message that begins at ``start`` should end."""
    if units(words[start:]) <= longest:
        return len(words)
    end = start
    room = longest
    while room >= units(words[end]):
        room -= units(words[end])
        end += 1
    window = words[start:end]
    half = len(window) // 2
    for gap in ("\n\n", "\n"):
        if (place := window.rfind(gap)) >= half:
            return start + place
    ends = [match.end() for match in SENTENCE_END.finditer(window) if match.end() >= half]
    if ends:
        return start + ends[-1]
    space = window.rfind(" ")
    return start + space if space >= half else end


def _cut(text: Text, start: int, end: int) -> Text:
    runs: list[Run] = []
    position = 0
    for run in text:
        piece = run.text[max(0, start - position) : max(0, end - position)]
        if piece:
            runs.append(Run(piece, run.tags))
        position += len(run.text)
    while runs and not runs[-1].text.rstrip():
        runs.pop()
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].tags)
    return tuple(runs)


def _closing(tag: str) -> str:
    return f"</{tag.partition(' ')[0]}>"


def cut_short(text: str, longest: int) -> str:
    """``text`` with at most ``longest`` units, and an ellipsis where something is missing."""
    if units(text) <= longest:
        return text
    kept = text[:longest]
    while units(kept) > longest - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def numbered(lines: Sequence[str]) -> Text:
    """Steps, one a line."""
    return rich("\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)))


def listed(lines: Sequence[str]) -> Text:
    """Things without an order, one a line."""
    return rich("\n".join(f"• {line}" for line in lines))

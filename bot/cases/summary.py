"""One page about a case to print and take to a desk. It needs no script; it holds no secret, and a code neither."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any
from unicodedata import east_asian_width

import segno

from bot.cases.calendar import SHANGHAI
from bot.cases.own_sentences import FIELDS, PAPER
from bot.sentences import Language

WIDEST = 560
WIDEST_OTHER = 140
WIDEST_NAME = 40
"""How much is printed of what happened, of every other statement and of a file's name, so that all fits on one page.

In Latin letters; a Chinese character is as wide as two.
"""
MORE = "…"
MOST_EVENTS = 5
MOST_FILES = 6
STYLE = """
@page { size: A4; margin: 12mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 14mm; max-width: 210mm; color: #000; background: #fff; font: 10pt/1.4 system-ui,
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
@media print { body { padding: 0; max-width: none; } }
@media (max-width: 40rem) { body { padding: 5mm; } }
header { display: flex; justify-content: space-between; gap: 8mm; border-bottom: 2px solid #000; padding-bottom: 4mm; }
h1 { margin: 0; font-size: 17pt; }
h2 { margin: 4mm 0 1mm; font-size: 11pt; }
.number { margin: 1mm 0 0; font-size: min(21pt, 5.6vw); font-weight: 700; letter-spacing: .04em; white-space: nowrap; }
@media print { .number { font-size: 21pt; } }
figure { margin: 0; text-align: center; font-size: 8.5pt; flex: none; }
figure svg { display: block; width: 28mm; height: 28mm; }
dl { margin: 0; display: grid; grid-template-columns: 27mm 1fr; }
dt, dd { margin: 0; padding: .6mm 0; border-bottom: .2mm solid #bbb; }
dt { padding-right: 2mm; color: #333; }
@media print, (min-width: 40rem) { .head { grid-template-columns: 27mm 1fr 27mm 1fr; } }
ul { margin: 0; padding-left: 5mm; }
footer { margin-top: 5mm; padding-top: 2mm; border-top: .2mm solid #000; font-size: 8.5pt; }
"""
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def summary_page(case: Mapping[str, Any], identity: str, language: Language, public_url: str | None) -> str:
    """The page, as HTML, about a ``case`` in the form of ``OwnFile.listed``; ``identity`` is its id.

    The QR code holds the number, and with ``public_url`` it is the address of the case at the desk, which opens for
    those who may see it.
    """

    def word(name: str) -> str:
        return PAPER[name][language]

    head = [
        (word("state"), case["state_text"]), (word("kind"), case["kind_text"]),
        (word("opened"), _moment(case["opened_at"])), (word("due"), _period_end(case["due"])),
        (word("organisation"), case["organisation"]), (word("mediator"), case["name"] or ""),
    ]  # fmt: skip
    facts = [(fact["label"], _short(fact, language)) for fact in case["facts"]]
    files = [_cut(file["name"], WIDEST_NAME) for file in case["files"][:MOST_FILES]]
    files += [f"+{len(case['files']) - MOST_FILES}"] if len(case["files"]) > MOST_FILES else []
    events = [f"{_moment(event['at'])}　{event['text']}" for event in case["events"][-MOST_EVENTS:]]
    printed = word("printed").format(at=datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M"))
    cut = word("cut") if any(text.endswith(MORE) for _label, text in facts) else ""
    foot = " ".join(filter(None, (word("note"), cut, printed)))
    qr = _qr(case["number"], identity, public_url)
    body = [
        f"<header><div><h1>{escape(word('title'))}</h1><p class=number>{escape(case['number'])}</p></div>",
        f"<figure>{qr}<figcaption>{escape(word('qr'))}</figcaption></figure></header>",
        _pairs(head, "head"), _section(word("facts"), _pairs(facts) if facts else ""),
        _section(word("files"), escape("；".join(files) if language == "zh" else "; ".join(files))),
        _section(word("events"), _list(events)), f"<footer>{escape(foot)}</footer>",
    ]  # fmt: skip
    tongue = "en" if language == "en" else "zh-CN"
    title = f"{word('title')} {case['number']}"
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>"
    )


def _qr(number: str, identity: str, public_url: str | None) -> str:
    """The number as a QR code, drawn by lines so that it prints sharply."""
    content = f"{public_url}/desk?case={number}#/cases/{identity}" if public_url else number
    drawn: str = segno.make(content, error="m", micro=False).svg_inline(omitsize=True, border=2)
    return drawn


def _pairs(pairs: Sequence[tuple[str, str]], kind: str = "facts") -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs if value)
    return f'<dl class="{kind}">{rows}</dl>'


def _list(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>" if lines else ""


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>" if content else ""


def _short(fact: Mapping[str, str], language: Language) -> str:
    is_story = fact["label"] == FIELDS["what_happened"][language]
    return _cut(" ".join(fact["text"].split()), WIDEST if is_story else WIDEST_OTHER)


def _cut(text: str, widest: int) -> str:
    width = 0
    for place, character in enumerate(text):
        width += 2 if east_asian_width(character) in "WF" else 1
        if width > widest:
            return text[:place].rstrip() + MORE
    return text


def _moment(at: str | None) -> str:
    return "" if at is None else datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _period_end(at: str | None) -> str:
    """The end of a period: one that ends at midnight ends with the day before."""
    shown = _moment(at)
    if at is None or not shown.endswith("00:00"):
        return shown
    return (datetime.fromisoformat(at).astimezone(SHANGHAI) - timedelta(seconds=1)).strftime("%Y-%m-%d")

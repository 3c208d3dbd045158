"""One page about a case to print and take to a desk. It needs no script; it holds no secret, and a code neither."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

import segno

from bot.cases.calendar import SHANGHAI
from bot.cases.own_sentences import PAPER
from bot.sentences import Language

LONGEST = 420
"""Characters of one statement that are printed, so that everything fits on one page."""
MOST_EVENTS = 8
MOST_FILES = 10
STYLE = """
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 14mm; max-width: 210mm; color: #000; background: #fff; font: 10.5pt/1.5 system-ui,
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
@media print { body { padding: 0; max-width: none; } }
@media (max-width: 40rem) { body { padding: 5mm; } }
header { display: flex; justify-content: space-between; gap: 8mm; border-bottom: 2px solid #000; padding-bottom: 4mm; }
h1 { margin: 0; font-size: 17pt; }
h2 { margin: 5mm 0 1mm; font-size: 11.5pt; }
.number { margin: 1mm 0 0; font-size: 21pt; font-weight: 700; letter-spacing: .04em; }
figure { margin: 0; text-align: center; font-size: 8.5pt; flex: none; }
figure svg { display: block; width: 28mm; height: 28mm; }
dl { margin: 0; display: grid; grid-template-columns: 27mm 1fr; }
dt, dd { margin: 0; padding: .8mm 0; border-bottom: .2mm solid #bbb; }
dt { color: #333; }
dd { white-space: pre-line; }
ul { margin: 0; padding-left: 5mm; }
footer { margin-top: 5mm; padding-top: 2mm; border-top: .2mm solid #000; font-size: 8.5pt; }
"""
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def summary_page(case: Mapping[str, Any], language: Language, public_url: str | None) -> str:
    """The page, as HTML, about a ``case`` in the form of ``OwnFile.listed``.

    The QR code holds the number, and with ``public_url`` the address of the citizens' page.
    """

    def word(name: str) -> str:
        return PAPER[name][language]

    head = [
        (word("state"), case["state_text"]), (word("kind"), case["kind_text"]),
        (word("opened"), _moment(case["opened_at"])), (word("due"), _moment(case["due"])),
        (word("organisation"), case["organisation"]), (word("mediator"), case["name"] or ""),
    ]  # fmt: skip
    facts = [(fact["label"], _short(fact["text"], word("more"))) for fact in case["facts"]]
    files = [f"{file['name']}" for file in case["files"][:MOST_FILES]]
    events = [f"{_moment(event['at'])}　{event['text']}" for event in case["events"][-MOST_EVENTS:]]
    printed = word("printed").format(at=datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M"))
    body = [
        f"<header><div><h1>{escape(word('title'))}</h1><p class=number>{escape(case['number'])}</p></div>",
        f"<figure>{_qr(case['number'], public_url)}<figcaption>{escape(word('qr'))}</figcaption></figure></header>",
        _pairs(head), _section(word("facts"), _pairs(facts) if facts else ""), _section(word("files"), _list(files)),
        _section(word("events"), _list(events)), f"<footer>{escape(word('note'))}<br>{escape(printed)}</footer>",
    ]  # fmt: skip
    tongue = "en" if language == "en" else "zh-CN"
    title = f"{word('title')} {case['number']}"
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>"
    )


def _qr(number: str, public_url: str | None) -> str:
    """The number as a QR code, drawn by lines so that it prints sharply."""
    content = f"{public_url}/#case={number}" if public_url else number
    drawn: str = segno.make(content, error="m", micro=False).svg_inline(omitsize=True, border=2)
    return drawn


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs if value)
    return f"<dl>{rows}</dl>"


def _list(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>" if lines else ""


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>" if content else ""


def _short(text: str, more: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + more


def _moment(at: str | None) -> str:
    return "" if at is None else datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")

"""Structured answers as text: a guidance card, a comparison of channels, whom to call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.messengers.telegram.rich import (
    BOLD,
    FOLDED,
    ITALIC,
    Run,
    Text,
    bold,
    joined,
    link,
    listed,
    numbered,
    rich,
    within,
)
from bot.messengers.telegram.words import STATUSES, say
from bot.sentences import Language

Answer = Mapping[str, Any]
Articles = Mapping[tuple[str, str | None], str]
"""The texts of articles by law and article, as far as they could be read."""

FACTS = ("why", "fee", "time", "binding", "enforcement", "decided_by", "not_for", "if_it_fails", "how")
PARAGRAPH = "\n\n"


def card(answer: Answer, articles: Articles) -> Text:
    """The short answer first, then what to do, by when, with what, where, and the law behind it."""
    language = _language(answer)
    sections = [
        rich(bold(answer["title"]), "\n", answer["answer"]),
        _section("deadline", language, listed([one["text"] for one in answer.get("deadlines", ())])),
        _section("steps", language, numbered(answer.get("steps", ()))),
        _section("papers", language, listed(answer.get("papers", ()))),
        joined((_fact(name, language, answer.get(name)) for name in ("cost", "duration")), "\n"),
        _section("where", language, joined((channel(one, language) for one in answer.get("channels", ())), "\n")),
        within(FOLDED, _section("more", language, markdown(answer.get("more") or ""))),
        law(answer, articles),
        _foot(answer, language),
    ]
    return joined(sections, PARAGRAPH)


def channels(answer: Answer) -> Text:
    """Ways side by side, as far as a phone has sides: each with the same facts, folded."""
    language = _language(answer)
    ways = (channel(one, language) for one in answer["channels"])
    return joined([rich(bold(answer["title"])), joined(ways, "\n")], PARAGRAPH)


def channel(way: Answer, language: Language) -> Text:
    """A way to settle a dispute: name, number and page in sight, its facts folded."""
    head = [rich("• ", bold(way["name"]))]
    head += [rich("☎ ", way["number"])] if way.get("number") else []
    head += [rich(link(say("site", language), way["url"]))] if way.get("url") else []
    facts = joined((_fact(name, language, way.get(name)) for name in FACTS), "\n")
    return joined([joined(head, "  "), within(FOLDED, facts)], "\n")


def contacts(answer: Answer) -> Text:
    """Numbers to call, the first the most pressing."""
    language = _language(answer)
    title = rich("⚠️ " if answer.get("urgent") else "", bold(answer["title"]))
    return joined([title, *(_contact(one, language) for one in answer["contacts"])], PARAGRAPH)


def law(answer: Answer, articles: Articles) -> Text:
    """The citations in one folded quote, each with its text where that could be read."""
    cited = answer.get("citations", ())
    if not cited:
        return ()
    language = _language(answer)
    lines = [_cited(one, articles, answer.get("as_of") or "", language) for one in cited]
    return within(FOLDED, joined([rich(bold("📖 " + say("citations", language))), *lines], "\n"))


def statute(cited: Answer, article: Answer, language: Language) -> Text:
    """One article as the action server knows it; ``article`` is empty when it knows none."""
    head = rich("📖 ", bold(cited["label"]))
    if not article:
        return joined([head, rich(say("article_missing", language))], PARAGRAPH)
    if article.get("has_text") and article.get("text"):
        begins = article.get("effective_from") or cited.get("applies_from")
        status = article.get("status") or ""
        facts = {"effective": begins, "status": STATUSES.get(status, status) if language == "en" else status}
        words = rich(article["text"])
    else:
        instrument = article.get("instrument") or {}
        begins = article.get("effective_from") or instrument.get("effective_from")
        facts = {name: instrument.get(name) for name in ("issuer", "number", "published")} | {"effective": begins}
        words = rich(joined([rich(say("article_no_text", language)), rich(instrument.get("source") or "")], "\n"))
    return joined([head, words, joined((_fact(name, language, facts[name]) for name in facts), "\n")], PARAGRAPH)


def unread(answer: Answer, articles: Articles) -> list[tuple[int, str]]:
    """The citations whose text is not in ``articles``: their places and labels."""
    cited = enumerate(answer.get("citations", ()))
    return [(place, one["label"]) for place, one in cited if (one["law"], one.get("article")) not in articles]


def markdown(source: str) -> Text:
    """The small part of Markdown that guidance uses; everything else stays text."""
    lines = []
    for line in source.strip().splitlines():
        if heading := re.match(r"#{1,6}\s+(.*)", line):
            lines.append(rich(bold(heading[1])))
        else:
            lines.append(_inline(re.sub(r"^\s*[-*]\s+", "• ", line)) or rich(" "))
    return joined(lines, "\n")


def _inline(line: str) -> Text:
    parts = re.split(r"\*\*([^*]+)\*\*", line)
    return rich(*(Run(part, (BOLD,)) if place % 2 else part for place, part in enumerate(parts)))


def _language(answer: Answer) -> Language:
    return "en" if answer.get("language") == "en" else "zh"


def _section(name: str, language: Language, content: Text) -> Text:
    return rich(bold(say(name, language)), "\n", content) if content else ()


def _fact(name: str, language: Language, value: str | None) -> Text:
    return rich(bold(say(name, language) + say("colon", language)), value) if value else ()


def _contact(one: Answer, language: Language) -> Text:
    details = [rich("☎ ", bold(one["number"]), "  ", one["name"]), rich(one.get("use_for") or "")]
    if one.get("hours"):
        details.append(rich(Run(say("hours", language) + say("colon", language) + one["hours"], (ITALIC,))))
    return joined(details, "\n")


def _cited(one: Answer, articles: Articles, as_of: str, language: Language) -> Text:
    begins = one.get("applies_from")
    later = f" ({say('applies_from', language, date=begins)})" if begins and begins > as_of else ""
    text = articles.get((one["law"], one.get("article")))
    return rich(bold(one["label"]), later, *(("\n", text) if text else ()))


def _foot(answer: Answer, language: Language) -> Text:
    as_of = answer.get("as_of")
    said: Iterable[str] = (say("automatic", language), *((say("as_of", language, date=as_of),) if as_of else ()))
    return rich(Run(" · ".join(said), (ITALIC,)))

"""One message of a conversation as Telegram shows it best. Pure: what had to be looked up is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.messengers.telegram import answers
from bot.messengers.telegram.answers import PARAGRAPH, Articles
from bot.messengers.telegram.keyboard import Key, Rows, article, choice, is_long, rows
from bot.messengers.telegram.pieces import CaseFile, MadeFile, Part, TextPart
from bot.messengers.telegram.rich import CODE, FOLDED, QUOTE, Run, Text, bold, joined, numbered, rich, within
from bot.messengers.telegram.words import say
from bot.sentences import Language

Shown = Mapping[str, Any]
ASSISTANT, MEDIATOR, CITIZEN = "🤖 ", "👤 ", "💬 "


def render(shown: Shown, language: Language, texts: Articles) -> list[Part]:
    """``shown`` is a message in its one shape; ``language`` is for a message that names none.

    ``texts`` are those of the articles that it cites. What the citizen said here in this chat is not for here.
    """
    shown = {"language": language, **shown}
    if shown["from"] == "citizen":
        return [TextPart(_from_elsewhere(shown))]
    if shown["kind"] == "file":
        return [_file(shown)]
    text = _speaker(shown) + _words(shown, texts)
    return [TextPart(*_with_buttons(text, shown, texts)), *_files(shown)]


def _words(shown: Shown, texts: Articles) -> Text:
    match shown["kind"]:
        case "card":
            return answers.card(shown, texts)
        case "channels":
            return answers.channels(shown)
        case "contacts":
            return answers.contacts(shown)
        case "case":
            code = rich("\n", Run(shown["code"], (CODE,))) if shown.get("code") else ()
            return rich(shown["text"], code if shown.get("code") not in (None, *shown["text"].split()) else ())
    picture = shown.get("picture")
    alt = within(FOLDED, rich(picture["alt"])) if picture else ()
    return joined([rich(shown["text"]), alt, answers.law(shown, texts)], PARAGRAPH)


def _speaker(shown: Shown) -> Text:
    if shown["from"] == "mediator":
        name = say("mediator", shown["language"], name=shown["name"])
        return rich(MEDIATOR, bold(name), "\n")
    return rich(ASSISTANT)


def _from_elsewhere(shown: Shown) -> Text:
    if shown["kind"] == "file":
        return rich(CITIZEN, say("you_sent_file", shown["language"], name=shown["name"]))
    came = "you_in_telegram" if shown["id"].startswith("tg:") else "you_elsewhere"
    return rich(CITIZEN, say(came, shown["language"]), "\n", *within(QUOTE, rich(shown["text"])))


def _with_buttons(text: Text, shown: Shown, texts: Articles) -> tuple[Text, Rows]:
    """The text and the rows under it: what comes next, then the articles whose text is not above.

    A title that no row can hold is written out in the text.
    """
    buttons = shown.get("buttons", ())
    titles = [button["title"] for button in buttons]
    keys = [choice(shown["seq"], button) for button in buttons]
    if any(map(is_long, titles)):
        text = joined([text, numbered(titles)], PARAGRAPH)
        keys = [Key(f"{number}. {key.title}", key.data) for number, key in enumerate(keys, 1)]
    for place, label in answers.unread(shown, texts):
        keys.append(article(shown["seq"], place, say("article_button", shown["language"], label=label)))
    return text, rows(keys)


def _file(shown: Shown) -> CaseFile:
    title = rich(MEDIATOR, say("file", shown["language"], name=shown["name"]))
    return CaseFile(shown["file"], shown["type"], shown["name"], title)


def _files(shown: Shown) -> list[MadeFile]:
    """The files that a text leads to: a calendar entry, the picture of a route."""
    made = [MadeFile(one["url"], rich(ASSISTANT, one["title"]), _name(one["url"])) for one in shown.get("links", ())]
    if picture := shown.get("picture"):
        title = rich(ASSISTANT, say("picture", shown["language"]))
        made.append(MadeFile(picture["url"], title, _name(picture["url"])))
    return made


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]

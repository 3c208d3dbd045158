"""What the law says: the words of an article that was named, and, where guidance has nothing, a search in the law.

Neither is advice, and both say so: citizens get answers from guidance cards.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.knowledge.models import Citation, Language
from actions.replies import Button, Message
from actions.saying import human_button, show
from actions.search.follow_up import is_thin
from actions.search.results import NothingFits, Outcome
from actions.services import Services
from actions.statutes import Article
from actions.statutes.names import COUNTRY
from actions.statutes.search import StatuteHit
from actions.texts import say
from actions.turn import Turn
from understanding.normalise import normalise
from understanding.phrases import Meant, phrases_in

log = logging.getLogger(__name__)

SEARCH_SECONDS = 2.0
"""Guidance was searched before; both together must leave a citizen without an answer for no more than five seconds."""
LAW = ("aspect", "law")
"""How a phrase of data/phrases.yml says that the law is asked for."""
LONGEST_WORDS = 700
FIRST_WORDS = 60
SHOWN = 3
LOOKED_THROUGH = 30
# Beside the words of data/follow-ups.yml: what is said when nothing is asked for but an article's words.
_ASKS_FOR_WORDS = re.compile(
    r"内容|全文|原文|正文|意思|怎么写|写|看看|查查|查|念|列|帮我|"
    r"\b(?:text|content|contents|wording|full|show|give|read|says|said|provides?|provision|quote|look|up)\b",
    re.IGNORECASE,
)


async def answer_from_law(
    dispatcher: CollectingDispatcher, turn: Turn, outcome: Outcome, kit: Services
) -> list[EventType] | None:
    """Say what the law is asked for: always where nothing else is asked for, or else where guidance has nothing.

    ``outcome`` is what the search in guidance came to. None when nothing was said.
    """
    offered: list[str] = []
    said = named_articles(turn, kit, only=not isinstance(outcome, NothingFits))
    if not said and isinstance(outcome, NothingFits):
        offered = [hit.card_id for hit in outcome.closest]
        said = await searched_articles(turn, outcome, kit)
    show(dispatcher, said)
    return [SlotSet("offered", offered)] if said else None


def named_articles(turn: Turn, kit: Services, *, only: bool) -> list[Message]:
    """The words of the articles that a message names, with how they stand today; empty when it names none.

    With ``only``, a message counts that asks for nothing else: one that tells of a matter is for guidance first.
    """
    mention = kit.law_mentions.read(normalise(turn.text))
    if not mention.articles or (only and not is_thin(_ASKS_FOR_WORDS.sub(" ", mention.rest))):
        return []
    found = [(law, number, kit.statutes.article(law, number, kit.today())) for law, number in mention.articles]
    told = [
        _in_words(article, turn.language) if article else _no_article(law, number, turn.language, kit)
        for law, number, article in found
    ]
    cited = [Citation(law=article.law, article=article.article or "") for _, _, article in found if article]
    key = "law_named" if any(article and article.text for _, _, article in found) else "law_without_words"
    return [_message(key, told, cited, turn.language, kit, "law")]


async def searched_articles(turn: Turn, nearest: NothingFits, kit: Services) -> list[Message]:
    """The articles in force that fit a question about the law best; empty when it asks for no law, or none was found.

    ``nearest`` is what guidance came closest with; its titles are offered too. It lends its words to a question in
    English, for the law is Chinese.
    """
    text = normalise(turn.text)
    mention = kit.law_mentions.read(text)
    if not mention.laws and not any((meant.entity, meant.value) == LAW for meant in phrases_in(text)):
        return []
    laws = [_of_today(law, kit) for law in mention.laws]
    if turn.language == "en":
        about = nearest.closest[0].card.title if nearest.closest else ""
    else:
        # The words that ask, and the law's own name, are in every article: the search is for what is left.
        about = mention.rest if mention.laws else text
        about = _without(about, phrases_in(about))
    try:
        hits = await asyncio.wait_for(asyncio.to_thread(_hits, about, laws, kit), SEARCH_SECONDS)
    except TimeoutError:
        log.warning("the search in the law took longer than %s s", SEARCH_SECONDS)
        return []
    cited = [Citation(law=hit.passage.law, article=hit.passage.article) for hit in hits]
    labels = [one["label"] for one in replies.citations(cited, kit.statutes, kit.today())]
    told = [
        say("law_found", turn.language, label=label, words=_shortened(hit.passage.text, FIRST_WORDS))
        for label, hit in zip(labels, hits, strict=True)
    ]
    titles = replies.title_buttons([hit.card for hit in nearest.closest], turn.language) if nearest.closest else []
    return [_message("law_searched", told, cited, turn.language, kit, "law_search", titles)] if hits else []


def _without(text: str, asked: Sequence[Meant]) -> str:
    for meant in reversed([one for one in asked if (one.entity, one.value) == LAW]):
        text = text[: meant.start] + " " + text[meant.end :]
    return text


def _of_today(law: str, kit: Services) -> str:
    former = kit.former_laws.find(law)
    return former.replaced_by if former else law


def _hits(text: str, laws: Sequence[str], kit: Services) -> list[StatuteHit]:
    """The best of the laws that were named, or else of all; none while the index is not ready."""
    if not text or not kit.statute_search.is_ready_within(0, kit.today()):
        return []
    hits = kit.statute_search.search(text, kit.today(), LOOKED_THROUGH)
    return [hit for hit in hits if not laws or hit.passage.law in laws][:SHOWN]


def _message(
    key: str,
    told: list[str],
    cited: list[Citation],
    language: Language,
    kit: Services,
    outcome: str,
    buttons: Sequence[Button] = (),
) -> Message:
    words = say(key, language, articles="\n\n".join(told))
    citations = replies.citations(cited, kit.statutes, kit.today())
    return replies.text(words, language, [*buttons, human_button(language)], outcome, citations=citations)


def _in_words(article: Article, language: Language) -> str:
    words = _shortened(article.text, LONGEST_WORDS) if article.text else say("law_no_words", language)
    return say("law_article", language, label=article.label, standing=_standing(article, language), words=words)


def _standing(article: Article, language: Language) -> str:
    """Whether it applies today, from when and until when, as far as that is certain, and which text it is."""
    told = [say(f"law_{article.status}", language)]
    days = {"law_from": article.applies_from, "law_until": article.last_day, "law_adopted": article.adopted}
    told += [say(key, language, day=day.isoformat()) for key, day in days.items() if day]
    return say("law_separator", language).join(told)


def _no_article(law: str, number: str, language: Language, kit: Services) -> str:
    former = kit.former_laws.find(law)
    if former:
        names = {"law": former.name.removeprefix(COUNTRY), "now": former.replaced_by.removeprefix(COUNTRY)}
        return say("law_former", language, day=former.last_day.isoformat(), **names)
    whole = kit.statutes.article(law, None, kit.today())
    label = whole.label if whole else law
    numbers = kit.statutes.numbers(law, kit.today())
    told = say("law_no_article", language, law=label, article=number)
    return told + (say("law_last_article", language, article=numbers[-1]) if numbers else "")


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"

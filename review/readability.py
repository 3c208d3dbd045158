"""Sentences that are too long and words that only offices use."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import Field

from actions.knowledge.checks import card_file
from actions.knowledge.models import Card, CardWords, Entry, Language, Text
from actions.knowledge.reading import parse_yaml, validated
from review.findings import Finding

FILE = "data/readability.yml"
_SENTENCE = {"zh": re.compile(r"[^。！？；\n]+"), "en": re.compile(r"[^.!?;\n]+(?:\.(?=\w)[^.!?;\n]*)*")}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class ReadabilityError(Exception):
    """data/readability.yml cannot be used; the message names the field."""


class Longest(Entry):
    """A sentence's greatest length: characters in Chinese, words in English."""

    zh: int = Field(gt=0)
    en: int = Field(gt=0)


class Officialese(Entry):
    """A word and what to write instead; ``besides`` lists longer words that hold it and are meant."""

    word: Text
    instead: Text
    besides: tuple[Text, ...] = ()


class Words(Entry):
    """The list of each language."""

    zh: tuple[Officialese, ...]
    en: tuple[Officialese, ...]


class Rules(Entry):
    """The whole file."""

    longest_sentence: Longest
    officialese: Words


def read_rules(root: Path) -> Rules:
    """The file's rules; raises ``ReadabilityError``."""
    try:
        value = parse_yaml((root / FILE).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ReadabilityError(f"{FILE} cannot be read: {error}") from error
    rules, problems = validated(Rules, value, FILE)
    if rules is None:
        raise ReadabilityError("; ".join(map(str, problems)))
    return rules


def readability_findings(cards: list[Card], rules: Rules) -> Iterator[Finding]:
    """Every long sentence and every word of the list, in both languages of every card."""
    for card in cards:
        for language in LANGUAGES:
            for place, text in _texts(card.in_language(language)):
                for said in plain_words_problems(text, language, rules):
                    where = place if language == "zh" else f"en.{place}"
                    yield Finding("warning", "readability", card_file(card), where, said)


def plain_words_problems(text: str, language: Language, rules: Rules) -> Iterator[str]:
    """What makes ``text`` hard to read, a sentence for each."""
    longest = getattr(rules.longest_sentence, language)
    for match in _SENTENCE[language].finditer(text):
        sentence = match[0].strip()
        length = len(sentence) if language == "zh" else len(sentence.split())
        if length > longest:
            yield f"a sentence of {length} {'characters' if language == 'zh' else 'words'}: {sentence[:40]}…"
    lower = text.lower()
    for entry in getattr(rules.officialese, language):
        if _stands_in(entry, lower, language):
            yield f"officialese {entry.word!r}; better: {entry.instead}"


def _stands_in(entry: Officialese, text: str, language: Language) -> bool:
    for word in entry.besides:
        text = text.replace(word, "")
    edge = r"\b" if language == "en" else ""
    return re.search(edge + re.escape(entry.word), text) is not None


def _texts(words: CardWords) -> Iterator[tuple[str, str]]:
    yield "answer", words.answer
    yield from ((f"steps {position}", text) for position, text in enumerate(words.steps, 1))
    yield from ((f"deadlines {position}", deadline.text) for position, deadline in enumerate(words.deadlines, 1))
    yield from ((place, text) for place, text in (("cost", words.cost), ("duration", words.duration)) if text)
    yield "body", words.more

"""What the adapter learns from: questions, each with the articles that answer it."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.knowledge.models import Card
from actions.statutes.names import COUNTRY
from actions.statutes.questions import StatuteQuestion
from actions.statutes.statutes import Passage

# Real questions are few and are what the adapter is for: each is seen so often for once of an invented one.
REAL_WEIGHT = 3
_NAME = re.compile(r"(.+?)(第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)")
_YEAR = re.compile(r"[（(]\d{4}[^)）]*[)）]")


@dataclass(frozen=True)
class Example:
    """A question, the positions of all articles that answer it, and how often it is seen in one pass."""

    question: str
    answers: tuple[int, ...]
    weight: int = 1


def examples_of(
    passages: Sequence[Passage], written: Iterable[StatuteQuestion], cards: Iterable[Card], real: Iterable[Example]
) -> list[Example]:
    """Everything to learn from, a question once; what is answered by no article of ``passages`` is left out."""
    at = {(_short(one.law), one.article): position for position, one in enumerate(passages)}
    answers: dict[str, set[int]] = defaultdict(set)
    weights: dict[str, int] = {}
    for question in written:
        if (position := at.get((_short(question.law), question.article))) is not None:
            answers[question.text].add(position)
    for card in cards:
        cited = {at[key] for one in card.citations if (key := (_short(one.law), one.article or "")) in at}
        for text in (*card.questions, *card.en.questions) if cited else ():
            answers[text] |= cited
    for example in real:
        answers[example.question].update(example.answers)
        weights[example.question] = REAL_WEIGHT
    return [Example(text, tuple(sorted(found)), weights.get(text, 1)) for text, found in answers.items()]


def read_real(path: Path, passages: list[Passage]) -> list[Example]:
    """Real questions in STARD's format, one JSON object a line, in their order.

    Articles are found by law and number, or by their words. One that ``passages`` lacks, mostly of a judicial
    interpretation, is added to it. Raises ``OSError``, ``ValueError`` or ``KeyError`` for another file.
    """
    at = {(_short(one.law), one.article): position for position, one in enumerate(passages)}
    words = {_bare(one.text): position for position, one in enumerate(passages)}
    found = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        answers = []
        for article in row["articles"]:
            law, number = _parted(article["name"])
            position = words.get(_bare(article["text"]), at.get((_short(law), number)))
            if position is None:
                position = at[_short(law), number] = words[_bare(article["text"])] = len(passages)
                passages.append(Passage(law, number, article["text"]))
            answers.append(position)
        found.append(Example(row["question"], tuple(sorted(set(answers))), REAL_WEIGHT))
    return found


def _parted(name: str) -> tuple[str, str]:
    match = _NAME.match(name)
    return (match[1], match[2]) if match else (name, "")


def _short(law: str) -> str:
    return _YEAR.sub("", law.replace(COUNTRY, ""))


def _bare(text: str) -> str:
    return "".join(text.split())

"""Questions outside the assistant's business, end to end: heard by Rasa, then searched, then answered or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from actions.knowledge import Knowledge
from actions.search.confidence import confidence
from actions.search.follow_up import is_thin
from actions.search.service import Engine
from actions.settings import read_settings
from evaluation.questions import Question
from evaluation.ranked import rank_held_out
from evaluation.report import Cell, Table
from understanding.normalise import normalise

SEARCHED = {"ask_guidance", "tell_detail", "ask_followup"}
"""Acts whose action searches, and answers only from the confidence line on."""
ANSWERED = {
    "danger", "fraud", "screen_legal_aid", "compute_deadline", "find_channel", "open_case", "check_case",
    "withdraw_case", "set_reminder", "cancel_reminder", "erase_data", "change_language",
}  # fmt: skip
"""Acts that answer with a number to call or begin a procedure. All others say one sentence, or ask back."""


@dataclass(frozen=True)
class Outside:
    """A question that no card answers: where it is from, and the acts that assistant and baseline heard."""

    text: str
    source: str
    language: str
    heard: str
    plainly_heard: str


def table(root: Path, questions: Sequence[Outside], on: date) -> tuple[Table, float]:
    """What becomes of the questions, by source and language; and the share answered wrongly of those out of scope."""
    sure = _sure(root, questions, on)
    rows: list[list[Cell]] = []
    sources = list(dict.fromkeys(one.source for one in questions))
    for source in sources:
        of_source = [one for one in questions if one.source == source]
        for language in ("zh", "en", "all"):
            some = [one for one in of_source if language in ("all", _spoken(one))]
            if some:
                rows.append([source, language, len(some), *_shares(some, sure)])
    columns = ["questions", "language", "number", "by search alone", "characters and search", "assistant"]
    note = "Answered wrongly: a card is shown, danger or fraud is answered, or a procedure begins. " + (
        "By search alone: every question is searched. Questions of mixed language count as zh."
    )
    utterances = [one for one in questions if one.source != sources[-1]]
    return Table("Outside, answered wrongly end to end", columns, rows, note), _shares(utterances, sure)[-1]


def is_answered(act: str, text: str, is_sure: bool) -> bool:
    """Whether the assistant would answer ``text``, heard as ``act`` in a new conversation, as if it were its business.

    ``is_sure``: the search has a card from its confidence line on.
    """
    if act in SEARCHED:
        return is_sure and not (act == "ask_followup" and is_thin(normalise(text)))
    return act in ANSWERED


def _spoken(one: Outside) -> str:
    return "en" if one.language == "en" else "zh"


def _shares(some: Sequence[Outside], sure: Mapping[str, bool]) -> tuple[float, float, float]:
    alone = sum(sure[one.text] for one in some)
    plainly = sum(is_answered(one.plainly_heard, one.text, sure[one.text]) for one in some)
    ours = sum(is_answered(one.heard, one.text, sure[one.text]) for one in some)
    return alone / len(some), plainly / len(some), ours / len(some)


def _sure(root: Path, questions: Sequence[Outside], on: date) -> dict[str, bool]:
    cards = list(Knowledge.load(root).cards.values())
    engine = Engine.load(cards, read_settings().embedder, root)
    asked = [Question(one.text, (), one.language, "test") for one in questions]
    line = engine.parameters.confidence
    ranked = rank_held_out(engine, asked, on)
    return {one.question.text: confidence(one.features, line) >= line.line for one in ranked}

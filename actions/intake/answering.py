"""Reads answers to the intake's questions, and corrections of them."""

from __future__ import annotations

import re
from datetime import date

from actions.choices import named
from actions.deadlines.dates import DateRange, read_date
from actions.intake.days import happened_in
from actions.intake.entities import Reader, Told
from actions.intake.questions import CONFIRM, CORRECT, WORDS, YES
from actions.intake.table import IntakeTable
from actions.questionnaire import Answers, Option, Question
from understanding.normalise import normalise

LONGEST = {"what_happened": 4000, "wishes": 2000, "tried": 2000, "evidence": 2000}
"""How many characters of an answer are kept; 500 of any other."""
SHORTEST = {"what_happened": 4}
_NOT_SO = re.compile(r"^(?:不是|不对|错了|no)[，,。 ]+(?:是|it is |it's )?", re.IGNORECASE)
"""Refuses what was supposed, before the answer: 不是，是物业."""
_PIECE = re.compile(r"[,，。.!！、~ ]+(?![a-z])|, ")
_SUM = re.compile(
    r"[\d,. 零〇一二两三四五六七八九十百千万亿半多几大来左右概约共上下元块圆钱钿¥￥]+|[\d,. ]+(?:yuan|rmb|cny|k)",
    re.IGNORECASE,
)
"""A number or a sum and nothing else."""
LEAST_SUM = 100
"""A bare number below it may count anything."""
_END = "。.!！?？,， "


class Answering:
    """Reads with the tables and the search of one process."""

    def __init__(self, table: IntakeTable, reader: Reader) -> None:
        self._reader = reader
        self._wrong = {asked.id: _wrong(asked.called) for asked in table.questions if asked.called}

    def read(self, question: Question, said: str, today: date) -> str | None:
        """The answer as it is kept, or None when ``said`` gives none."""
        option = question.option(said) or said_option(said, question.options)
        if question.id == CONFIRM:
            # Only a yes sends it: nothing else that stands on a button may.
            return YES if option and option.id == YES else None
        if option:
            return option.id
        if question.id == "other_side" and _SUM.fullmatch(normalise(said).strip(_END)):
            return None
        if question.id in WORDS:
            words = _NOT_SO.sub("", said.strip())[: LONGEST.get(question.id, 500)]
            return words if len(words) >= SHORTEST.get(question.id, 1) else None
        if question.id == "kind":
            chosen = named(said, question.options)
            return chosen.id if chosen else self._reader.read(said, today).kind
        if question.id == "amount":
            amount = self._reader.sums.amount_in(said, asked=True)
            return None if amount is None else _yuan(amount)
        if question.id in ("district", "subdistrict"):
            return self._place(question, said)
        if question.id == "happened":
            return _kept(happened_in(said, today) or _past(read_date(said, today), today))
        return None

    def told(self, answers: Answers, said: str, today: date) -> dict[str, str]:
        """What a story tells of questions that are still open."""
        found = self._sum(said) or kept(self._reader.read(said, today))
        return {name: value for name, value in found.items() if name not in answers}

    def _sum(self, said: str) -> dict[str, str]:
        """The amount where ``said`` is a sum and nothing else, as some answer before they are asked for it."""
        amount = self._reader.sums.amount_in(said, asked=True) if _SUM.fullmatch(normalise(said).strip(_END)) else None
        return {"amount": _yuan(amount)} if amount is not None and amount >= LEAST_SUM else {}

    def side(self, answers: Answers, said: str) -> str | None:
        """The kind of other side that ``said`` names, when it was asked for."""
        return self._reader.side_in(said, answers.get("kind"))

    def corrected(self, answers: Answers, said: str) -> tuple[str, str] | None:
        """The question whose answer ``said``, or the button pressed, calls wrong, and what else it says; or None."""
        if said.startswith(CORRECT):
            pressed = said.removeprefix(CORRECT)
            return (pressed, "") if pressed in answers else None
        words = normalise(said).lower()
        hits = {name: pattern.search(words) for name, pattern in self._wrong.items() if name in answers}
        meant = [(len(match[0]), name, match) for name, match in hits.items() if match]
        if not meant:
            return None
        _, name, match = max(meant, key=lambda one: one[0])
        return name, (words[: match.start()] + words[match.end() :]).strip(_END)

    def _place(self, question: Question, said: str) -> str | None:
        if question.id == "subdistrict":
            chosen = named(said, question.options)
            if chosen:
                return chosen.id
        place = self._reader.place_in(said)
        if place is None:
            return None
        if question.id == "subdistrict":
            is_here = question.option(place.subdistrict or "") is not None
            return place.subdistrict if is_here else None
        return f"{place.district}/{place.subdistrict}" if place.subdistrict else place.district


def _wrong(called: tuple[str, ...]) -> re.Pattern[str]:
    """How people say that what is ``called`` so is to be changed."""
    names = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True))
    return re.compile(
        rf"^(?:我|想|要|请|帮我|麻烦|能不能|可以)*(?:修改|改|更正|重新?填)[一下:]*(?:我的|那个|刚才的)?(?:{names})"
        rf"|(?:{names})(?:那里|这里|那项)?(?:不对|不是|错了|写错|说错|填错|弄错|要改|改成|改为)"
        rf"|\b(?:change|correct|fix|edit|update):? (?:the |my )?(?:{names})\b"
        rf"|\b(?:{names}) (?:is|was) (?:wrong|not right)\b"
    )


def without(answers: Answers, name: str) -> dict[str, str]:
    """The answers with that of ``name``, and what hangs on it, taken back."""
    gone = {name, CONFIRM} | ({"subdistrict"} if name == "district" else set())
    return {key: value for key, value in answers.items() if key not in gone}


def said_option(said: str, options: tuple[Option, ...]) -> Option | None:
    """The option whose words, or one of whose examples, ``said`` is, or is made up of (可以，提交)."""
    words = _plain(said)
    pieces = [piece.strip() for piece in _PIECE.split(words) if piece.strip()]
    for option in options:
        ways = {_plain(way) for way in (option.label.zh, option.label.en, *option.examples)}
        if words in ways or (pieces and ways.issuperset(pieces)):
            return option
    return None


def _plain(said: str) -> str:
    return normalise(said).strip(_END).lower()


def kept(told: Told) -> dict[str, str]:
    """What was told, as answers are kept."""
    place = f"{told.district}/{told.subdistrict}" if told.subdistrict else told.district
    found = {
        "kind": told.kind,
        "_side": told.counterparty,
        "amount": None if told.amount is None else _yuan(told.amount),
        "district": place,
        "happened": _kept(told.happened),
    }
    return {name: value for name, value in found.items() if value}


def _yuan(amount: float) -> str:
    return f"{amount:.2f}".removesuffix(".00")


def _kept(span: DateRange | None) -> str | None:
    if span is None:
        return None
    first, last = span.first.isoformat(), span.last.isoformat()
    return first if first == last else f"{first}/{last}"


def _past(span: DateRange | None, today: date) -> DateRange | None:
    return span if span and span.first <= today else None

"""What of a case goes onto a paper: only what the reader may see, and nothing that is not known.

Everything here is a string ready to stand on the paper; an empty one leaves room for a pen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.cases.categories import Category
from bot.cases.papers.words import CHOICES, SATISFIED, SPEAKERS, STYLES, WORDS, Mediation, Words
from bot.cases.records import CaseView, Facts, Party, Side

SHANGHAI = ZoneInfo("Asia/Shanghai")
NUMBER = re.compile(r"\D*(\d{4})-0*(\d+)\Z")  # JF2026-000123
COPIES = {2: "三", 3: "四", 4: "五", 5: "六", 6: "七"}  # copies of an agreement: one more than there are parties
BLANK_FILE_NUMBERS: dict[Mediation, str] = {
    "peoples": "（　　　　）　　人调字第　　　　号",
    "commercial": "编号：＿＿＿＿＿＿＿＿",
    "other": "编号：＿＿＿＿＿＿＿＿",
}
BLANK = "　　　　"


@dataclass(frozen=True)
class Letterhead:
    """The organisation in charge, as papers name it. ``file_number`` has ``{year}`` and ``{number}``; None: by hand."""

    name: Words
    mediation: Mediation = "other"
    file_number: str | None = None


@dataclass(frozen=True)
class Line:
    """Something that citizen or mediator said while the mediator spoke. ``at`` in Unix seconds."""

    author: str
    at: float
    text: str


@dataclass(frozen=True)
class Filling:
    """A case as ``view`` shows it to one member, with the names that its ids stand for."""

    view: CaseView
    letterhead: Letterhead
    category: Category
    place: str
    talk: Sequence[Line] = ()

    @property
    def facts(self) -> Facts:
        """What is told in the case; empty for who may not see it."""
        return self.view.case.facts if "facts" in self.view.sees else Facts()

    @property
    def is_bilingual(self) -> bool:
        """Whether English stands beside the Chinese."""
        return self.view.case.language == "en"

    def words(self, name: str, **values: Words) -> Words:
        """The phrase ``name``, in the words of the organisation's kind of mediation."""
        return WORDS[name].format(**STYLES[self.letterhead.mediation], organisation=self.letterhead.name, **values)

    def title(self, kind: str) -> Words:
        """The title of the paper ``kind``."""
        return STYLES[self.letterhead.mediation]["agreement"] if kind == "agreement" else self.words(kind)

    def file_number(self) -> str:
        """The number of the file after the organisation's pattern; without one, a blank to be filled in by hand."""
        found = NUMBER.match(self.view.case.number)
        if self.letterhead.file_number is None or found is None:
            return BLANK_FILE_NUMBERS[self.letterhead.mediation]
        return self.letterhead.file_number.format(year=found[1], number=int(found[2]))

    def parties(self, side: Side) -> list[Party]:
        """The parties of one side, at least one; whoever is not known or not to be seen has no name."""
        if "parties" not in self.view.sees:
            return [Party("", side)]
        facts = self.view.case.facts
        known = [party for party in facts.parties if party.side == side]
        if not known:
            known = [Party(facts.other_side if side == "other_side" else "", side)]
        return known

    def kind(self) -> str:
        """The kind of dispute as it is counted."""
        return f"{self.category.zh} {self.category.en}" if self.is_bilingual else self.category.zh

    def names(self, side: Side) -> str:
        """The names of one side in a sentence."""
        return "、".join(party.name for party in self.parties(side) if party.name) or BLANK

    def contact(self, party: Party, is_first: bool) -> str:
        """How to reach a party: the citizen's own way for the first applicant."""
        if "contact" not in self.view.sees:
            return ""
        own = self.view.case.facts.contact if party.side == "applicant" and is_first else ""
        return party.contact or own

    def address(self, party: Party, is_first: bool) -> str:
        """Where the citizen lives or works, if they said so."""
        is_citizen = party.side == "applicant" and is_first and "contact" in self.view.sees
        return self.view.case.facts.address if is_citizen else ""

    def amount(self) -> str:
        """The sum in dispute."""
        amount = self.view.case.amount
        if amount is None or "facts" not in self.view.sees:
            return ""
        return f"人民币{amount:,.2f}元".replace(".00元", "元")

    def requests(self) -> str:
        """What is asked for, each wish a numbered line; without any, numbers to write after."""
        wishes = [wish for wish in self.facts.wishes.splitlines() if wish.strip()] or ["", "", ""]
        return "\n".join(f"{number}、{wish}" for number, wish in enumerate(wishes, 1))

    def source(self) -> str:
        """Where the case came from, ticked."""
        return self.choice("source", {"citizen": "applied", "partner": "handed_over"}.get(self.view.case.source))

    def result(self) -> str:
        """How the mediation ended, ticked, as far as it has."""
        outcome = self.view.case.outcome
        return self.choice("result", self.agreement("form") if outcome == "agreement" else outcome)

    def agreement(self, name: str) -> str:
        """One part of what was settled."""
        return _text(self.facts.agreement, name)

    def visit(self, name: str) -> str:
        """One part of what the return visit found."""
        return _text(self.facts.visit, name)

    def satisfied(self) -> str:
        """How content the party is: as told at the visit, else as rated in the chat."""
        value = self.facts.visit.get("satisfied", self.view.case.satisfaction)
        return SATISFIED.get(value, "") if isinstance(value, int) else ""

    def choice(self, name: str, chosen: str | None) -> str:
        """Every choice on a line of its own, the chosen one ticked."""
        return "\n".join(
            f"{'☑' if identity == chosen else '☐'}{words.zh}" + (f" {words.en}" if self.is_bilingual else "")
            for identity, words in CHOICES[name].items()
        )

    def copies(self) -> Words:
        """How many copies an agreement needs: one for each party and one to keep. Blank until both sides are known."""
        parties = [*self.parties("applicant"), *self.parties("other_side")]
        if all(party.name for party in parties) and len(parties) in COPIES:
            return Words(COPIES[len(parties)], str(len(parties) + 1))
        return Words("　　", "    ")

    def spoken(self) -> str:
        """What mediator and citizen said to each other, a line each."""
        if "transcript" not in self.view.sees:
            return ""
        return "\n".join(
            f"{datetime.fromtimestamp(line.at, SHANGHAI):%m-%d %H:%M} {SPEAKERS[line.author]}：{line.text}"
            for line in self.talk
        )


def day_of(at: float | None) -> str:
    """The day of a moment in Shanghai, written out; empty when there is none."""
    return "" if at is None else day_written(datetime.fromtimestamp(at, SHANGHAI).date())


def day_written(day: date | str | None) -> str:
    """A day (or its ISO form) as it stands on a paper; empty when there is none."""
    if not day:
        return ""
    read = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{read.year}年{read.month}月{read.day}日"


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    return "" if value is None else str(value)

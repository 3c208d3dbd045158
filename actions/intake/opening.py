"""The answers in words, to be confirmed, and as the wish that the gateway opens a case on."""

from __future__ import annotations

import re
from typing import Any

from actions.intake.places import Places
from actions.intake.questions import SKIPPED, STORY
from actions.intake.table import IntakeTable
from actions.knowledge.models import Bilingual, Language
from actions.questionnaire import Answers
from actions.texts import say

MOST_SHOWN = 200
MOST_EVIDENCE, LONGEST_EVIDENCE = 30, 500
_PIECES = re.compile(r"[、，,;；\n]+|和(?=[\u4e00-\u9fff])|\band\b")
ATTACHED = ("screening", "route")
"""Names of longer texts that go along, kept among the answers as ``_screening`` and ``_route``."""


class Opening:
    """Makes words and wishes of answers."""

    def __init__(self, table: IntakeTable, places: Places) -> None:
        self._table, self._places = table, places
        self._kinds = {kind.id: kind.name for kind in table.kinds}
        self._sides = {side.id: side.name for side in table.counterparties}

    def wish(self, answers: Answers, reason: str, language: Language) -> dict[str, Any]:
        """The value of the effect ``open_case``; only what was told is in it."""
        given = {name: value for name, value in answers.items() if value != SKIPPED}
        district, _, street = given.get("district", "").partition("/")
        story = answers.get("what_happened", STORY)
        found: dict[str, Any] = {
            "kind": given.get("kind", "other"),
            "reason": reason,
            "what_happened": given.get("_story") if story == STORY else given.get("what_happened"),
            "other_side": self._other_side(given, language),
            "wishes": given.get("wishes"),
            "amount": float(given["amount"]) if "amount" in given else None,
            "district": district or None,
            "subdistrict": street or given.get("subdistrict"),
            "happened_on": given.get("happened", "").partition("/")[0] or None,
            "tried": given.get("tried"),
            "evidence": _pieces(given.get("evidence", "")),
            "contact": given.get("contact"),
            "consent_version": self._table.purpose.version,
            "priority": 2 if reason == "danger" else 0,
            "attachments": {name: given[f"_{name}"] for name in ATTACHED if given.get(f"_{name}")},
        }
        return {name: value for name, value in found.items() if value not in (None, [], {})}

    def summary(self, answers: Answers) -> Bilingual:
        """All answers in a list."""
        return Bilingual(
            zh="\n".join([say("intake_summary", "zh"), *self._lines(answers, "zh")]),
            en="\n".join([say("intake_summary", "en"), *self._lines(answers, "en")]),
        )

    def noted(self, answers: Answers, language: Language) -> list[str]:
        """What was told before anything was asked, as lines."""
        told = {name: value for name, value in answers.items() if name in ("kind", "amount", "district", "happened")}
        side = self._sides.get(answers.get("_side", ""))
        lines = [self._line(name, told, language) for name in told]
        return lines + ([self._labelled("other_side", side.in_language(language), language)] if side else [])

    def _lines(self, answers: Answers, language: Language) -> list[str]:
        return [self._line(asked.id, answers, language) for asked in self._table.questions if asked.called]

    def _line(self, name: str, answers: Answers, language: Language) -> str:
        value = answers.get(name, SKIPPED)
        words = say("intake_not_given", language) if value == SKIPPED else self._words(name, answers, language)
        if name == "other_side" and value == SKIPPED:
            words = self._other_side({"_side": answers.get("_side", "")}, language) or words
        return self._labelled(name, words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}…", language)

    def _labelled(self, name: str, words: str, language: Language) -> str:
        label = next(asked.label for asked in self._table.questions if asked.id == name)
        return say("intake_line", language, label=label.in_language(language), words=words)

    def _words(self, name: str, answers: Answers, language: Language) -> str:
        value = answers[name]
        if name == "kind":
            return self._kinds[value].in_language(language) if value in self._kinds else value
        if name == "what_happened":
            return answers.get("_story", "") if value == STORY else value
        if name == "other_side":
            return self._other_side(answers, language) or value
        if name == "amount":
            return say("intake_yuan", language, amount=f"{float(value):,.2f}".removesuffix(".00"))
        if name == "district":
            return self._place(answers, language)
        return value.replace("/", " – ") if name == "happened" else value

    def _place(self, answers: Answers, language: Language) -> str:
        district, _, street = answers["district"].partition("/")
        street = street or answers.get("subdistrict", "")
        name = self._places.districts[district].name.in_language(language) if district in self._places.districts else ""
        return " ".join(part for part in (name, "" if street == SKIPPED else street) if part)

    def _other_side(self, answers: Answers, language: Language) -> str | None:
        """The words that name the other side, with its kind before them where they do not tell it."""
        side = self._sides.get(answers.get("_side", ""))
        words = answers.get("other_side", "")
        words = "" if words == SKIPPED else words
        if side is None:
            return words or None
        kind = side.in_language(language)
        if not words:
            return kind
        is_told = words in side.zh or any(part in words for part in (*side.zh.split("、"), side.en))
        return words if is_told else say("intake_other_side", language, kind=kind, words=words)


def _pieces(words: str) -> list[str]:
    parts = [part.strip()[:LONGEST_EVIDENCE] for part in _PIECES.split(words)]
    return [part for part in parts if part][:MOST_EVIDENCE]

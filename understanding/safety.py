"""Danger and fraud in progress by rule, because a classifier alone may miss the one message that must not be missed."""

import re
from functools import lru_cache
from pathlib import Path
from typing import List, NamedTuple, Optional, Tuple

import yaml

from understanding.normalise import normalise

RULES = Path(__file__).resolve().parent.parent / "data" / "safety.yml"


class SafetySignal(NamedTuple):
    """What a message warns of: `kind` danger or fraud; `sub_kind`; `evidence`, the words that said so.

    `sure` is False for words that also stand in questions about the law (诈骗, 跳楼): a classifier that is very sure
    of something else may then be believed.
    """

    kind: str
    sub_kind: str
    evidence: str
    sure: bool = True


class _Rule(NamedTuple):
    kind: str
    sub_kind: str
    sign: "re.Pattern[str]"
    sure: bool
    unless: Optional["re.Pattern[str]"]


def assess(text: str) -> Optional[SafetySignal]:
    """Return the first signal that a rule of data/safety.yml finds in `text`, or None.

    Sure signs come before hints, and rules in the file's order, the most pressing first. An exception (`unless`)
    silences a rule only within the sentence where the sign stands, so that a question about the law cannot hide a cry
    for help.
    """
    sentences = _sentences(normalise(text).lower())
    for rule in _rules():
        for sentence in sentences:
            found = rule.sign.search(sentence)
            if found and not (rule.unless and rule.unless.search(sentence)):
                return SafetySignal(rule.kind, rule.sub_kind, found.group(0), rule.sure)
    return None


def is_only_a_question(text: str) -> bool:
    """True when `text` reads as asking about the law or about the past, and no rule finds a present danger."""
    lowered = normalise(text).lower()
    return bool(_distance().search(lowered)) and assess(text) is None


def _sentences(text: str) -> List[str]:
    return [part for part in re.split(r"[。!?;\n]|(?<=[a-z])\. ", text) if part.strip()]


@lru_cache(maxsize=1)
def _table() -> dict:
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _rules() -> Tuple[_Rule, ...]:
    exceptions = _table()["exceptions"]
    rules = [_rule(entry, exceptions) for entry in _table()["signals"]]
    return tuple(sorted(rules, key=lambda rule: not rule.sure))


def _rule(entry: dict, exceptions: dict) -> _Rule:
    unless = [pattern for name in entry.get("unless", []) for pattern in exceptions[name]]
    sure = entry["strength"] == "sure"
    return _Rule(entry["kind"], entry["sub_kind"], _any_of(entry["signs"]), sure, _any_of(unless) if unless else None)


@lru_cache(maxsize=1)
def _distance() -> "re.Pattern[str]":
    exceptions = _table()["exceptions"]
    return _any_of(exceptions["asks_about_the_law"] + exceptions["past"] + exceptions["figure_of_speech"])


def _any_of(patterns: List[str]) -> "re.Pattern[str]":
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

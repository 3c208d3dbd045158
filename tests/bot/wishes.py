"""What Rasa wants of cases, as its actions say it, for tests with the server that speaks Rasa's protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bot.rasa_double import Ask, echo

Answer = Callable[[Ask], list[dict[str, Any]]]
FORM = {
    "kind": "rent", "reason": "asked", "what_happened": "房东不退两千元押金", "other_side": "李四", "wishes": "退押金",
    "amount": 2000, "district": "pudong", "happened_on": "2026-10-01", "tried": "谈过", "evidence": ["合同"],
    "consent_version": "1",
}  # fmt: skip


def effect(name: str, value: Any = None) -> dict[str, Any]:
    return {"custom": {"kind": "effect", "effect": name, "value": value}}


def opening(words: str = "好的，这就登记。", **fields: Any) -> list[dict[str, Any]]:
    """The answer that opens a case by the form."""
    return [{"text": words}, effect("open_case", {**FORM, **fields})]


def answering(**answers: list[dict[str, Any]]) -> Answer:
    """Answers to these messages, an echo to all others."""
    return lambda ask: answers.get(ask["message"]) or echo(ask)


def case_of(replies: list[dict[str, Any]]) -> dict[str, Any]:
    """The one message about a case among these."""
    (found,) = [reply for reply in replies if reply["kind"] == "case"]
    return found

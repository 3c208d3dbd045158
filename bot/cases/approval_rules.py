"""Reads ``data/approval.yml``: which cards need how many nods. Cards and topics that do not exist stop the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LONGEST_ID = 48  # a card's nods are counted under its id
NEVER = "safety"
"""The topic whose answers are never held."""


class ApprovalError(ValueError):
    """``data/approval.yml`` is missing or does not fit; the message says where. The start must stop."""


@dataclass(frozen=True)
class ApprovalRules:
    """``cards`` and ``topics``: nods needed by id; ``topic_of`` each card's topic."""

    cards: Mapping[str, int]
    topics: Mapping[str, int]
    topic_of: Mapping[str, str]
    wait_minutes: float

    def nods_needed(self, card: str) -> int:
        """How many nods the card needs before it is given at once; 0 for most."""
        topic = self.topic_of.get(card, "")
        return 0 if topic == NEVER else self.cards.get(card, self.topics.get(topic, 0))


def approval_load(data: Path) -> ApprovalRules:
    """Read ``approval.yml`` in the folder ``data`` and check it against the cards there. Raises ``ApprovalError``."""
    topic_of = {path.stem: path.parent.name for path in (data / "guidance").glob("*/*.md")}
    try:
        given = yaml.safe_load((data / "approval.yml").read_text(encoding="utf-8"))
        cards, topics, minutes = given["cards"] or {}, given["topics"] or {}, given["wait_minutes"]
        _check("cards", cards, set(topic_of))
        _check("topics", topics, set(topic_of.values()))
    except (OSError, yaml.YAMLError) as error:
        raise ApprovalError(f"approval.yml cannot be read: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ApprovalError(f"approval.yml needs wait_minutes, cards and topics: {error!r}") from error
    if isinstance(minutes, bool) or not isinstance(minutes, (int, float)) or not 1 <= minutes <= 24 * 60:
        raise ApprovalError("approval.yml: wait_minutes must be from 1 to 1440")
    if NEVER in topics or any(topic_of[card] == NEVER for card in cards):
        raise ApprovalError(f"approval.yml: answers of the topic {NEVER} are never held")
    return ApprovalRules(cards, topics, topic_of, float(minutes))


def _check(where: str, given: Mapping[str, Any], known: set[str]) -> None:
    for name, nods in given.items():
        if name not in known:
            raise ApprovalError(f"approval.yml: {where} names {name}, which does not exist")
        if isinstance(nods, bool) or not isinstance(nods, int) or nods < 1:
            raise ApprovalError(f"approval.yml: {where}: {name} needs a whole number of 1 or more")
        if where == "cards" and len(name) > LONGEST_ID:
            raise ApprovalError(f"approval.yml: {name} is longer than {LONGEST_ID} characters")

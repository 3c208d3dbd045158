"""Tells whether a question has a topic of its own or can only be about what was answered last."""

import re
from functools import lru_cache
from pathlib import Path

from actions.knowledge.reading import parse_yaml

WORDS_FILE = Path(__file__).resolve().parents[2] / "data" / "follow-ups.yml"
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def is_thin(question: str) -> bool:
    """Whether nothing is left of ``question`` (normalised) without the words of data/follow-ups.yml."""
    left = _pattern().sub(" ", question.lower())
    return not _NOT_LETTERS.sub("", left)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    table = parse_yaml(WORDS_FILE.read_text(encoding="utf-8"))
    chinese = "|".join(sorted(map(re.escape, table["zh"]), key=len, reverse=True))
    english = "|".join(sorted(map(re.escape, table["en"]), key=len, reverse=True))
    return re.compile(rf"{chinese}|(?<![a-z'])(?:{english})(?![a-z'])")

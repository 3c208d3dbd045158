"""Finds the few values that fixed phrases stand for, such as what a follow-up question asks about."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, NamedTuple, Tuple

import yaml

from understanding.normalise import normalise_with_spans

PHRASES = Path(__file__).resolve().parent.parent / "data" / "phrases.yml"
CHOOSING = r"(?:^|(?<=[选看点要])|(?<=[选看点要] )|(?<=number )|(?<=option )|(?<=choose )|(?<=no\. ))"
END = r"(?=$|[吧号呀啊.,。!? ])"


class Meant(NamedTuple):
    """A phrase's `entity` and `value`, and where it stands in the text as typed: [start, end)."""

    entity: str
    value: str
    start: int
    end: int


def phrases_in(text: str) -> List[Meant]:
    """Return what the phrases of data/phrases.yml say in `text`, in its order, each value once."""
    spelled = normalise_with_spans(text)
    found: Dict[Tuple[str, str], Meant] = {}
    for entity, pattern, values in _entities():
        for match in pattern.finditer(spelled.text):
            value = values[match.group(0).lower()]
            place = (spelled.spans[match.start()][0], spelled.spans[match.end() - 1][1])
            found.setdefault((entity, value), Meant(entity, value, *place))
    return sorted(found.values(), key=lambda meant: (meant.start, meant.entity))


@lru_cache(maxsize=1)
def _entities() -> Tuple[Tuple[str, "re.Pattern[str]", Dict[str, str]], ...]:
    table = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return tuple(_entity(name, values) for name, values in table.items())


def _entity(name: str, table: dict) -> Tuple[str, "re.Pattern[str]", Dict[str, str]]:
    anywhere = {phrase: value for value, entry in table.items() for phrase in entry["phrases"]}
    alone = {phrase: value for value, entry in table.items() for phrase in entry.get("alone", [])}
    pattern = "|".join(_whole_words(phrase) for phrase in sorted(anywhere, key=len, reverse=True))
    if alone:
        pattern += f"|{CHOOSING}(?:{'|'.join(map(re.escape, alone))}){END}"
    return name, re.compile(pattern, re.IGNORECASE), {**anywhere, **alone}


def _whole_words(phrase: str) -> str:
    before = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", phrase) else ""
    after = r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", phrase) else ""
    return before + re.escape(phrase) + after

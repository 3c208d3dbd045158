"""One spelling for one meaning, so that search, rules and classifiers see the same words however they were typed."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Callable, List, NamedTuple, Tuple

import yaml
from opencc import OpenCC

TYPOS = Path(__file__).resolve().parent.parent / "data" / "typos.yml"

# Cc, Cf: control and format characters (zero-width spaces, joiners, marks of direction); Mn after
# normalising are variation selectors and stray accents, which nobody types on purpose in a message.
INVISIBLE = {"Cc", "Cf", "Mn", "Me", "Cs", "Co"}
HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
REPEATED_PUNCTUATION = re.compile(r"([^\w\s])\1+")
REPEATED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
ACCOUNT = re.compile(r"(?<![蚊营床篷])帐(?![篷幕子])")
SPACE = re.compile(r"\s+")
SPACE_AMONG_HAN = re.compile(rf"(?<=[{HAN}，。、,.?!;:]) (?=[{HAN}])|(?<=[{HAN}]) (?=[，。、,.?!;:])")


class Spelled(NamedTuple):
    """A normalised text, and for each of its characters the span [start, end) in the original."""

    text: str
    spans: Tuple[Tuple[int, int], ...]


def normalise(text: str) -> str:
    """Return `text` in simplified characters, half-width, without invisible characters or typing noise.

    Applying it again changes nothing. Letter case is kept. An empty text stays empty.
    """
    return normalise_with_spans(text).text


def normalise_with_spans(text: str) -> Spelled:
    """As `normalise`, and tells where in `text` each character came from (for entity offsets)."""
    spelled = _compatible(text)
    spelled = _simplified(spelled)
    for _ in range(8):  # a step may make room for an earlier one; in practice the second round is still
        before = spelled.text
        spelled = _without_noise(spelled)
        spelled = _corrected(spelled)
        if spelled.text == before:
            break
    return spelled


def _compatible(text: str) -> Spelled:
    """Full-width to half-width and the like, a base character with its marks at a time."""
    characters, spans = [], []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        for character in unicodedata.normalize("NFKC", text[start:end]):
            category = unicodedata.category(character)
            if category not in INVISIBLE or character.isspace():
                characters.append(character)
                spans.append((start, end))
        start = end
    return Spelled("".join(characters), tuple(spans))


@lru_cache(maxsize=1)
def _opencc() -> OpenCC:
    return OpenCC("t2s")


def _simplified(spelled: Spelled) -> Spelled:
    converted = _opencc().convert(spelled.text)
    if len(converted) != len(spelled.text):  # a phrase changed its length: keep the spans true, letter by letter
        converted = "".join(_opencc().convert(character)[:1] or character for character in spelled.text)
    # Again, because a converted phrase can hold characters that convert on their own.
    again = _opencc().convert(converted)
    return Spelled(again if len(again) == len(converted) else converted, spelled.spans)


def _without_noise(spelled: Spelled) -> Spelled:
    spelled = _replaced(spelled, REPEATED_PUNCTUATION, lambda match: match.group(1))
    spelled = _replaced(spelled, REPEATED_LETTER, _fewer_letters)
    spelled = _replaced(spelled, SPACE, lambda match: " ")
    spelled = _replaced(spelled, SPACE_AMONG_HAN, lambda match: "")
    first = len(spelled.text) - len(spelled.text.lstrip())
    last = len(spelled.text.rstrip())
    return Spelled(spelled.text[first:last], spelled.spans[first:last])


def _fewer_letters(match: "re.Match[str]") -> str:
    """救救救救 says no more than 救救; www stays an address and iii a numeral."""
    return match.group(0) if match.group(0).lower() in {"www", "iii", "xxx"} else match.group(1) * 2


def _corrected(spelled: Spelled) -> Spelled:
    spelled = _replaced(spelled, ACCOUNT, lambda match: "账")
    corrections, pattern = _typos()
    return _replaced(spelled, pattern, lambda match: corrections[match.group(0).lower()])


@lru_cache(maxsize=1)
def _typos() -> Tuple[dict, "re.Pattern[str]"]:
    table = yaml.safe_load(TYPOS.read_text(encoding="utf-8"))
    longest_first = sorted(table["zh"], key=len, reverse=True)
    words = "|".join(sorted(map(re.escape, table["en"]), key=len, reverse=True))
    pattern = "|".join(map(re.escape, longest_first)) + rf"|(?<![a-z'])(?:{words})(?![a-z'])"
    return {**table["zh"], **table["en"]}, re.compile(pattern, re.IGNORECASE)


def _replaced(spelled: Spelled, pattern: "re.Pattern[str]", replacement: Callable[["re.Match[str]"], str]) -> Spelled:
    """Substitute; characters of equal number keep their own spans, others share that of the whole match."""
    parts: List[str] = []
    spans: List[Tuple[int, int]] = []
    done = 0
    for match in pattern.finditer(spelled.text):
        new = replacement(match)
        start, end = match.span()
        own = spelled.spans[start:end]
        parts += [spelled.text[done:start], new]
        spans += spelled.spans[done:start]
        spans += own if len(new) == len(own) else [(own[0][0], own[-1][1])] * len(new)
        done = end
    return Spelled("".join(parts) + spelled.text[done:], tuple(spans) + spelled.spans[done:])

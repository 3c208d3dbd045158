"""Which of the two languages a message is in, so that the reply can be in the same one."""

import re
from typing import Optional

HAN = re.compile(r"[\u3400-\u9fff]")
KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\w*\d\w*", re.ASCII)

# Words that Chinese and English speakers alike type alone: they tell nothing.
NEUTRAL = frozenset(
    {
        "a", "app", "b", "bye", "c", "email", "haha", "hi", "id", "ios", "lol", "mail", "no", "ok", "okay",
        "pdf", "ppt", "pro", "qq", "sos", "sorry", "thx", "u", "vip", "vr", "wechat", "wifi", "wtf", "www",
        "x", "y", "yeah", "yep", "yes",
    }
)  # fmt: skip
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
LONGEST_OF_CONSONANTS = 4
"""In a row. The few English words with five (strengths, worthwhile) seldom stand alone."""
KEYS_IN_A_ROW = 3
HAN_PER_WORD = 1.5  # a Chinese word is about one and a half characters


def language_of(text: str) -> Optional[str]:
    """Return 'zh' or 'en', or None when the text does not tell (digits, emoji, 'ok', random letters, another script).

    A mixed message is in the language that carries more of its words.
    """
    text = NOT_WORDS.sub(" ", text)
    han = len(HAN.findall(text))
    if KANA_OR_HANGUL.search(text):
        return None
    words = [word for word in WORD.findall(text) if word.lower() not in NEUTRAL and not _is_scribbled(word.lower())]
    if han == 0:
        return "en" if _tells_english(words) else None
    return "zh" if han / HAN_PER_WORD >= len(words) / 2 else "en"


def is_scribble(text: str) -> bool:
    """Whether letters were pressed at random ("asdfgh") and nothing else was written."""
    words = WORD.findall(text)
    rest = WORD.sub("", text)
    return bool(words) and not any(map(str.isalnum, rest)) and all(_is_scribbled(word.lower()) for word in words)


def _is_scribbled(word: str) -> bool:
    """No word of any language that is written in these letters, by how it looks: four letters or more."""
    letters = re.sub("[^a-z]", "", word)
    if len(letters) < 4 or letters in NEUTRAL:
        return False
    if re.search(rf"[^aeiouy]{{{LONGEST_OF_CONSONANTS + 1},}}", letters) or not re.search("[aeiouy]", letters):
        return True
    if re.fullmatch(r"(.)\1+|(.{3,4})\2+", letters):  # "aaaa", "wefwef"
        return True
    return _in_rows(letters) > 0.75 * len(letters)


def _in_rows(letters: str) -> int:
    """How many of the letters belong to three or more that lie side by side on a keyboard."""
    rows = [row for keys in KEYS for row in (keys, keys[::-1])]
    starts = range(len(letters) - KEYS_IN_A_ROW + 1)
    inside = {
        place + step
        for place in starts
        for step in range(KEYS_IN_A_ROW)
        if any(letters[place : place + KEYS_IN_A_ROW] in row for row in rows)
    }
    return len(inside)


def _tells_english(words: list) -> bool:
    return len(words) > 1 or any(len(word) > 3 for word in words)

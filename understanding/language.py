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
HAN_PER_WORD = 1.5  # a Chinese word is about one and a half characters


def language_of(text: str) -> Optional[str]:
    """Return 'zh' or 'en', or None when the text does not tell (digits, emoji, 'ok', another script).

    A mixed message is in the language that carries more of its words.
    """
    text = NOT_WORDS.sub(" ", text)
    han = len(HAN.findall(text))
    if KANA_OR_HANGUL.search(text):
        return None
    words = [word for word in WORD.findall(text) if word.lower() not in NEUTRAL]
    if han == 0:
        return "en" if _tells_english(words) else None
    return "zh" if han / HAN_PER_WORD >= len(words) / 2 else "en"


def _tells_english(words: list) -> bool:
    return len(words) > 1 or any(len(word) > 3 for word in words)

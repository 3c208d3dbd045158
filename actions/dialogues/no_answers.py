"""Tells words that answer nothing from answers, where a question takes any words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.questionnaire import Question
from actions.turn import Turn
from understanding.language import is_scribble
from understanding.normalise import normalise

QUESTIONS_OF_THEIR_OWN = frozenset({"ask_guidance", "ask_followup"})
"""Acts that may be an answer in the citizen's words, and else are questions that deserve one."""

OTHER_ACTS: Mapping[str, str | None] = {
    "screen_legal_aid": "screening",
    "find_channel": "navigator",
    "compute_deadline": "deadline",
    "open_case": "intake",
    "check_case": None,
    "withdraw_case": None,
}
"""Acts that may be an answer in the citizen's words, and else want something else: the dialogue that each opens."""

_A_QUESTION = re.compile(
    r"[?？]\s*$|[吗呢嘛么伐]\s*[。！!]?\s*$|怎么|怎样|为什么|为啥|多久|多少钱|要不要|能不能|可不可以|是不是|哪里|哪儿"
    r"|^(?:what|how|why|who|where|when|which|can|could|do|does|is|are|will|should|must)\b",
    re.IGNORECASE,
)
"""How words look that ask something."""

_ASKS_THE_MEANING = re.compile(
    r"(?:这|那|这个|那个|你|您)?(?:话|问题|句话)?这?是?(?:什么|啥|啥个)意思[啊呀呢吗嘛]?"
    r"|我?(?:没|不|勿)太?(?:看|听)?(?:懂|明白)了?|我?(?:看|听)(?:不|勿)太?(?:懂|明白)"
    r"|what do you mean(?: by (?:that|this))?|what does (?:that|this|it) mean|meaning|huh"
    r"|i (?:don't|do not|didn't) (?:understand|get it|get that)",
    re.IGNORECASE,
)
"""Words that only ask what the question means."""


def is_no_answer(question: Question, said: str, turn: Turn) -> bool:
    """Whether ``said`` answers nothing: it asks back, or is letters at random where these mean nothing."""
    return asks_the_meaning(said) or _asks(turn) or (question.keeps is None and is_scribble(said))


def asks_the_meaning(text: str) -> bool:
    """Whether ``text`` only asks what is meant."""
    return _ASKS_THE_MEANING.fullmatch(normalise(text).strip("。.!！?？ ")) is not None


def _asks(turn: Turn) -> bool:
    """Whether the words are a question of their own."""
    return turn.intent in {*QUESTIONS_OF_THEIR_OWN, *OTHER_ACTS} and bool(_A_QUESTION.search(turn.text))

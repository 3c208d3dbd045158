"""What the citizens of the measurement say: twenty conversations, always the same, invented for this purpose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GREETING, QUESTION_ZH, QUESTION_EN = "greeting", "guidance question, Chinese", "guidance question, English"
FOLLOW_UP, SCREENING, STEP, DANGER = "follow-up", "screening begun", "screening step", "danger"
KINDS = (GREETING, QUESTION_ZH, QUESTION_EN, FOLLOW_UP, SCREENING, STEP, DANGER)


@dataclass(frozen=True)
class Utterance:
    """A message of one kind. ``presses``: press the first offered button whose payload begins so, if there is one."""

    kind: str
    text: str
    presses: str | None = None


CHINESE = (
    "厂里欠了我四个月工资，找谁要得回来",
    "试用期被辞退了，公司说不用赔钱，对吗",
    "退租三个礼拜了，房东还扣着押金",
    "网上买的手机是翻新机，商家不肯退",
    "老公想离婚，小孩才两岁，会判给谁",
    "爷爷走了没留遗嘱，房子怎么分",
    "朋友借了五万块不还，只有聊天记录",
    "骑电动车被汽车撞了，对方全责，能赔哪些",
    "楼上漏水把我家天花板泡坏了，他不管",
    "健身房关门跑路，卡里的钱还能要回来吗",
    "上班路上摔断了腿算不算工伤",
    "物业费涨价，我们业主没同意过",
    "劳动仲裁的裁决我不服，还能怎么办",
)
ENGLISH = (
    "My company has not paid my salary for two months, what can I do?",
    "The landlord will not give back my deposit, how do I get it back?",
    "I was fired without any notice, is there compensation?",
    "I lent a friend money and he does not pay it back",
    "The online shop sold me a fake bag and refuses a refund",
    "How do we divide the apartment when we divorce?",
    "I was hit by a car while cycling, who pays the hospital?",
)
QUESTIONS = tuple((QUESTION_ZH, text) for text in CHINESE) + tuple((QUESTION_EN, text) for text in ENGLISH)

# One of each in the language of the conversation: Chinese, English.
GREETINGS = ("你好", "Hello")
FOLLOW_UPS = ("要准备哪些材料？", "How long does it take?")
SCREENINGS = ("我能申请法律援助吗", "Can I get legal aid?")
STEPS = ("民事、劳动或行政的事", "A civil, labour or administrative matter")
DANGERS = ("救命，他拿着刀在砸门", "Help, my husband is beating me right now")
SECOND_QUESTION = 7  # places further on in QUESTIONS


def conversations() -> tuple[tuple[Utterance, ...], ...]:
    """Twenty conversations: greeting, question, follow-up, another question; in some a screening, in some danger."""
    return tuple(_conversation(place) for place in range(len(QUESTIONS)))


def questions() -> Sequence[Utterance]:
    """The twenty questions alone."""
    return [Utterance(kind, text) for kind, text in QUESTIONS]


def _conversation(place: int) -> tuple[Utterance, ...]:
    kind, text = QUESTIONS[place]
    tongue = int(kind == QUESTION_EN)
    said = [
        Utterance(GREETING, GREETINGS[tongue]),
        Utterance(kind, text),
        Utterance(FOLLOW_UP, FOLLOW_UPS[tongue]),
        Utterance(*QUESTIONS[(place + SECOND_QUESTION) % len(QUESTIONS)]),
    ]
    if place % 2 == 0:
        said += [Utterance(SCREENING, SCREENINGS[tongue]), Utterance(STEP, STEPS[tongue], presses="/inform")]
    if place % 4 == 1 or place % 4 == 2:
        said.append(Utterance(DANGER, DANGERS[tongue]))
    return tuple(said)

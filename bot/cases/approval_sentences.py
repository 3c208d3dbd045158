"""What the citizen is told while an answer waits for a nod, and when it does not come."""

from __future__ import annotations

from typing import Any

from bot.reply_parts import Button
from bot.schema import TextReply
from bot.sentences import Language

HUMAN: dict[Language, Button] = {
    "zh": Button(title="找真人", payload="/ask_human"),
    "en": Button(title="Talk to a person", payload="/ask_human"),
}
SENTENCES: dict[str, dict[Language, str]] = {
    "held": {
        "zh": "这条答复是新的，工作人员先看过再发给您，会出现在这里。最多等 {minutes} 分钟；到时还没看，也会告诉您。"
        "着急的话，可以打 12348 公共法律服务热线。",
        "en": "This answer is new, so a person checks it first. It will appear here. You will wait at most {minutes} "
        "minutes; if nobody has checked it by then, you will be told. If it is urgent, call the public legal service "
        "line 12348.",
    },
    "refused": {
        "zh": "工作人员看过了，准备好的答复不适合您问的这件事，没有发。可以找真人帮您，也可以打 12348 公共法律服务"
        "热线。",
        "en": "A person checked the answer and found that it does not fit what you asked, so it was not sent. You can "
        "talk to a person, or call the public legal service line 12348.",
    },
    "timed_out": {
        "zh": "抱歉，还没有工作人员看过这条答复，所以没有发给您。可以找真人帮您，也可以打 12348 公共法律服务热线。",
        "en": "Sorry, nobody has checked this answer yet, so it was not sent. You can talk to a person, or call the "
        "public legal service line 12348.",
    },
}


def said(key: str, language: Language, **values: object) -> dict[str, Any]:
    """The sentence ``key`` as a reply that offers a person."""
    text = SENTENCES[key][language].format(**values)
    return TextReply(language=language, text=text, buttons=(HUMAN[language],)).model_dump(mode="json")

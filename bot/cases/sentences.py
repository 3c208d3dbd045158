"""What the citizen is told about their case, in both languages; every sentence says only what is certain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cases.calendar import SHANGHAI
from bot.cases.records import Waiting
from bot.sentences import Language

WEEKDAYS: dict[Language, str] = {"zh": "一二三四五六日", "en": "Mon Tue Wed Thu Fri Sat Sun"}
SENTENCES: dict[str, dict[Language, str]] = {
    "opened": {
        "zh": "案件已登记，编号 {number}，由{organisation}受理。应该在{due}前有人联系您。{waiting}",
        "en": "Your case is registered as {number} with {organisation}. You should be contacted by {due}. {waiting}",
    },
    "opened_code": {
        "zh": "下面是案件码。换了手机、电脑，凭它可以找回这个案件。请记好，不要给别人。",
        "en": "Below is the case code. With it you can come back to this case from another device. Keep it, and give "
        "it to nobody.",
    },
    "opened_danger": {
        "zh": "已经按紧急情况往前排。有人身危险，请马上打 110，不要等。",
        "en": "It has been moved up as urgent. In danger call 110 at once; do not wait for us.",
    },
    "there_already": {
        "zh": "您的案件 {number} 还在办，不用再开一个。{waiting}",
        "en": "Your case {number} is still open; there is no need for another one. {waiting}",
    },
    "filled": {
        "zh": "您说的情况已经补进案件 {number}。{waiting}",
        "en": "What you told has been added to your case {number}. {waiting}",
    },
    "claimed": {
        "zh": "{organisation}的调解员{name}接了您的案件 {number}，会在这里跟您说话。在那之前，自动助手照常回答。",
        "en": "{name}, a mediator of {organisation}, has taken your case {number} and will write to you here. Until "
        "then the automatic assistant goes on answering.",
    },
    "taken_over": {
        "zh": "现在由调解员{name}跟您说话，自动助手不再回答。想回到自动助手，可以点下面的按钮。",
        "en": "The mediator {name} is talking to you now, and the automatic assistant is silent. You can go back to "
        "the assistant with the button below.",
    },
    "handed_back": {
        "zh": "现在由自动助手回答您。案件 {number} 还在调解员{name}手上，没有变。",
        "en": "The automatic assistant is answering you now. Your case {number} is still with the mediator {name}.",
    },
    "put_back": {
        "zh": "案件 {number} 退回排队，等另一位调解员来接，原来的位置不变。现在由自动助手回答您。{waiting}",
        "en": "Your case {number} is waiting for another mediator, with its place kept. The automatic assistant is "
        "answering you now. {waiting}",
    },
    "handed_on": {
        "zh": "案件 {number} 转由调解员{name}办理，之前说过的都在，不用重说。在对方开口之前，自动助手照常回答。",
        "en": "Your case {number} is now with the mediator {name}, who can read all that was said. Until they write, "
        "the automatic assistant answers.",
    },
    "transferred": {
        "zh": "案件 {number} 转给了{organisation}，排队的位置不变。应该在{due}前有人联系您。现在由自动助手回答您。"
        "{waiting}",
        "en": "Your case {number} has been passed to {organisation}, with its place kept. You should be contacted by "
        "{due}. The automatic assistant is answering you now. {waiting}",
    },
    "sent": {
        "zh": "案件 {number} 转到了{organisation}，以后由那边办理。现在由自动助手回答您。",
        "en": "Your case {number} has been passed to {organisation}, who will deal with it from now on. The automatic "
        "assistant is answering you now.",
    },
    "supervised": {
        "zh": "案件 {number} 办得久了，负责人已经在督促。",
        "en": "Your case {number} has taken long. The person in charge is now seeing to it.",
    },
    "closed_agreement": {
        "zh": "案件 {number} 结案：双方达成了协议。对方不照办的话，可以直接告诉我们。现在由自动助手回答您。",
        "en": "Your case {number} is closed: both sides have agreed. If the other side does not keep to it, tell us. "
        "The automatic assistant is answering you now.",
    },
    "closed_no_agreement": {
        "zh": "案件 {number} 结案：这次没有谈成。您还可以走仲裁、行政或者诉讼的路，点下面的按钮可以看有哪些。现在由自动"
        "助手回答您。",
        "en": "Your case {number} is closed without an agreement. Arbitration, an authority or the court may still be "
        "open to you: the button below shows which. The automatic assistant is answering you now.",
    },
    "closed_withdrawn": {
        "zh": "案件 {number} 结案：已按撤回处理。现在由自动助手回答您。",
        "en": "Your case {number} is closed as withdrawn. The automatic assistant is answering you now.",
    },
    "closed_referred": {
        "zh": "案件 {number} 结案：调解员已告诉您该找哪里办。现在由自动助手回答您。",
        "en": "Your case {number} is closed: the mediator has told you where to turn. The automatic assistant is "
        "answering you now.",
    },
    "ask_rating": {
        "zh": "这次办得怎么样？请打个分，1 分最差，5 分最好。",
        "en": "How was it? Please give a number, 1 the worst, 5 the best.",
    },
    "reopened": {
        "zh": "案件 {number} 重新开始办理，由{organisation}受理。应该在{due}前有人联系您。{waiting}",
        "en": "Your case {number} is open again with {organisation}. You should be contacted by {due}. {waiting}",
    },
    "withdrawn": {
        "zh": "案件 {number} 已撤回，不再办理。改变主意的话，可以再打开。",
        "en": "Your case {number} is withdrawn. If you change your mind, it can be opened again.",
    },
    "refused": {
        "zh": "案件 {number} 没有受理，原因：{why} 您还可以走别的路，点下面的按钮可以看有哪些。",
        "en": "Your case {number} was not accepted, because: {why} Other ways may be open: the button below shows "
        "which.",
    },
    "erased": {
        "zh": "案件 {number} 里的事情经过、对话、联系方式、附件都删掉了。{kept}",
        "en": "In your case {number} what happened, the talk, how to reach you and the files are erased. {kept}",
    },
    "erased_partly": {
        "zh": "案件 {number} 里的对话、联系方式、附件都删掉了。{kept}",
        "en": "In your case {number} the talk, how to reach you and the files are erased. {kept}",
    },
    "kept_audit": {
        "zh": "留下的只有编号、日期、纠纷种类、结果和谁看过、办过的记录，里面没有您的名字。这是为了能查清办得对不对。",
        "en": "Only the number, dates, kind and outcome stay, and who saw it and worked on it, without your name, so "
        "that it can be checked whether it was handled properly.",
    },
    "kept_file": {
        "zh": "调解员已经接手，法律要求人民调解委员会留一份调解材料（人民调解法第二十七条），所以当事人名字、纠纷情况和"
        "协议还加密保存着，{until}后自动删掉。",
        "en": "A mediator had taken it up, and the law requires a people's mediation committee to keep a file ("
        "People's Mediation Law, article 27). So the parties' names, the facts and the agreement stay, "
        "encrypted, and are erased after {until}.",
    },
    "wait_next": {"zh": "您前面没有别的案件。", "en": "No other case is before yours."},
    "wait_second": {"zh": "您前面还有 1 件。", "en": "There is one case before yours."},
    "wait_place": {"zh": "您前面还有 {ahead} 件。", "en": "There are {ahead} cases before yours."},
    "wait_long": {
        "zh": "最近 {from_cases} 件案件，从登记到有人接，一般等了{wait}（只算上班时间）。",
        "en": "The last {from_cases} cases usually waited {wait} of working time until somebody took them.",
    },
    "wait_unknown": {
        "zh": "最近的案件还太少，说不准要等多久。",
        "en": "There are too few recent cases to tell how long it will take.",
    },
    "wait_closed": {
        "zh": "现在是下班时间，{opens}开始有人。",
        "en": "Nobody is at work now; somebody will be from {opens}.",
    },
    "wait_nobody": {
        "zh": "现在没有调解员在线，有人上线就能看到您的案件。",
        "en": "No mediator is on duty right now; whoever comes on duty will see your case.",
    },
    "wait_unsure": {
        "zh": "（那一年的放假安排还没公布，逢节假日可能要改。）",
        "en": "(The public holidays of that year are not published yet, so this may change.)",
    },
    "button_assistant": {"zh": "回到自动助手", "en": "Back to the assistant"},
    "button_mediator": {"zh": "接着跟调解员说", "en": "Talk to the mediator again"},
    "button_callback": {"zh": "留个联系方式，等人联系我", "en": "Leave a way to reach me"},
    "button_channels": {"zh": "还有什么路可以走", "en": "Which ways are still open"},
    "button_reopen": {"zh": "重新打开这个案件", "en": "Open this case again"},
}


def say(key: str, language: Language, **values: object) -> str:
    """The sentence ``key`` in ``language`` with ``values`` filled in. An unknown key is a ``KeyError``."""
    return SENTENCES[key][language].format(**values).strip()


def moment(at: float, language: Language) -> str:
    """A time as it is said to a citizen: 11月26日（周四）17:00."""
    time = datetime.fromtimestamp(at, SHANGHAI)
    if language == "zh":
        return f"{time.month}月{time.day}日（周{WEEKDAYS['zh'][time.weekday()]}）{time:%H:%M}"
    return f"{WEEKDAYS['en'].split()[time.weekday()]} {time.day} {time:%b} {time:%H:%M}"


def day(at: float, language: Language) -> str:
    """A day that is years away: 2029年11月24日."""
    time = datetime.fromtimestamp(at, SHANGHAI)
    return f"{time.year}年{time.month}月{time.day}日" if language == "zh" else f"{time.day} {time:%B %Y}"


def duration(seconds: float, language: Language) -> str:
    """A length of working time, rounded so that it promises no more than is known."""
    minutes = max(5, 5 * round(seconds / 300))
    if minutes < 60:
        return f"{minutes} 分钟左右" if language == "zh" else f"about {minutes} minutes"
    hours = round(minutes / 60)
    if language == "zh":
        return f" {hours} 小时左右"
    return "about an hour" if hours == 1 else f"about {hours} hours"


def waiting_say(waiting: Waiting, language: Language) -> str:
    """How long a case will wait, as far as it is known."""
    ahead = waiting.place - 1
    parts = [say(("wait_next", "wait_second")[ahead] if ahead < 2 else "wait_place", language, ahead=ahead)]
    if waiting.opens_at is not None:
        parts.append(say("wait_closed", language, opens=moment(waiting.opens_at, language)))
        parts += [] if waiting.is_sure else [say("wait_unsure", language)]
    elif not waiting.on_duty:
        parts.append(say("wait_nobody", language))
    if waiting.seconds is None:
        parts.append(say("wait_unknown", language))
    else:
        wait = duration(waiting.seconds, language)
        parts.append(say("wait_long", language, wait=wait, from_cases=waiting.from_cases))
    return joined(parts, language)


def joined(sentences: Sequence[str], language: Language) -> str:
    """Several sentences as one text."""
    return ("" if language == "zh" else " ").join(sentences)

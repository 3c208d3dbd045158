"""What the gateway itself answers to a citizen's buttons about cases, in both languages."""

from __future__ import annotations

from bot.sentences import Language

SENTENCES: dict[str, dict[Language, str]] = {
    "no_case": {
        "zh": "这段对话里还没有案件。需要的话，可以请调解员帮忙，会为您登记一个。",
        "en": "There is no case in this conversation yet. Ask for a mediator if you need one; it is registered then.",
    },
    "person_offer": {
        "zh": "自动助手现在连不上或者很慢，调解员不用等它。{purpose}\n要请调解员吗？点一下就登记。着急的话，可以打 "
        "12348 公共法律服务热线；有人身危险，马上打 110。",
        "en": "The automatic assistant is gone or slow right now; a mediator need not wait for it. {purpose}\nShall a "
        "mediator be asked? One press registers it. If it is urgent, call the public legal service line 12348; in "
        "danger, call 110 at once.",
    },
    "no_such_case": {
        "zh": "这段对话里没有这个案件，或者它的内容已经删除。",
        "en": "There is no such case in this conversation, or it has been erased.",
    },
    "not_now": {
        "zh": "案件 {number} 现在的情况不能这样做。{status}",
        "en": "This cannot be done with your case {number} as it stands. {status}",
    },
    "assistant_already": {
        "zh": "现在就是自动助手在回答您。",
        "en": "The automatic assistant is answering you already.",
    },
    "status_registered": {
        "zh": "案件 {number} 已登记，正在分派给合适的机构。",
        "en": "Your case {number} is registered and is being passed to the right organisation.",
    },
    "status_routed": {
        "zh": "案件 {number} 在{organisation}排队，还没有调解员接手。{due}{waiting}",
        "en": "Your case {number} is waiting at {organisation}; no mediator has taken it yet. {due}{waiting}",
    },
    "status_in_progress": {
        "zh": "案件 {number} 由{organisation}的调解员{name}办理。",
        "en": "Your case {number} is with the mediator {name} of {organisation}.",
    },
    "status_supervised": {
        "zh": "案件 {number} 由{organisation}的调解员{name}办理，因为办得久了，负责人正在督促。",
        "en": "Your case {number} is with the mediator {name} of {organisation}. It has taken long, and the person in "
        "charge is seeing to it.",
    },
    "status_closed": {
        "zh": "案件 {number} 已经办结：{outcome}。",
        "en": "Your case {number} is closed: {outcome}.",
    },
    "status_refused": {
        "zh": "案件 {number} 没有受理。您还可以走别的路。",
        "en": "Your case {number} was not accepted. Other ways may be open to you.",
    },
    "status_withdrawn": {
        "zh": "案件 {number} 已经撤回，不再办理。",
        "en": "Your case {number} is withdrawn.",
    },
    "status_transferred": {
        "zh": "案件 {number} 已经转到别的机构，以后由那边办理。",
        "en": "Your case {number} has been passed to another organisation, who deals with it now.",
    },
    "due": {"zh": "应该在{due}前有人联系您。", "en": "You should be contacted by {due}. "},
    "outcome_agreement": {"zh": "双方达成了协议", "en": "both sides have agreed"},
    "outcome_no_agreement": {"zh": "没有谈成", "en": "no agreement was reached"},
    "outcome_withdrawn": {"zh": "已按撤回处理", "en": "it was withdrawn"},
    "outcome_referred": {"zh": "已告诉您该找哪里办", "en": "you were told where to turn"},
    "ask_withdraw": {
        "zh": "真的要撤回案件 {number} 吗？撤回以后就不再办理，排队的位置也没有了；说过的话还在。",
        "en": "Do you really want to withdraw your case {number}? It will not be worked on any more and loses its "
        "place in the queue. What you wrote stays here.",
    },
    "ask_callback": {
        "zh": "请写怎么联系您，比如手机号、邮箱或者微信号。只用来就案件 {number} 联系您，办案的调解员看得到，"
        "加密保存，删除案件时一起删掉。",
        "en": "How can you be reached? A phone number, an e-mail address or a WeChat id will do. It is used only to "
        "reach you about your case {number}, is seen by the mediators who deal with it, is kept encrypted, and is "
        "erased with the case.",
    },
    "erase_too": {
        "zh": "案件 {number} 也会一起删：里面的谈话、联系方式和文件都删掉，还在办的先撤回。{kept}",
        "en": "Your case {number} goes too: its talk, how to reach you and its files are erased, and an open case is "
        "withdrawn first. {kept}",
    },
    "called_back": {
        "zh": "联系方式记下了，办案件 {number} 的调解员看得到。想改的话，再点一次“留个联系方式”。",
        "en": "Noted. The mediators who deal with your case {number} can see it. To change it, choose “Leave a way to "
        "reach me” again.",
    },
    "rated": {
        "zh": "谢谢，记下了：{value} 分。这个分只用来改进调解工作。",
        "en": "Thank you, noted: {value} of 5. It is only used to make mediation better.",
    },
    "new_code": {
        "zh": "这是案件 {number} 的新案件码，原来的不能再用了。换了手机、电脑，凭它可以找回这个案件。请记好，"
        "不要给别人。",
        "en": "This is the new code of your case {number}; the old one no longer works. With it you can come back to "
        "this case from another device. Keep it, and give it to nobody.",
    },
    "danger_to_mediator": {
        "zh": "有危险请马上打电话，不要等调解员回复。已经提醒调解员，这个案件也提到了最前面。",
        "en": "In danger, call now; do not wait for the mediator. The mediator has been alerted, and your case has "
        "been moved to the front.",
    },
    "button_person_yes": {"zh": "同意，请调解员来", "en": "Yes, ask for a mediator"},
    "button_person": {"zh": "请调解员帮忙", "en": "Ask for a mediator"},
    "button_status": {"zh": "案件到哪一步了", "en": "How is my case going?"},
    "button_withdraw": {"zh": "撤回案件 {number}", "en": "Withdraw case {number}"},
    "button_withdraw_yes": {"zh": "是的，撤回", "en": "Yes, withdraw it"},
    "button_keep": {"zh": "不撤回", "en": "No, keep it"},
    "button_no_callback": {"zh": "先不留", "en": "Not now"},
    "button_callback": {"zh": "留个联系方式", "en": "Leave a way to reach me"},
    "button_mediator": {"zh": "接着跟调解员说", "en": "Talk to the mediator again"},
    "button_code": {"zh": "给我一个新的案件码", "en": "Give me a new case code"},
}


def say(key: str, language: Language, **values: object) -> str:
    """The sentence ``key`` in ``language`` with ``values`` filled in. An unknown key is a ``KeyError``."""
    return SENTENCES[key][language].format(**values).strip()

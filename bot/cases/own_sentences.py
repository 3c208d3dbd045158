"""The words of a citizen's own file and of its printed summary, in both languages."""

from __future__ import annotations

from bot.sentences import Language

Words = dict[Language, str]
STATES: dict[str, Words] = {
    "registered": {"zh": "已登记", "en": "registered"},
    "routed": {"zh": "等调解员接手", "en": "waiting for a mediator"},
    "in_progress": {"zh": "正在办理", "en": "being worked on"},
    "supervised": {"zh": "正在办理（督办中）", "en": "being worked on, with the person in charge seeing to it"},
    "closed": {"zh": "已办结", "en": "closed"},
    "reviewed": {"zh": "已办结", "en": "closed"},
    "refused": {"zh": "没有受理", "en": "not accepted"},
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
    "transferred": {"zh": "已转到别的机构", "en": "passed to another organisation"},
}
FIELDS: dict[str, Words] = {
    "what_happened": {"zh": "发生了什么", "en": "What happened"},
    "happened_on": {"zh": "什么时候", "en": "When"},
    "other_side": {"zh": "对方", "en": "The other side"},
    "wishes": {"zh": "想要的结果", "en": "What is wanted"},
    "amount": {"zh": "涉及金额", "en": "Amount"},
    "place": {"zh": "在哪个区", "en": "Where"},
    "tried": {"zh": "已经试过", "en": "Tried so far"},
    "evidence": {"zh": "手上的证据", "en": "Evidence at hand"},
    "contact": {"zh": "联系方式", "en": "How to reach me"},
}
EVENTS: dict[str, Words] = {
    "case_opened": {"zh": "登记了案件", "en": "The case was registered"},
    "case_routed": {"zh": "分派给{organisation}", "en": "Passed to {organisation}"},
    "case_claimed": {"zh": "调解员{name}接手", "en": "The mediator {name} took it"},
    "case_released": {"zh": "重新排队，等另一位调解员", "en": "Put back into the queue"},
    "case_lease_ended": {"zh": "重新排队，等另一位调解员", "en": "Put back into the queue"},
    "case_handed_on": {"zh": "转由调解员{name}办理", "en": "Handed on to the mediator {name}"},
    "case_transferred": {"zh": "转给{organisation}", "en": "Passed to {organisation}"},
    "case_sent": {"zh": "转到别的机构", "en": "Passed to another organisation"},
    "case_refused": {"zh": "没有受理", "en": "Not accepted"},
    "case_supervised": {"zh": "负责人开始督促", "en": "The person in charge began to see to it"},
    "case_resumed": {"zh": "恢复正常办理", "en": "Moving again"},
    "case_closed": {"zh": "办结", "en": "Closed"},
    "case_reviewed": {"zh": "回访过了", "en": "The return visit was made"},
    "case_reopened": {"zh": "重新开始办理", "en": "Opened again"},
    "case_withdrawn": {"zh": "撤回", "en": "Withdrawn"},
    "case_raised": {"zh": "按紧急情况往前排", "en": "Moved up as urgent"},
    "case_filled": {"zh": "补充了情况", "en": "More was told"},
    "callback_asked": {"zh": "留了联系方式", "en": "A way to be reached was left"},
    "file_added": {"zh": "添加了材料", "en": "Material was added"},
}
"""What of the audit trail a citizen's file tells."""
PAPER: dict[str, Words] = {
    "title": {"zh": "案件摘要", "en": "Case summary"},
    "number": {"zh": "案件编号", "en": "Case number"},
    "state": {"zh": "进展", "en": "State"},
    "kind": {"zh": "纠纷类型", "en": "Kind of dispute"},
    "opened": {"zh": "登记时间", "en": "Registered"},
    "due": {"zh": "这一步最晚", "en": "This step ends by"},
    "organisation": {"zh": "受理机构", "en": "Organisation"},
    "mediator": {"zh": "调解员", "en": "Mediator"},
    "facts": {"zh": "本人陈述", "en": "As told by the citizen"},
    "events": {"zh": "办理经过", "en": "What happened so far"},
    "files": {"zh": "已添加的材料", "en": "Material added"},
    "qr": {"zh": "扫码看编号", "en": "Scan for the number"},
    "printed": {"zh": "{at} 从解纷助手打印", "en": "Printed from Jiefen on {at}"},
    "note": {
        "zh": "这张纸上的内容是当事人自己说的，没有经过核实，不是法律文书。案件码不印在上面，请另外记好，不要给别人。",
        "en": "What is on this page was told by the citizen and has not been checked; it is no legal document. The "
        "case code is not printed here: keep it elsewhere, and give it to nobody.",
    },
    "cut": {
        "zh": "带“…”的地方没有印全，调解员在系统里看得到全文。",
        "en": "Where it says “…”, not all is printed; the mediator sees all of it in the system.",
    },
}


def say(event: str, language: Language, **values: object) -> str:
    """An event of the audit trail as a citizen is told it."""
    return EVENTS[event][language].format(**values).strip()

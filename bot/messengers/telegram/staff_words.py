"""What the Telegram messenger says to mediators."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sentences import Language

Both = Mapping[Language, str]

OUTCOMES: Mapping[str, Both] = {
    "agreement": {"zh": "达成协议", "en": "Agreement"},
    "no_agreement": {"zh": "没有谈成", "en": "No agreement"},
    "withdrawn": {"zh": "当事人撤回", "en": "Withdrawn"},
    "referred": {"zh": "告知其他途径", "en": "Referred on"},
}
STATES: Mapping[str, Both] = {
    "registered": {"zh": "已登记", "en": "registered"},
    "routed": {"zh": "等人认领", "en": "waiting"},
    "in_progress": {"zh": "办理中", "en": "in progress"},
    "supervised": {"zh": "督办中", "en": "supervised"},
    "closed": {"zh": "已结案", "en": "closed"},
    "reviewed": {"zh": "已回访", "en": "reviewed"},
    "refused": {"zh": "不受理", "en": "refused"},
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
    "transferred": {"zh": "已移送", "en": "transferred"},
}
COMMANDS: Mapping[Language, list[tuple[str, str]]] = {
    "zh": [
        ("cases", "我的案件，选一个来说话"), ("queue", "等人认领的案件"), ("note", "写内部备注"), ("close", "结案"),
        ("transfer", "转给别的机构"), ("release", "退回队列"), ("handback", "让自动助手接着回答"),
        ("duty", "上班、下班"), ("help", "怎么用"),
    ],
    "en": [
        ("cases", "My cases, choose one to write in"), ("queue", "Cases that wait"), ("note", "A private note"),
        ("close", "End a case"), ("transfer", "To another organisation"), ("release", "Put back into the queue"),
        ("handback", "Let the assistant answer"), ("duty", "On or off duty"), ("help", "How to use this"),
    ],
}  # fmt: skip
"""The menu of commands in a mediator's chat."""
WORDS: Mapping[str, Both] = {
    # --- linking ---
    "linked": {
        "zh": "{name}，您的工作账号连上了。上班后，新案件会发到这里；认领以后，您在这里写的话会直接发给市民。\n\n"
        "{help}",
        "en": "{name}, your work account is linked. While you are on duty new cases arrive here; once you have claimed "
        "one, what you write here goes to the citizen.\n\n{help}",
    },
    "link_wrong": {
        "zh": "这个连接码不对，或者已经过期。请在工作台里重新取一个，十分钟内发来：/link 连接码",
        "en": "This code is wrong or has run out. Get a new one at the desk and send it within ten minutes: /link CODE",
    },
    "unlinked": {
        "zh": "断开了。这里不再收到案件；以后您在这里就是普通市民。",
        "en": "Unlinked. No cases arrive here any more; from now on you are a citizen here.",
    },
    "help": {
        "zh": "/cases 我的案件，选一个来说话\n/queue 等人认领的案件\n/note 写内部备注（市民看不到）\n/close 结案\n"
        "/transfer 转给别的机构\n/release 退回队列\n/duty 上班、下班\n/handback 让自动助手接着回答\n"
        "/cancel 不做了\n/unlink 断开账号\n\n"
        "手上有几个案件时，“回复”哪个案件的消息，就发给哪个案件。",
        "en": "/cases my cases, choose one to write in\n/queue cases that wait\n/note a private note (citizens never "
        "see it)\n/close end a case\n/transfer to another organisation\n/release put back into the queue\n"
        "/duty on or off\n/handback let the assistant answer\n/cancel never mind\n/unlink this account\n\n"
        "If you hold several cases, reply to a message of a case to write in that case.",
    },
    "unknown_command": {"zh": "没有这个命令。发 /help 看有哪些。", "en": "No such command. Send /help for the list."},
    # --- duty ---
    "duty_on": {"zh": "您在上班：新案件会发到这里。", "en": "You are on duty: new cases arrive here."},
    "duty_off": {
        "zh": "您下班了：新案件不再发来；手上的案件照常。",
        "en": "You are off duty: no new cases arrive; those that you hold go on.",
    },
    "button_on": {"zh": "上班", "en": "On duty"},
    "button_off": {"zh": "下班", "en": "Off duty"},
    # --- a case ---
    "new_case": {"zh": "新案件", "en": "New case"},
    "kind": {"zh": "类型", "en": "Kind"},
    "place": {"zh": "地区", "en": "Place"},
    "due": {"zh": "期限", "en": "Due"},
    "why": {"zh": "为什么到这里", "en": "Why here"},
    "summary": {"zh": "情况", "en": "In short"},
    "holder": {"zh": "由谁办理", "en": "Held by"},
    "state": {"zh": "状态", "en": "State"},
    "what_happened": {"zh": "发生了什么", "en": "What happened"},
    "happened_on": {"zh": "什么时候", "en": "When"},
    "other_side": {"zh": "对方", "en": "The other side"},
    "wishes": {"zh": "想要的结果", "en": "What is wanted"},
    "amount": {"zh": "金额", "en": "Amount"},
    "yuan": {"zh": "{amount} 元", "en": "{amount} yuan"},
    "tried": {"zh": "已经试过", "en": "Tried so far"},
    "evidence": {"zh": "手上的证据", "en": "Evidence"},
    "contact": {"zh": "联系方式", "en": "Contact"},
    "language": {"zh": "语言", "en": "Language"},
    "in_zh": {"zh": "中文", "en": "Chinese"},
    "in_en": {"zh": "英文", "en": "English"},
    "urgent": {"zh": "紧急", "en": "urgent"},
    "raised": {"zh": "加急", "en": "raised"},
    "overdue": {"zh": "已超期", "en": "overdue"},
    "before": {"zh": "之前说过的（最近几条）", "en": "What was said before (the latest)"},
    "colon": {"zh": "：", "en": ": "},
    "citizen": {"zh": "市民", "en": "Citizen"},
    "assistant": {"zh": "自动助手", "en": "Assistant"},
    "you_at_desk": {"zh": "您在工作台说", "en": "You at the desk"},
    "told_citizen": {"zh": "已告诉市民", "en": "The citizen was told"},
    "citizen_file": {"zh": "{number} 市民发来：{name}", "en": "{number} the citizen sent: {name}"},
    "file_gone": {"zh": "市民发来的文件取不出来了：{name}", "en": "A file of the citizen's is gone: {name}"},
    # --- steps ---
    "button_claim": {"zh": "认领", "en": "Claim"},
    "button_decline": {"zh": "不接", "en": "Decline"},
    "button_ok": {"zh": "知道了", "en": "Got it"},
    "button_cancel": {"zh": "不做了", "en": "Never mind"},
    "claimed": {
        "zh": "案件 {number} 归您了。您写的第一句话会告诉市民是您在说话，自动助手就不再回答。",
        "en": "Case {number} is yours. With your first words the citizen learns that it is you who writes, and the "
        "assistant falls silent.",
    },
    "declined": {"zh": "好，{number} 留给别人。", "en": "Fine, {number} is left to others."},
    "claim_lost": {"zh": "案件 {number} 已经由{holder}认领了。", "en": "Case {number} is held by {holder} already."},
    "conflict": {
        "zh": "您申报过与当事人有利害关系，不能办案件 {number}。",
        "en": "You declared a conflict of interest with a party of case {number}, so it cannot be yours.",
    },
    "wrong_state": {
        "zh": "案件 {number} 现在是“{state}”，不能这样做。",
        "en": "Case {number} is {state}: this cannot be done now.",
    },
    "not_holder": {
        "zh": "案件 {number} 不在您手上，没有发出去。",
        "en": "You do not hold case {number}; nothing was sent.",
    },
    "forbidden": {"zh": "这一步不归您做。", "en": "This is not yours to do."},
    "hidden": {"zh": "没有这个案件，或者您看不到它。", "en": "There is no such case, or it is not yours to see."},
    "no_chat": {
        "zh": "案件 {number} 没有聊天：它不是从聊天里来的，或者内容已经删除。",
        "en": "Case {number} has no chat: it did not come from one, or what was said is erased.",
    },
    "no_cases": {
        "zh": "您手上没有案件。/queue 看等人认领的。",
        "en": "You hold no case. /queue shows those that wait.",
    },
    "no_queue": {"zh": "没有等人认领的案件。", "en": "No case is waiting."},
    "choose_case": {"zh": "选一个案件，接下来写的话发给它：", "en": "Choose the case in which you want to write:"},
    "choose_first": {
        "zh": "您手上有几个案件，这句话没有发出去。请先选一个再发，或者“回复”那个案件的消息。",
        "en": "You hold several cases, so this was not sent. Choose one and send it again, or reply to one of its "
        "messages.",
    },
    "chosen": {"zh": "好，接下来写的话发给案件 {number}。", "en": "What you write now goes to case {number}."},
    "sent_to": {"zh": "→ {number}", "en": "→ {number}"},
    "ask_note": {
        "zh": "请写 {number} 的备注（市民看不到）：",
        "en": "Write the note on {number}; citizens never see it:",
    },
    "noted": {"zh": "备注记在 {number} 里了，市民看不到。", "en": "Noted in {number}. Citizens never see it."},
    "ask_outcome": {"zh": "{number} 怎么结案？", "en": "How does {number} end?"},
    "ask_why_close": {
        "zh": "{number} 结案：{outcome}。请写一句经过，写完就结案。",
        "en": "Closing {number}: {outcome}. Write in a sentence how it went; then it is closed.",
    },
    "ask_organisation": {"zh": "{number} 转给哪个机构？", "en": "To which organisation should {number} go?"},
    "no_organisation": {"zh": "没有别的机构可以转。", "en": "There is no other organisation."},
    "ask_why_transfer": {
        "zh": "{number} 转给{organisation}。请写一句原因，写完就转。",
        "en": "Passing {number} to {organisation}. Write in a sentence why; then it is passed on.",
    },
    "ask_why_release": {
        "zh": "{number} 退回队列。请写一句原因，写完就退回。",
        "en": "Putting {number} back. Write in a sentence why; then it is put back.",
    },
    "closed": {"zh": "案件 {number} 结案了：{outcome}。", "en": "Case {number} is closed: {outcome}."},
    "transferred": {"zh": "案件 {number} 转给了{organisation}。", "en": "Case {number} was passed to {organisation}."},
    "released": {"zh": "案件 {number} 退回了队列。", "en": "Case {number} is back in the queue."},
    "handed_back": {
        "zh": "案件 {number}：现在由自动助手回答市民。您再写一句，就又是您在说。",
        "en": "Case {number}: the assistant answers the citizen now. As soon as you write, you speak again.",
    },
    "cancelled": {"zh": "好，不做了。", "en": "Never mind, then."},
    "gone": {"zh": "案件 {number} 不在您手上了。", "en": "You no longer hold case {number}."},
    "only_text": {
        "zh": "这里只能给市民发文字，这个没有发出去。",
        "en": "Only text can be sent to the citizen from here; this was not sent.",
    },
    "too_long": {
        "zh": "太长了，没有发出去。一次最多 {longest} 字。",
        "en": "Too long, not sent. At most {longest} characters at a time.",
    },
    "edit_no_effect": {
        "zh": "市民已经收到原来的话，改不了。要更正，请再发一条。",
        "en": "The citizen has the words as they were first. To correct them, send another message.",
    },
    "button_old": {"zh": "这个按钮已经失效了。", "en": "This button no longer works."},
    # --- notices ---
    "notice_due_soon": {"zh": "⏰ 案件 {number} 快到期限了：{due}。", "en": "⏰ Case {number} is due soon: {due}."},
    "notice_overdue": {"zh": "⏰ 案件 {number} 超期了。", "en": "⏰ Case {number} is overdue."},
    "notice_supervised": {
        "zh": "⏰ 案件 {number} 被督办了，请尽快处理。",
        "en": "⏰ Case {number} is now supervised: please see to it.",
    },
    "notice_lease_ended": {
        "zh": "案件 {number} 太久没有动静，已退回队列。",
        "en": "Nothing was done in case {number} for too long; it is back in the queue.",
    },
    "notice_danger": {
        "zh": "⚠️ 案件 {number}：市民的话里有危险，号码已经给了市民。请马上看。",
        "en": "⚠️ Case {number}: the citizen writes of danger and was given the numbers. Please look at once.",
    },
    "notice_handed_on": {"zh": "案件 {number} 转到您手上了。", "en": "Case {number} was handed on to you."},
    "notice_packet_failed": {
        "zh": "案件 {number} 的案件包对方没有收，案件还在这里。",
        "en": "The partner did not take the packet of case {number}; the case is still here.",
    },
    "notice_message": {"zh": "案件 {number} 有新消息。", "en": "There is something new in case {number}."},
    # --- groups ---
    "group_linked": {
        "zh": "好了：{organisation}的案件以后都在这个群里，一个案件一个话题。只有认领了案件的人写的话会发给市民，"
        "其他人写的是内部讨论。每个人先在工作台取连接码，跟我私聊发 /link 连接码。\n\n"
        "群里的人都看得到案件内容，请只让办案的人进群。",
        "en": "Done: the cases of {organisation} are worked on in this group, one topic each. Only what the holder of "
        "a case writes in its topic goes to the citizen; the rest is among yourselves. Everybody first gets a code at "
        "the desk and sends it to me alone: /link CODE.\n\nWhoever is in this group sees the cases: let in only those "
        "who work on them.",
    },
    "group_needs_topics": {
        "zh": "请先在群设置里打开“话题”，把我设为管理员并允许管理话题，再发一次（要新的连接码）。",
        "en": "First turn on topics in the group's settings and make me an administrator who may manage topics; then "
        "send it again with a new code.",
    },
    "group_not_allowed": {
        "zh": "只有负责人的连接码能连群。",
        "en": "Only a lead's code links a group.",
    },
    "group_cannot_topic": {
        "zh": "我建不了话题。请把我设为管理员，并允许管理话题。新案件照样在工作台里。",
        "en": "I cannot make a topic. Please make me an administrator who may manage topics. New cases are at the desk "
        "all the same.",
    },
    "topic_link_first": {
        "zh": "您还没有连上工作账号，这句话没有发给市民。请在工作台取连接码，跟我私聊发 /link 连接码。",
        "en": "Your account is not linked, so this did not go to the citizen. Get a code at the desk and send it to me "
        "alone: /link CODE.",
    },
    "topic_claim_first": {
        "zh": "还没有人认领这个案件，这句话没有发给市民。要办就先点“认领”。",
        "en": "Nobody holds this case yet, so this did not go to the citizen. Press Claim first.",
    },
    "topic_internal": {
        "zh": "这个案件由{holder}办理：只有{holder}写的话会发给市民，其他人写的是内部讨论。",
        "en": "{holder} holds this case: only what {holder} writes goes to the citizen; the rest is among yourselves.",
    },
}


def say(key: str, language: Language, **values: object) -> str:
    """The words ``key`` in ``language`` with ``values`` filled in. An unknown key is a ``KeyError``."""
    return WORDS[key][language].format(**values)

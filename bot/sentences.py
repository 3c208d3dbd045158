"""What the gateway itself says to citizens: mostly why an answer is late, and what to do meanwhile."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]

SENTENCES: dict[str, dict[Language, str]] = {
    "unreachable": {
        "zh": "自动助手现在连不上。您的话已经保存好，等它恢复后会在这里接着回答，不用重发。"
        "着急的话，可以打 12348 公共法律服务热线。有人身危险，请马上打 110。",
        "en": "The automatic assistant cannot be reached right now. Your message is kept and will be answered here "
        "once it is back; there is no need to send it again. If it is urgent, call the public legal service line "
        "12348. In danger, call 110 at once.",
    },
    "slow": {
        "zh": "自动助手还在处理，比平时慢。您的话已经保存好，答复会出现在这里，不用重发。"
        "着急的话，可以打 12348 公共法律服务热线。",
        "en": "The automatic assistant is still working on this and is slower than usual. Your message is kept and the "
        "answer will appear here; there is no need to send it again. If it is urgent, call the public legal service "
        "line 12348.",
    },
    "no_answer": {
        "zh": "抱歉，这句话自动助手没能答出来，是我们这边的故障。可以换个说法再问一次，或者打 12348 公共法律服务热线。"
        "有人身危险，请马上打 110。",
        "en": "Sorry, the automatic assistant failed to answer this; the fault is on our side. You can ask again in "
        "other words, or call the public legal service line 12348. In danger, call 110 at once.",
    },
    "reply_lost": {
        "zh": "抱歉，有一部分答复没法显示，是我们这边的故障。需要的话可以再问一次，或者打 12348 公共法律服务热线。",
        "en": "Sorry, a part of the answer cannot be shown; the fault is on our side. You can ask again, or call the "
        "public legal service line 12348.",
    },
    "danger_title": {
        "zh": "听起来有危险。请先保证安全，现在就打：",
        "en": "This sounds dangerous. Get safe first, and call now:",
    },
    "fraud_title": {
        "zh": "听起来可能是诈骗。先不要再转账，现在就打：",
        "en": "This may be a fraud. Do not transfer any more money, and call now:",
    },
    "reminder_days": {"zh": "提醒：还有 {days} 天。", "en": "Reminder: {days} days are left."},
    "reminder_tomorrow": {"zh": "提醒：明天就是最后一天。", "en": "Reminder: tomorrow is the last day."},
    "reminder_today": {"zh": "提醒：今天就是最后一天。", "en": "Reminder: today is the last day."},
    "reminder_passed": {
        "zh": "提醒：最后一天已经过了 {days} 天。",
        "en": "Reminder: the last day was {days} days ago.",
    },
    "erased": {"zh": "（已删除）", "en": "(erased)"},
    "store_full": {
        "zh": "刚才这句话没有保存下来：我们的存储空间满了。请过一会儿再发。着急的话，请打 12348 公共法律服务热线；"
        "有人身危险，请马上打 110。",
        "en": "This was not saved: our storage is full. Please send it again later. If it is urgent, call the public "
        "legal service line 12348; in danger, call 110 at once.",
    },
    "store_unavailable": {
        "zh": "现在读不到、也存不了消息，是我们这边的故障。请过一会儿再试。着急的话，请打 12348 公共法律服务热线；"
        "有人身危险，请马上打 110。",
        "en": "Messages cannot be read or saved right now; the fault is on our side. Please try again later. If it is "
        "urgent, call the public legal service line 12348; in danger, call 110 at once.",
    },
    "too_many": {
        "zh": "发得太快了，请等 {seconds} 秒再发。有人身危险，请马上打 110。",
        "en": "Too many messages at once. Please wait {seconds} seconds. In danger, call 110 at once.",
    },
    "too_long": {
        "zh": "这句话太长了，最多 2000 字。请分成几条发。",
        "en": "This is too long. Please send at most 2,000 characters at a time.",
    },
    "empty": {"zh": "请写点内容再发。", "en": "Please write something first."},
    "bad_request": {
        "zh": "请求的格式不对：{problem}",
        "en": "The request is not well formed: {problem}",
    },
    "bad_conversation": {
        "zh": "会话编号必须是 UUID（第 4 版）。",
        "en": "The conversation must be a UUID (version 4).",
    },
    "id_reused": {
        "zh": "这个消息编号已经用在另一句话上了。",
        "en": "This message id was already used for a different text.",
    },
    "payload_not_offered": {
        "zh": "这个按钮已经失效了。请直接把问题写出来。",
        "en": "This button no longer works. Please write what you need.",
    },
    "cross_origin": {
        "zh": "这个请求来自别的网站，没有处理。",
        "en": "This request came from another site and was refused.",
    },
    "too_large": {"zh": "请求太大了。", "en": "The request is too large."},
    "no_case": {
        "zh": "没有正在办理的案件，所以没有保存。请先找调解员登记一个案件。",
        "en": "There is no open case, so this was not kept. Ask for a mediator first, and a case will be registered.",
    },
    "file_type": {
        "zh": "这种文件收不了，没有保存。请用照片（JPG、PNG、WebP）、PDF 或者录音（MP3、M4A、OGG、AMR）。",
        "en": "This kind of file cannot be taken and was not kept. Pictures (JPG, PNG, WebP), PDF and recordings (MP3, "
        "M4A, OGG, AMR) can.",
    },
    "file_large": {
        "zh": "文件太大了，没有保存。每个最多 10 MB。",
        "en": "The file is too large and was not kept. The limit is 10 MB each.",
    },
    "file_empty": {"zh": "这个文件是空的。", "en": "This file is empty."},
    "file_many": {
        "zh": "这个案件里的文件已经太多了，这一个没有保存。",
        "en": "There are too many files in this case already; this one was not kept.",
    },
    "file_full": {
        "zh": "这个文件没有保存下来：我们的存储空间满了。请过一会儿再试，或者等调解员联系您时再给。",
        "en": "This file was not kept: our storage is full. Please try again later, or give it to the mediator when "
        "they write to you.",
    },
    "secret_in_use": {
        "zh": "这个会话编号已经用过了，请换一个新的。",
        "en": "This conversation is in use already; a new one is needed.",
    },
    "link_broken": {
        "zh": "这个链接不完整或者写错了。请回到对话里，从那里重新打开。",
        "en": "This link is incomplete or wrong. Please go back to the conversation and open it from there.",
    },
    "file_gone": {
        "zh": "没有这个内容，可能已经更新了。请回到对话里再问一次。",
        "en": "There is no such thing, or not any more. Please go back to the conversation and ask again.",
    },
    "not_found": {"zh": "没有找到。", "en": "Not found."},
    "lookup_unavailable": {
        "zh": "现在查不到资料，请过几分钟再试。",
        "en": "This cannot be looked up right now. Please try again in a few minutes.",
    },
    "internal": {
        "zh": "出了故障，是我们这边的问题。请过一会儿再试，或者打 12348 公共法律服务热线；有人身危险，请马上打 110。",
        "en": "Something went wrong on our side. Please try again later, or call the public legal service line 12348; "
        "in danger, call 110 at once.",
    },
}


def say(key: str, language: Language, **values: object) -> str:
    """The sentence ``key`` in ``language`` with ``values`` filled in. An unknown key is a ``KeyError``."""
    return SENTENCES[key][language].format(**values)

"""Why the desk refuses something, said to the member of staff who asked."""

from __future__ import annotations

from bot.sentences import Language

SENTENCES: dict[str, dict[Language, str]] = {
    "signed_out": {
        "zh": "您还没有登录，或者登录已经过期。请重新登录。",
        "en": "You are not signed in, or not any more. Please sign in.",
    },
    "wrong_login": {"zh": "用户名或密码不对。", "en": "Login or password is wrong."},
    "locked": {
        "zh": "错了太多次，请过 {minutes} 分钟再登录。忘了密码，请管理员重新发邀请链接。",
        "en": "Too many wrong tries. Please wait {minutes} minutes. If you forgot the password, ask your administrator "
        "for a new invitation.",
    },
    "too_many_tries": {
        "zh": "从这个网络地址试得太多了，请过 {minutes} 分钟再登录。",
        "en": "Too many tries from this address. Please wait {minutes} minutes.",
    },
    "csrf": {
        "zh": "页面过期了，这一步没有做。请刷新页面再试。",
        "en": "This page is out of date and nothing was done. Please reload it.",
    },
    "forbidden": {"zh": "这一步不归您的角色办。", "en": "Your role does not allow this."},
    "case_hidden": {"zh": "没有这个案件，或者不归您看。", "en": "There is no such case, or it is not yours to see."},
    "not_holder": {
        "zh": "这个案件现在不在您手上，先认领才能做这一步。",
        "en": "You do not hold this case. Claim it first.",
    },
    "claim_lost": {"zh": "{holder} 已经认领了这个案件。", "en": "{holder} has already claimed this case."},
    "conflict_of_interest": {
        "zh": "您申报过和这个案件的一方有利害关系，要由别的同事来办。",
        "en": "You have declared a conflict of interest with a party of this case. A colleague must take it.",
    },
    "wrong_state": {
        "zh": "案件现在的状态做不了这一步，可能刚刚变了。请看最新情况。",
        "en": "This cannot be done in the case's present state; it may just have changed. Please look again.",
    },
    "no_chat": {
        "zh": "这个案件没有聊天可用：它是别的单位转来的，或者对话已经删除。请用别的方式联系当事人。",
        "en": "This case has no chat: a partner sent it, or what was said is erased. Reach the party another way.",
    },
    "id_reused": {
        "zh": "这条消息的编号已经用过了，请刷新页面再发。",
        "en": "This id was used for another message. Please reload the page.",
    },
    "file_gone": {"zh": "没有这个文件，可能已经删除了。", "en": "There is no such file; it may be erased."},
    "paper_not_yet": {
        "zh": "案件现在的状态还做不了这份文书。",
        "en": "This paper cannot be made in the case's present state.",
    },
    "days_wrong": {
        "zh": "日期范围不对：开始要早于结束，最多两年多。",
        "en": "The days are wrong: first to last, and about two years at most.",
    },
    "malformed": {"zh": "填写的内容不对：{problem}", "en": "Something is not filled in right: {problem}"},
    "too_large": {"zh": "文件太大了。", "en": "The file is too large."},
    "not_available": {
        "zh": "现在查不到资料（检索服务没有运行），不影响回复当事人。请过几分钟再试。",
        "en": "Nothing can be looked up right now; the search is not running. You can go on answering. Please try "
        "again in a few minutes.",
    },
    "store_unavailable": {
        "zh": "现在读不到、也存不了内容，是系统的故障，这一步没有做。请过一会儿再试。",
        "en": "Nothing can be read or saved right now; the fault is on our side; nothing was done. Try again soon.",
    },
    "login_taken": {"zh": "这个用户名已经有人用了。", "en": "Somebody else has this login."},
    "member_hidden": {"zh": "没有这个人，或者不归您管。", "en": "There is no such member, or not one of yours."},
    "member_inactive": {"zh": "这个人已经停用，请先恢复。", "en": "This member is inactive. Reactivate them first."},
    "invitation_unknown": {
        "zh": "邀请链接用过了、过期了，或者不完整。请管理员重新发一个。",
        "en": "This invitation was used, has run out, or is incomplete. Please ask your administrator for a new one.",
    },
    "password_short": {
        "zh": "密码太短，至少要 10 个字符。",
        "en": "The password is too short: 10 characters at least.",
    },
    "password_long": {"zh": "密码太长，最多 256 个字符。", "en": "The password is too long: 256 characters at most."},
    "password_login": {"zh": "密码不能和用户名一样。", "en": "The password must not be the login."},
    "password_wrong": {"zh": "旧密码不对。", "en": "The old password is wrong."},
    "last_administrator": {
        "zh": "这是最后一位管理员，不能停用，也不能换角色。请先添加另一位管理员。",
        "en": "This is the last administrator. Add another one first.",
    },
    "not_yourself": {
        "zh": "不能停用自己，也不能改自己的角色和机构。",
        "en": "You cannot deactivate yourself or change your own role.",
    },
    "unknown_organisation": {"zh": "没有这个机构。", "en": "There is no such organisation."},
    "unknown_kind": {"zh": "没有这种纠纷类型。", "en": "There is no such kind of dispute."},
    "packet_unfit": {
        "zh": "这个案件包不合格式，没有导入：{problem}",
        "en": "This packet does not fit the standard and was not imported: {problem}",
    },
    "decided_already": {
        "zh": "这一条已经有人处理过，或者已经超时。",
        "en": "This was already decided, or its time has run out.",
    },
    "draft_kind": {
        "zh": "请交 .docx、.md 或 .txt 文件，或者把文字粘贴进来。",
        "en": "Hand in a .docx, .md or .txt file, or paste the text.",
    },
    "draft_unreadable": {
        "zh": "这个文件读不出来，可能不是它名字所说的格式，或者太长。请另存为 .docx 或 .txt 再试。",
        "en": "This file cannot be read; it may not be what its name says, or too long. Save it anew and try again.",
    },
    "review_busy": {
        "zh": "别的同事正在审核，请过半分钟再试。",
        "en": "A colleague's draft is being reviewed. Please try again in half a minute.",
    },
    "review_slow": {
        "zh": "审核用的时间太长，已经停下。请把文稿分成几部分再试。",
        "en": "The review took too long and was stopped. Please try the draft in parts.",
    },
    "review_failed": {
        "zh": "审核没有做成，是系统的故障。请告诉维护人员。",
        "en": "The review failed; the fault is on our side. Please tell whoever runs this.",
    },
    "too_many_streams": {"zh": "打开的页面太多了，请关掉几个。", "en": "Too many desks are open. Please close some."},
}


def say(key: str, language: Language, **values: object) -> str:
    """The sentence ``key`` in ``language`` with ``values`` filled in. An unknown key is a ``KeyError``."""
    return SENTENCES[key][language].format(**values)

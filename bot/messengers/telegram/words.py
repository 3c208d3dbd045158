"""What the Telegram messenger itself says to citizens, and the headings of an answer there."""

from __future__ import annotations

from bot.sentences import Language

WORDS: dict[str, dict[Language, str]] = {
    # --- headings of an answer, in the words of the web page ---
    "steps": {"zh": "怎么做", "en": "What to do"},
    "deadline": {"zh": "时限", "en": "Time limit"},
    "papers": {"zh": "要准备的材料", "en": "Papers to prepare"},
    "cost": {"zh": "费用", "en": "Cost"},
    "duration": {"zh": "要多久", "en": "How long"},
    "where": {"zh": "去哪里办", "en": "Where to go"},
    "how": {"zh": "怎么办理", "en": "How to apply"},
    "why": {"zh": "为什么选它", "en": "Why take it"},
    "if_it_fails": {"zh": "不成怎么办", "en": "If it fails"},
    "fee": {"zh": "费用", "en": "Fee"},
    "time": {"zh": "时间", "en": "Time"},
    "binding": {"zh": "结果的效力", "en": "Is it binding?"},
    "enforcement": {"zh": "对方不履行时", "en": "If they don't comply"},
    "decided_by": {"zh": "由谁处理", "en": "Who handles it"},
    "not_for": {"zh": "不适合", "en": "Not for"},
    "hours": {"zh": "时间", "en": "Hours"},
    "site": {"zh": "打开网站", "en": "Open the website"},
    "citations": {"zh": "法律依据（点开看条文）", "en": "The law behind this (tap to read; the text is in Chinese)"},
    "more": {"zh": "更多说明", "en": "More about this"},
    "as_of": {"zh": "内容截至 {date}", "en": "As of {date}"},
    "applies_from": {"zh": "自 {date} 起施行", "en": "in force from {date}"},
    "colon": {"zh": "：", "en": ": "},
    "automatic": {"zh": "自动回复，不是法律意见", "en": "automatic reply, not legal advice"},
    "mediator": {"zh": "{name}（调解员）", "en": "{name} (mediator)"},
    "you_elsewhere": {"zh": "您在网页上说：", "en": "You wrote on the web page:"},
    "you_in_telegram": {"zh": "您在另一个聊天里说：", "en": "You wrote in another chat:"},
    "you_sent_file": {"zh": "您在网页上发了文件：{name}", "en": "You sent a file from the web page: {name}"},
    "file": {"zh": "文件：{name}", "en": "File: {name}"},
    "file_unavailable": {
        "zh": "文件“{name}”现在取不出来，请在网页上打开，或者过一会儿再问。",
        "en": 'The file "{name}" cannot be fetched now. Open it on the web page, or ask again later.',
    },
    "picture": {"zh": "图片", "en": "Picture"},
    # --- articles ---
    "article_button": {"zh": "看条文：{label}", "en": "Read {label}"},
    "article_no_text": {
        "zh": "我们的法条库里没有这一件的全文，请查正式公布的文本：",
        "en": "Our statutes database does not have the full text of this one. Please look up the official text:",
    },
    "article_missing": {
        "zh": "没有找到这一条。请以正式公布的文本为准。",
        "en": "This article was not found. Please rely on the officially published text.",
    },
    "article_failed": {
        "zh": "现在读不出条文，请过几分钟再点一次。",
        "en": "The article cannot be read right now. Please press again in a few minutes.",
    },
    "issuer": {"zh": "发布机关", "en": "Issued by"},
    "number": {"zh": "文号", "en": "Document number"},
    "published": {"zh": "公布日期", "en": "Published"},
    "effective": {"zh": "施行日期", "en": "In force from"},
    "status": {"zh": "状态", "en": "Status"},
    # --- commands ---
    "start": {
        "zh": "您好，我是解纷助手，可以帮您弄清上海的法律纠纷怎么办。\n\n"
        "用自己的话说您遇到的事就行，不用懂法律，也不用写姓名和电话。"
        "我会告诉您先做什么、去哪里、最晚什么时候办、带什么材料。\n\n"
        "带 🤖 的是自动回复，是信息，不是法律意见。带 👤 的是调解员本人。\n"
        "有人身危险，请马上打 110；有人受伤，打 120。\n\n"
        "您在这里写的话，Telegram 公司也会经手。不想这样，可以用我们的网页。",
        "en": "Hello, I am Jiefen, a program that helps with legal disputes in Shanghai.\n\n"
        "Tell me in your own words what happened. You need not know any law, nor give your name or phone number. "
        "You will hear what to do first, where to go, by when, and with which papers.\n\n"
        "🤖 marks automatic replies: information, not legal advice. 👤 marks a mediator, a person.\n"
        "In danger, call 110 at once; if somebody is hurt, 120.\n\n"
        "What you write here also passes through Telegram's hands. If you would rather not, use our web page.",
    },
    "help": {
        "zh": "直接说您遇到的事，比如“房东不退押金”。还可以用这些命令：\n"
        "/human 找人工\n/case 看我的案件；/case 加案件码，可以在这里接着谈\n/language 换语言\n"
        "/forget 删除我的数据\n/help 看这份说明\n\n"
        "有案件以后，照片、PDF 和语音都可以直接发来，会放进案件里。每个文件最大 10 MB。\n"
        "改了发出的话，请看下面的说明：助手不重新回答；调解员会看到改后的话。",
        "en": 'Just say what happened, for example "my landlord keeps the deposit". There are also these commands:\n'
        "/human talk to a person\n/case see my case; /case with a case code continues it here\n"
        "/language change the language\n/forget erase my data\n/help this page\n\n"
        "Once you have a case, photos, PDFs and voice messages that you send here go into it, up to 10 MB each.\n"
        "If you edit a message: the assistant does not answer it again; a mediator sees the new words.",
    },
    "language_ask": {"zh": "请选择语言 / Choose a language", "en": "Choose a language / 请选择语言"},
    "forget_here": {
        "zh": "我们这边的已经删了。这个 Telegram 聊天里的记录在 Telegram 那里，我们删不了："
        "请在 Telegram 里删除这个聊天。",
        "en": "What we kept is erased. What you see in this Telegram chat is kept by Telegram and we cannot erase it: "
        "please delete the chat in Telegram.",
    },
    "unknown_command": {
        "zh": "没有这个命令。发 /help 看有哪些命令，或者直接用自己的话说。",
        "en": "There is no such command. Send /help for the list, or just say it in your own words.",
    },
    # --- what cannot be taken ---
    "edited": {
        "zh": "您改了这句话。助手已经收到的是原来的话，不会重新回答。要更正，请再发一条新的。",
        "en": "You edited this message. The assistant got the words as they were first, and will not answer again. "
        "To correct something, please send it as a new message.",
    },
    "correction": {"zh": "（更正）{text}", "en": "(corrected) {text}"},
    "cannot_read": {
        "zh": "这种消息我看不懂。请用文字说；有案件以后，也可以发照片、PDF 或语音。",
        "en": "I cannot read this kind of message. Please write it in words; once you have a case, you can also send "
        "photos, PDFs or voice messages.",
    },
    "location": {
        "zh": "我看不了位置。请写出在哪个区、哪条街道或小区，不用写门牌号。",
        "en": "I cannot read a location. Please write the district and the street or estate, without the house number.",
    },
    "too_many": {
        "zh": "发得太快了，这一条没有收下。请等 {seconds} 秒再发一次。有人身危险，请马上打 110。",
        "en": "That was too fast, and this message was not taken. Please wait {seconds} seconds and send it again. "
        "In danger, call 110 at once.",
    },
    "no_case": {
        "zh": "现在还没有案件可以放这个文件，所以没有收下。要让调解员看到，请先发 /human 开一个案件，然后再发一次。",
        "en": "There is no case yet to put this file in, so it was not taken. To let a mediator see it, open a case "
        "with /human first and send it again.",
    },
    "file_large": {
        "zh": "这个文件太大了，没有收下。最大 10 MB。",
        "en": "This file is too large and was not taken. The limit is 10 MB.",
    },
    "file_empty": {"zh": "这个文件是空的，没有收下。", "en": "This file is empty and was not taken."},
    "file_many": {
        "zh": "这个案件里的文件太多了，这个没有收下。",
        "en": "There are too many files in this case; this one was not taken.",
    },
    "file_type": {
        "zh": "这种文件收不了。可以发照片（JPEG、PNG、WebP）、PDF 或语音。",
        "en": "This kind of file cannot be taken. Photos (JPEG, PNG, WebP), PDFs and voice messages can.",
    },
    "file_failed": {
        "zh": "这个文件没能从 Telegram 取下来，没有收下。请再发一次。",
        "en": "This file could not be fetched from Telegram and was not taken. Please send it again.",
    },
    "file_taken": {
        "zh": "收下了，放进案件 {number}。",
        "en": "Taken, and added to your case {number}.",
    },
    "button_gone": {
        "zh": "这个按钮已经失效了。请直接把问题写出来。",
        "en": "This button no longer works. Please write what you need.",
    },
    "code_wrong": {
        "zh": "没有找到这个案件码。请照着收到的案件码再发一遍，比如：/case 7K2M-9QXT-04HB",
        "en": "There is no case with this code. Please send it again exactly as you received it, for example: "
        "/case 7K2M-9QXT-04HB",
    },
    "code_too_many": {
        "zh": "试得太多了。请等 {seconds} 秒再试。",
        "en": "Too many tries. Please wait {seconds} seconds.",
    },
    "code_other_case": {
        "zh": "这个聊天里已经有自己的案件，不能再接另一个。请在网页上用这个案件码打开。",
        "en": "This chat has a case of its own and cannot join another one. Please open the code on the web page.",
    },
    "code_joined": {
        "zh": "好了，这个聊天接上了案件 {number}。以后的消息会同时出现在这里和原来的地方。",
        "en": "Done: this chat now belongs to case {number}. What is said from now on appears here and where it began.",
    },
    "forget_ask": {
        "zh": "删除我的数据？\n\n会删掉：您和助手、调解员说过的话，发来的文件，留下的联系方式。没办完的案件按撤回处理。"
        "不能恢复。\n\n调解员办过的案件，法律要求留一份登记和结果，到期自动删，删的时候会告诉您。",
        "en": "Erase my data?\n\nThis erases what you, the assistant and the mediator said, the files you sent, and "
        "how to reach you. Cases that are still open count as withdrawn. It cannot be undone.\n\nOf cases that a "
        "mediator has worked on the law wants a record kept for a time; you will be told what stays.",
    },
    "forget_yes": {"zh": "删除", "en": "Erase"},
    "forget_no": {"zh": "不删除", "en": "Keep it"},
    "forget_kept": {"zh": "没有删除。", "en": "Nothing was erased."},
    "forget_done": {"zh": "已经删除。", "en": "It is erased."},
    "forget_case": {"zh": "案件 {number}：{kept}", "en": "Case {number}: {kept}"},
    "forget_nothing": {
        "zh": "我们这边没有您的数据。这个聊天里看到的在 Telegram 那里，请在 Telegram 里删除这个聊天。",
        "en": "We keep nothing of yours. What you see in this chat is kept by Telegram; please delete the chat there.",
    },
    "undeliverable": {
        "zh": "有一条消息在 Telegram 里显示不了，是我们这边的故障。请再问一次，或者打 12348 公共法律服务热线。",
        "en": "One message could not be shown in Telegram; the fault is on our side. Please ask again, or call the "
        "public legal service line 12348.",
    },
    "group_refused": {
        "zh": "为了保护隐私，我不在群里说话。请点我的名字，单独跟我聊。",
        "en": "To protect privacy I do not talk in groups. Please tap my name and write to me alone.",
    },
}

COMMANDS: dict[Language, list[tuple[str, str]]] = {
    "zh": [
        ("human", "找人工"), ("case", "看我的案件"), ("language", "换语言 / language"), ("forget", "删除我的数据"),
        ("help", "怎么用"),
    ],
    "en": [
        ("human", "Talk to a person"), ("case", "See my case"), ("language", "Change the language"),
        ("forget", "Erase my data"), ("help", "How to use this"),
    ],
}  # fmt: skip
"""The menu of commands in a citizen's app."""

OWN_WORDS: dict[str, dict[Language, str]] = {
    "human": {"zh": "转人工", "en": "I want to speak to a person"},
    "case": {"zh": "我的案件怎么样了", "en": "What is the status of my case?"},
    "language": {"zh": "请说中文", "en": "English please"},
}
"""What a command says in a citizen's own words, which the assistant understands and a mediator can read."""

STATUSES = {
    "现行有效": "In force", "已被修改": "Amended", "已废止": "Repealed", "历史版本": "Earlier version",
    "尚未生效": "Not yet in force",
}  # fmt: skip
"""A statute's status in English."""


def say(key: str, language: Language, **values: object) -> str:
    """The words ``key`` in ``language`` with ``values`` filled in. An unknown key is a ``KeyError``."""
    return WORDS[key][language].format(**values)

/** Every sentence of the desk's own, in both languages. Names of kinds, places and people come from the server. */

const zh = {
  name: "解纷工作台", pageTitle: "解纷工作台 Jiefen",
  skip: "跳到正文", otherLanguage: "English", newWindow: "（在新窗口打开）",
  pages: { cases: "案件", figures: "数据", staff: "人员", approvals: "待审答复", review: "审核", me: "设置" },
  ways: "工作台页面",
  loading: "正在读取…", tryAgain: "再试一次", cancel: "取消", close: "关闭", save: "保存", saved: "已保存。", add: "添加", remove: "删除",
  removeLabel: (name) => `删除：${name}`, optional: "（可不填）", choose: "请选择", change: "修改", copy: "复制", copied: "已复制。",

  signIn: "登录", signInLead: "调解员、负责人和管理员从这里登录。没有账号，请向管理员要邀请链接。", login: "用户名", password: "密码",
  signOut: "退出登录", signOutAnyway: "仍然退出", signedOutLead: "登录已经过期，请重新登录。没发出的内容还在。",
  unsent: (count) => `还有 ${count} 段没发出的内容。退出后会从这台电脑上删除。`,
  invitation: "接受邀请", invitationLead: "给自己设一个密码，以后用它登录。", invitationTake: "设好密码，开始使用",
  newPassword: "新密码", oldPassword: "现在的密码", passwordAgain: "再输一遍新密码", passwordHint: "至少 10 个字符，不能和用户名一样。", changePassword: "修改密码",
  noServer: "连不上服务器", noServerLead: "工作台暂时打不开。请检查网络，过一会儿再试。",
  refusals: {
    unreachable: "连不上服务器，这一步没有做。请检查网络后再试。", other: "没有做成，请再试一次。", passwords_differ: "两次输入的密码不一样。",
  },
  lineLost: "和服务器断开了，正在重新连接。您写的内容不会丢，新消息会晚一点出现。",

  duty: "是否在岗", onDuty: "在岗", offDuty: "不在岗", dutyOnSaid: "您现在在岗，新案件会提示您。", dutyOffSaid: "您现在不在岗，手上的案件还在。",
  account: (name) => `账号：${name}`,
  noticesLabel: "提醒", noticesWaiting: (count) => `提醒，${count} 条未看`, noNotices: "没有新提醒。", allSeen: "全部已看",
  notices: {
    case_routed: (number) => `新案件 ${number}，等待认领`, message: (number) => `${number} 当事人有新消息`, due_soon: (number) => `${number} 快到期了`,
    overdue: (number) => `${number} 超期了，请尽快处理`, supervised: (number) => `${number} 被督办了，请尽快处理`, lease_ended: (number) => `${number} 长时间没有处理，已退回队列`,
    danger: (number) => `${number} 当事人可能有危险，请马上看`, handed_on: (number) => `${number} 转给您办理`, packet_failed: (number) => `${number} 的案件包没有送到对方`,
  },

  casesLabel: "案件列表", viewsLabel: "看哪些案件", views: { queue: "待认领", mine: "我的", all: "全部", closed: "已结" },
  search: "搜索案件", searchHint: "编号、姓名或内容", filter: "筛选", filtered: (count) => `筛选（${count}）`, clearFilters: "清除筛选", packetImport: "导入案件包", packetImported: "已导入。",
  filterNames: { kind: "纠纷类型", district: "区", language: "语言", state: "状态" },
  anyOf: { kind: "全部类型", district: "全部区", language: "全部语言", state: "全部状态" }, onlyOverdue: "只看超期",
  languages: { zh: "中文", en: "英文" },
  found: (count) => `共 ${count} 件`, moreRows: (shown, total) => `再看一些（已显示 ${shown} / ${total}）`,
  emptyFiltered: "没有符合条件的案件。",
  empty: {
    queue: "现在没有等待认领的案件。新案件会自动出现在这里。", mine: "您手上没有案件。到“待认领”里选一件，按“认领”。",
    all: "还没有案件。市民在聊天里登记后，会出现在这里。", closed: "还没有办结的案件。",
  },
  emptyOffDuty: "您现在不在岗。打开右上角的“在岗”，新案件来了会提示您。", toQueue: "去待认领",
  danger: "危险", raised: "加急", unread: (count) => `${count} 条未读`, noSummary: "还没有写明经过",
  handledBy: (name) => `${name} 经办`, heldByMe: "我在办", heldBy: (name) => `${name} 在办`, waitingFor: "已等", lastWord: "最近消息",
  saidBy: { citizen: "当事人：", assistant: "助手：", mediator: "调解员：" },
  lessThanMinute: "不到 1 分钟", minutes: (count) => `${count} 分钟`, hours: (count) => `${count} 小时`, days: (count) => `${count} 天`,
  dueIn: (time) => `还剩 ${time}`, overdueBy: (time) => `已超期 ${time}`,
  nothingOpen: "从左边选一件案件。", nothingOpenKeys: "键盘：J、K 上下移动，回车打开，按 ? 看全部快捷键。",

  transferred: "案件已经转出。", caseGone: "没有这件案件，或者不归您看了。", backToList: "回到列表", cannotClaim: "这件案件现在不能认领。", cannotReply: "这件案件现在不能回复。",
  talkEnded: "案件已经结束，不能再发消息。", showViews: (count) => `也显示 ${count} 次查看`, noTranscript: "您所在机构参与这件案件，但看不到对话。", partsLabel: "看哪一部分", parts: { talk: "对话", file: "案情" },
  conversation: "对话", messagesLabel: "消息", fileLabel: "案情和办理", newer: "看新消息",
  citizen: "当事人", assistant: "助手（自动）", mediator: "调解员", me: "我",
  wholeCard: "展开看当事人看到的全文", wholeComparison: "展开看比较", unknownKind: "这条消息在这里显示不了。",
  readByCitizen: "当事人已看到", citizenTyping: "当事人正在输入…",
  assistantSpeaks: "现在由助手自动回答", youSpeak: "现在由您对话，助手不出声", mediatorSpeaks: (name) => `现在由${name}对话，助手不出声`,
  replyLabel: "回复当事人", replyHint: "写给当事人…", replyClaimFirst: "认领后才能回复；可以先写好", send: "发送", sending: "正在发送…",
  sendKeys: "Ctrl + 回车发送", sendTakesOver: "发出后由您对话，助手不再自动回答", sendClaims: "草稿会自动保存",
  tooLong: (used, limit) => `一次最多 ${limit} 字，现在 ${used} 字`,
  notSent: "没有发出去。", sendAgain: "再发一次", edit: "改一改", discard: "不发了",
  claimFirstTitle: "先认领再回复？", claimFirstLead: "这件案件还没有人认领。认领后由您办理，这段话随即发给当事人。", claimAndSend: "认领并发送",
  quickReplies: "常用回复", quickSearch: "找一句", noQuickReplies: "这类纠纷还没有常用回复。",
  suggestions: "参考答复", suggestionKeys: "Alt + 数字放进回复框", suggestLabel: "用自己的话查指引和法条", suggestHint: "按当事人最近的话查；也可以自己写", look: "查",
  looking: "正在查…", perhaps: "（可能相关）", noSuggestions: "没有找到合适的指引或法条。换个说法再查。", insert: "放入", insertLabel: (title) => `放进回复框：${title}`,

  sections: {
    ended: "结果", facts: "案情", people: "当事人和联系方式", shown: "助手说过什么", files: "附件", papers: "文书", why: "为什么派到这里",
    participants: "参与机构", notes: "内部备注", trail: "办理经过",
  },
  facts: {
    what_happened: "经过", wishes: "诉求", other_side: "对方", amount: "金额", happened_on: "发生时间", tried: "试过什么",
    evidence: "证据", where: "地点", address: "地址", screening: "法律援助初筛",
  },
  sides: { applicant: "申请人", other_side: "被申请人" }, contact: "联系方式", consent: "当事人已同意登记并由调解员使用这些信息：", noConsent: "当事人还没有同意登记个人信息。",
  shownCards: "给看过的指引", noCards: "没有。", unanswered: "没答上来的问题", noUnanswered: "没有。",
  inCharge: "主办", addParticipant: "邀请机构参与", participantRole: "以什么身份参与", organisation: "机构",
  packet: "导出案件包（.json）", packetHint: "统一格式，可以交给其他单位的系统。",
  noteHint: "只给同事看", noteLabel: "写一条内部备注", noteAdd: "记下备注", notePrivate: "当事人看不到备注。",
  outcome: "结果", closedAt: "结案时间", satisfaction: "满意度", stars: (count) => `${count} 分`,
  deadlines: { first_contact: "首次联系", close: "办结", move: "督办", return_visit: "回访", lease: "不处理会退回" },
  actionsLabel: "可以做的事",
  actions: {
    claim: "认领", take_over: "由我来说", hand_back: "交回助手", release: "退回队列", close: "结案", review: "登记回访", hand_on: "转给同事",
    transfer: "转到其他机构", supervise: "督办", resume: "结束督办", raise: "调整紧急程度", send: "移送合作单位", refuse: "不受理", reopen: "重新打开",
  },
  leads: {
    release: "案件回到队列，原来的位置不变，同事可以认领。当事人会收到通知。", refuse: "这件事不归调解管时用。当事人会收到通知，请写清原因和能去哪里。",
    supervise: "案件标为督办，五个工作日内要有进展。", reopen: "案件回到队列，重新办理。", hand_on: "同事马上会收到提醒，当事人也会知道换人了。",
    transfer: "案件交给另一个机构主办，本机构不再办理。当事人会收到通知。", raise: "紧急的案件排在前面。", send: "案件包发给合作单位。对方收下以后由对方办理，当事人会收到通知；在那之前案件还在这里。",
    participants: "对方只能看到这个身份可以看的部分。", remove: "这个机构不再看到这件案件。",
  },
  sources: { applied: "当事人申请", taken_up: "机构主动介入", handed_over: "其他单位移送：" },
  why: "原因", toColleague: "转给", toOrganisation: "转到哪个机构", toPartner: "移送到", priority: "紧急程度", priorities: { 0: "普通", 1: "加急", 2: "危险" },
  colleague: (name, onDuty, load) => `${name}（${onDuty ? "在岗" : "不在岗"}，在办 ${load} 件）`,
  closeTitle: "结案", closeLead: "当事人会收到结案通知，并可以评价。", closeWhy: "说明",
  agreement: {
    form: "协议形式", forms: { written: "书面", spoken: "口头" }, terms: "协议内容", termsHint: "写清谁、做什么、多少、什么时候。会写进调解协议书。",
    disputed: "争议事项", responsibility: "各方责任", way: "履行方式", due: "履行期限",
  },
  visit: {
    title: "登记回访", lead: "办结十五天内回访一次。", on: "回访日期", with: "回访了谁", way: "方式", ways: { in_person: "当面", phone: "电话", online: "网上" },
    performed: "协议履行情况", performeds: { full: "全部履行", part: "部分履行", none: "没有履行", not_due: "还没到期" },
    satisfied: "满意度", satisfieds: { 1: "1 分", 2: "2 分", 3: "3 分", 4: "4 分", 5: "5 分" }, court: "是否起诉、结果", hidden_trouble: "有没有激化的苗头", text: "其他情况", notAsked: "没有问",
  },
  actors: { staff: "工作人员", citizen: "当事人", assistant: "助手", system: "系统", partner: "合作单位" },
  events: {
    case_opened: "登记", case_routed: "分派", case_filled: "补充案情", case_claimed: "认领", case_released: "退回队列", case_lease_ended: "持有期满，退回队列",
    case_handed_on: "转给同事", case_transferred: "转到其他机构", case_sent: "移送", case_refused: "不受理", case_supervised: "督办", case_resumed: "结束督办",
    case_closed: "结案", case_reviewed: "回访", case_reopened: "重新打开", case_withdrawn: "当事人撤回", case_raised: "调整紧急程度", case_overdue: "超期",
    case_warned: "到期提醒", case_viewed: "查看", case_replied: "首次回复", case_rated: "评价", case_erased: "删除", case_kept: "依法保留",
    floor_taken: "调解员开始对话", floor_returned: "交回助手", note_added: "记备注", participant_added: "邀请机构", participant_removed: "移出机构",
    code_renewed: "换案件码", code_used: "用案件码找回案件", callback_asked: "要求回电", file_added: "收到附件", file_viewed: "查看附件", paper_made: "生成文书", packet_imported: "收到案件包",
    packet_made: "导出案件包", packet_acknowledged: "对方已收到案件包", packet_failed: "案件包没有送到",
  },

  figures: {
    title: (name) => `${name} · 数据`, open: "在办", overdue: "超期", waiting: "待认领", opened: "新收", closed: "办结", firstReply: "首次回复（中位）", toClose: "办结用时（中位）",
    satisfaction: "满意度", rated: (count) => `${count} 人评价`, byDay: "每天新收和办结", day: "日期", byKind: "按纠纷类型", byDistrict: "按区", byState: "按状态", outcomes: "办结结果",
    team: "人员和负担", member: "姓名", count: "件数", unknown: "没有填", none: "这段时间没有案件。", from: "从", to: "到", period: "时间段", lastDays: (days) => `近 ${days} 天`, csv: "下载表格（CSV）",
  },

  addMember: "添加人员", addMemberLead: "添加后会得到一条邀请链接，请转给本人。", changeMember: (name) => `修改：${name}`, shownName: "姓名", shownNameHint: "当事人会看到这个名字。",
  loginHint: "小写字母、数字，登录时用。", role: "角色", speaks: "会的语言", handles: "办哪些纠纷", handlesHint: "一个都不选，就是都办。", openCases: "在办", lastSeen: "最近登录", doWhat: "操作",
  inactive: "已停用", invite: "邀请链接", invitationFor: (name) => `给 ${name} 的邀请`, invitationGive: "请把链接发给本人。它只能用一次，七天内有效，关掉后看不到了。", invitationLink: "邀请链接",
  deactivate: "停用", activate: "启用", deactivateTitle: (name) => `停用 ${name}？`, deactivateLead: "停用后不能登录，手上的案件退回队列。以前的记录都在。", activateTitle: (name) => `启用 ${name}？`, noStaff: "还没有人员。",

  profile: "我的资料", profileLead: "分派案件时看语言和纠纷类型。", looks: "显示和提醒",
  choices: {
    theme: { label: "明暗", system: "跟随系统", light: "浅色", dark: "深色" }, size: { label: "字号", normal: "标准", large: "大", largest: "特大" },
    sound: { label: "提示音", on: "开", off: "关" }, keys: { label: "单键快捷键", on: "开", off: "关" },
  },
  soundTry: "试听提示音", notificationsAsk: "打开浏览器通知", notificationsMissing: "这个浏览器不支持通知。",
  notificationStates: { default: "浏览器通知：还没有打开。", granted: "浏览器通知：已打开。切到别的窗口时也会提示。", denied: "浏览器通知：被浏览器拦住了，请在浏览器的网站设置里允许。" },
  telegram: "Telegram", telegramLead: "连上后，新案件也会发到您的 Telegram，可以在那里认领和回复。", telegramLinked: "已连接。", telegramNotLinked: "还没有连接。", telegramLink: "取一个连接码", telegramUnlink: "断开连接",
  telegramCode: (time) => `请在 Telegram 里把下面这一行发给机器人，${time}内有效：`,
  conflicts: "回避名单", conflictsLead: "写下和您有利害关系的人或单位的名字。案件里有这些名字时，不会让您认领。名单加密保存，别人看不到。", noConflicts: "名单是空的。", conflictName: "姓名或单位全称",

  approvalsLead: "新指引的前几次答复，要有人看过才发给市民。超时没有处理，市民会收到通知，并可以找人工。", noApprovals: "现在没有等待审核的答复。", asked: "市民的问题", answerToCome: "准备发给市民的答复", approve: "可以发", refuseAnswer: "不发", approved: "已发给市民。", refusedAnswer: "没有发。市民会收到通知。",

  review: {
    lead: "交一份通知、协议或指引的文稿，看里面引的法律对不对：有没有这一条、现在还有效没有、引文和数字对不对。文稿不会保存。",
    file: "文件（.docx、.md、.txt，最大 5 MB）", paste: "或者粘贴文字", pasteHint: "根据《…》第…条……", check: "审核", pasted: "粘贴的文字",
    working: "正在审核，一般几秒钟，长的文稿要久一些……", nothing: "请先选一个文件，或者粘贴文字。", tooLarge: "文件超过 5 MB，请分成几部分。",
    result: (name) => `审核结果：${name}`, found: (errors, warnings, notes) => `${errors} 处错误，${warnings} 处要看一看，${notes} 处提示。`,
    lookedAt: (paragraphs, laws, articles) => `看了 ${paragraphs} 段，提到法律 ${laws} 处，引条文 ${articles} 条。`, asOf: (day) => `按 ${day} 的法律。`,
    notDone: "没能做的：", severities: { error: "错误", warning: "看一看", note: "提示" }, perhaps: "也许是：", or: "、", draft: "文稿", law: "法律",
    places: {
      line: (number) => `第 ${number} 行`, paragraph: (number) => `第 ${number} 段`, footnote: (number) => `脚注 ${number}`, endnote: (number) => `尾注 ${number}`,
    },
    noReplacement: "审核代替不了人读：换了说法的内容看不出来。",
  },

  keysTitle: "键盘快捷键", keysRest: "输入时不起作用。按 ? 看全部快捷键。", keysHint: "单键快捷键在输入时不起作用，可以在“设置”里关掉。",
  keyList: [
    [["J", "K"], "列表里下一件、上一件"], [["Enter"], "打开"], [["C"], "认领"], [["/"], "搜索；在空的回复框里是常用回复"], [["R"], "写回复"], [["N"], "写内部备注"],
    [["Ctrl", "Enter"], "发送"], [["Alt", "1–9"], "把参考答复放进回复框"], [["Esc"], "离开输入框，回到列表"], [["?"], "看这张表"],
  ],
};

const en = {
  name: "Jiefen desk", pageTitle: "Jiefen desk 解纷工作台",
  skip: "Skip to the content", otherLanguage: "中文", newWindow: "(opens in a new window)",
  pages: { cases: "Cases", figures: "Figures", staff: "Staff", approvals: "Approvals", review: "Review", me: "Settings" },
  ways: "Pages of the desk",
  loading: "Loading…", tryAgain: "Try again", cancel: "Cancel", close: "Close", save: "Save", saved: "Saved.", add: "Add", remove: "Remove",
  removeLabel: (name) => `Remove: ${name}`, optional: "(optional)", choose: "Please choose", change: "Change", copy: "Copy", copied: "Copied.",

  signIn: "Sign in", signInLead: "For mediators, leads and administrators. No account? Ask your administrator for an invitation.", login: "Login", password: "Password",
  signOut: "Sign out", signOutAnyway: "Sign out anyway", signedOutLead: "Your session has ended. Please sign in again. What you had not sent is still here.",
  unsent: (count) => `${count} texts have not been sent. Signing out deletes them from this computer.`,
  invitation: "Accept the invitation", invitationLead: "Choose a password. You will sign in with it from now on.", invitationTake: "Set the password and start",
  newPassword: "New password", oldPassword: "Present password", passwordAgain: "The new password again", passwordHint: "At least 10 characters, and not your login.", changePassword: "Change password",
  noServer: "The server cannot be reached", noServerLead: "The desk cannot be opened right now. Check your connection and try again in a while.",
  refusals: {
    unreachable: "The server was not reached and nothing was done. Check your connection and try again.", other: "That did not work. Please try again.", passwords_differ: "The two passwords are not the same.",
  },
  lineLost: "The connection is lost; reconnecting. Nothing you wrote is lost. New messages may come late.",

  duty: "Duty", onDuty: "On duty", offDuty: "Off duty", dutyOnSaid: "You are on duty. You will be told of new cases.", dutyOffSaid: "You are off duty. Your cases stay with you.",
  account: (name) => `Account: ${name}`,
  noticesLabel: "Notices", noticesWaiting: (count) => `Notices, ${count} not seen`, noNotices: "Nothing new.", allSeen: "Mark all as seen",
  notices: {
    case_routed: (number) => `New case ${number} waits to be claimed`, message: (number) => `${number}: a new message`, due_soon: (number) => `${number} is due soon`,
    overdue: (number) => `${number} is overdue: please see to it`, supervised: (number) => `${number} is now supervised: please see to it`, lease_ended: (number) => `${number} was left alone for long and is back in the queue`,
    danger: (number) => `${number}: somebody may be in danger. Look now.`, handed_on: (number) => `${number} was handed to you`, packet_failed: (number) => `${number}: the packet did not reach the partner`,
  },

  casesLabel: "List of cases", viewsLabel: "Which cases", views: { queue: "Queue", mine: "Mine", all: "All", closed: "Closed" },
  search: "Search cases", searchHint: "Number, name or words", filter: "Filter", filtered: (count) => `Filter (${count})`, clearFilters: "Clear the filter", packetImport: "Import a packet", packetImported: "Imported.",
  filterNames: { kind: "Kind", district: "District", language: "Language", state: "State" },
  anyOf: { kind: "All kinds", district: "All districts", language: "All languages", state: "All states" }, onlyOverdue: "Overdue only",
  languages: { zh: "Chinese", en: "English" },
  found: (count) => `${count} cases`, moreRows: (shown, total) => `Show more (${shown} of ${total} shown)`,
  emptyFiltered: "No case fits.",
  empty: {
    queue: "No case waits to be claimed. New cases appear here by themselves.", mine: "You hold no case. Choose one in the queue and press Claim.",
    all: "There are no cases yet. They appear here when citizens open them in the chat.", closed: "No case is closed yet.",
  },
  emptyOffDuty: "You are off duty. Switch On duty on at the top and you will be told of new cases.", toQueue: "Go to the queue",
  danger: "Danger", raised: "Urgent", unread: (count) => `${count} unread`, noSummary: "What happened is not written yet",
  handledBy: (name) => `Handled by ${name}`, heldByMe: "Mine", heldBy: (name) => `Held by ${name}`, waitingFor: "Waiting", lastWord: "Last message",
  saidBy: { citizen: "Citizen: ", assistant: "Assistant: ", mediator: "Mediator: " },
  lessThanMinute: "< 1 min", minutes: (count) => `${count} min`, hours: (count) => `${count} h`, days: (count) => (count === 1 ? "1 day" : `${count} days`),
  dueIn: (time) => `${time} left`, overdueBy: (time) => `Overdue by ${time}`,
  nothingOpen: "Choose a case on the left.", nothingOpenKeys: "Keyboard: J and K move, Enter opens, ? shows every key.",

  transferred: "The case is with the other organisation now.", caseGone: "There is no such case, or it is no longer yours to see.", backToList: "Back to the list", cannotClaim: "This case cannot be claimed now.", cannotReply: "This case cannot be answered now.",
  talkEnded: "The case has ended; nothing more can be sent.", showViews: (count) => `Show ${count} views too`, noTranscript: "Your organisation takes part in this case without seeing the conversation.", partsLabel: "Which part", parts: { talk: "Conversation", file: "File" },
  conversation: "Conversation", messagesLabel: "Messages", fileLabel: "Case file", newer: "New messages",
  citizen: "Citizen", assistant: "Assistant (automatic)", mediator: "Mediator", me: "Me",
  wholeCard: "Show all that the citizen saw", wholeComparison: "Show the comparison", unknownKind: "This message cannot be shown here.",
  readByCitizen: "Seen by the citizen", citizenTyping: "The citizen is typing…",
  assistantSpeaks: "The assistant answers automatically", youSpeak: "You are speaking; the assistant is silent", mediatorSpeaks: (name) => `${name} is speaking; the assistant is silent`,
  replyLabel: "Reply to the citizen", replyHint: "Write to the citizen…", replyClaimFirst: "Claim the case to reply; you can write already", send: "Send", sending: "Sending…",
  sendKeys: "Ctrl + Enter sends", sendTakesOver: "Sending makes you the speaker; the assistant stops answering", sendClaims: "Your draft is kept",
  tooLong: (used, limit) => `The limit is ${limit} characters; this has ${used}`,
  notSent: "Not sent.", sendAgain: "Send again", edit: "Edit", discard: "Discard",
  claimFirstTitle: "Claim the case first?", claimFirstLead: "Nobody holds this case. Claiming makes it yours, and these words go to the citizen.", claimAndSend: "Claim and send",
  quickReplies: "Quick replies", quickSearch: "Find a reply", noQuickReplies: "There are no quick replies for this kind yet.",
  suggestions: "Suggestions", suggestionKeys: "Alt + number puts one into the reply", suggestLabel: "Search guidance and articles in your own words", suggestHint: "For the latest words; or write your own", look: "Search",
  looking: "Looking…", perhaps: "(may fit)", noSuggestions: "No guidance or article fits. Try other words.", insert: "Insert", insertLabel: (title) => `Put into the reply: ${title}`,

  sections: {
    ended: "Result", facts: "Facts", people: "Parties and contact", shown: "What the assistant said", files: "Attachments", papers: "Papers", why: "Why it is here",
    participants: "Participants", notes: "Private notes", trail: "What was done",
  },
  facts: {
    what_happened: "What happened", wishes: "Wishes", other_side: "Other side", amount: "Amount", happened_on: "When", tried: "Tried so far",
    evidence: "Evidence", where: "Where", address: "Address", screening: "Legal aid screening",
  },
  sides: { applicant: "Applicant", other_side: "Respondent" }, contact: "Contact", consent: "The citizen agreed that these details are kept and used by mediators:", noConsent: "The citizen has not agreed to personal details being kept.",
  shownCards: "Guidance that was shown", noCards: "None.", unanswered: "Asked and not answered", noUnanswered: "Nothing.",
  inCharge: "in charge", addParticipant: "Invite an organisation", participantRole: "Takes part as", organisation: "Organisation",
  packet: "Export the case packet (.json)", packetHint: "One format for every partner's system.",
  noteHint: "For colleagues only", noteLabel: "Write a private note", noteAdd: "Add note", notePrivate: "The citizen does not see notes.",
  outcome: "Outcome", closedAt: "Closed", satisfaction: "Satisfaction", stars: (count) => `${count} of 5`,
  deadlines: { first_contact: "First contact", close: "To be closed", move: "To move on", return_visit: "Return visit", lease: "Goes back in" },
  actionsLabel: "What you can do",
  actions: {
    claim: "Claim", take_over: "Take over", hand_back: "Give back to assistant", release: "Put back", close: "Close", review: "Record the return visit", hand_on: "Hand on",
    transfer: "Transfer", supervise: "Supervise", resume: "End supervision", raise: "Change priority", send: "Send to a partner", refuse: "Refuse", reopen: "Reopen",
  },
  leads: {
    release: "The case goes back to the queue and keeps its place. The citizen is told.", refuse: "For what mediation cannot do. The citizen is told: say why, and where to go instead.",
    supervise: "The case is marked and must move within five working days.", reopen: "The case goes back to the queue.", hand_on: "Your colleague is told at once, and the citizen learns who speaks now.",
    transfer: "Another organisation takes charge of the case. The citizen is told.", raise: "Urgent cases stand first.", send: "The packet goes to the partner. Once they have taken it, the case is theirs and the citizen is told; until then it stays here.",
    participants: "They see only what this role may see.", remove: "This organisation will no longer see the case.",
  },
  sources: { applied: "The citizen applied", taken_up: "Taken up by the organisation", handed_over: "Handed over by" },
  why: "Why", toColleague: "To", toOrganisation: "To which organisation", toPartner: "To", priority: "Priority", priorities: { 0: "Usual", 1: "Urgent", 2: "Danger" },
  colleague: (name, onDuty, load) => `${name} (${onDuty ? "on duty" : "off duty"}, holds ${load})`,
  closeTitle: "Close the case", closeLead: "The citizen is told and can rate it.", closeWhy: "Remarks",
  agreement: {
    form: "Form", forms: { written: "Written", spoken: "Spoken" }, terms: "What was agreed", termsHint: "Who does what, how much, by when. It goes into the mediation agreement.",
    disputed: "What was disputed", responsibility: "Who is responsible for what", way: "How it is carried out", due: "By when",
  },
  visit: {
    title: "Record the return visit", lead: "One visit within fifteen days after closing.", on: "Date", with: "Whom you spoke to", way: "How", ways: { in_person: "In person", phone: "By phone", online: "Online" },
    performed: "Is the agreement kept?", performeds: { full: "All of it", part: "In part", none: "Not at all", not_due: "Not due yet" },
    satisfied: "Satisfaction", satisfieds: { 1: "1 of 5", 2: "2 of 5", 3: "3 of 5", 4: "4 of 5", 5: "5 of 5" }, court: "Court: sued, and the result", hidden_trouble: "Signs of new trouble", text: "Other remarks", notAsked: "Not asked",
  },
  actors: { staff: "Staff", citizen: "Citizen", assistant: "Assistant", system: "System", partner: "Partner" },
  events: {
    case_opened: "Opened", case_routed: "Routed", case_filled: "Facts added", case_claimed: "Claimed", case_released: "Put back", case_lease_ended: "Lease ended, put back",
    case_handed_on: "Handed on", case_transferred: "Transferred", case_sent: "Sent to a partner", case_refused: "Refused", case_supervised: "Supervised", case_resumed: "Supervision ended",
    case_closed: "Closed", case_reviewed: "Return visit", case_reopened: "Reopened", case_withdrawn: "Withdrawn by the citizen", case_raised: "Priority changed", case_overdue: "Overdue",
    case_warned: "Reminded of the time limit", case_viewed: "Viewed", case_replied: "First reply", case_rated: "Rated", case_erased: "Erased", case_kept: "Kept by law",
    floor_taken: "Mediator speaks", floor_returned: "Given back to the assistant", note_added: "Note added", participant_added: "Organisation invited", participant_removed: "Organisation removed",
    code_renewed: "Code renewed", code_used: "Came back with the code", callback_asked: "Callback asked", file_added: "Attachment received", file_viewed: "Attachment viewed", paper_made: "Paper made", packet_imported: "Packet received",
    packet_made: "Packet exported", packet_acknowledged: "Packet acknowledged", packet_failed: "Packet not delivered",
  },

  figures: {
    title: (name) => `${name}: figures`, open: "Open", overdue: "Overdue", waiting: "Waiting", opened: "New", closed: "Closed", firstReply: "First reply (median)", toClose: "Time to close (median)",
    satisfaction: "Satisfaction", rated: (count) => `${count} ratings`, byDay: "New and closed by day", day: "Day", byKind: "By kind", byDistrict: "By district", byState: "By state", outcomes: "Outcomes",
    team: "Team and load", member: "Name", count: "Cases", unknown: "Not given", none: "No cases in this period.", from: "From", to: "To", period: "Period", lastDays: (days) => `${days} days`, csv: "Download (CSV)",
  },

  addMember: "Add a member", addMemberLead: "You get an invitation link to give to them.", changeMember: (name) => `Change ${name}`, shownName: "Name", shownNameHint: "Citizens see this name.",
  loginHint: "Small letters and digits, for signing in.", role: "Role", speaks: "Languages", handles: "Kinds of dispute", handlesHint: "None chosen means all.", openCases: "Open cases", lastSeen: "Last seen", doWhat: "Actions",
  inactive: "Inactive", invite: "Invitation", invitationFor: (name) => `Invitation for ${name}`, invitationGive: "Give them this link. It works once, for seven days, and is not shown again.", invitationLink: "Link",
  deactivate: "Deactivate", activate: "Activate", deactivateTitle: (name) => `Deactivate ${name}?`, deactivateLead: "They can no longer sign in, and their cases go back to the queue. The records stay.", activateTitle: (name) => `Activate ${name}?`, noStaff: "There are no members yet.",

  profile: "About me", profileLead: "Languages and kinds decide which cases come to you.", looks: "Looks and notices",
  choices: {
    theme: { label: "Colours", system: "As the device", light: "Light", dark: "Dark" }, size: { label: "Text size", normal: "Standard", large: "Large", largest: "Largest" },
    sound: { label: "Sound", on: "On", off: "Off" }, keys: { label: "Single-key shortcuts", on: "On", off: "Off" },
  },
  soundTry: "Play the sound", notificationsAsk: "Allow browser notifications", notificationsMissing: "This browser has no notifications.",
  notificationStates: { default: "Browser notifications: not allowed yet.", granted: "Browser notifications: allowed. They appear while you work in another window.", denied: "Browser notifications: blocked. Allow them in the browser's settings for this site." },
  telegram: "Telegram", telegramLead: "Once linked, new cases come to your Telegram too, to claim and answer there.", telegramLinked: "Linked.", telegramNotLinked: "Not linked.", telegramLink: "Get a code", telegramUnlink: "Unlink",
  telegramCode: (time) => `Send this line to the bot in Telegram within ${time}:`,
  conflicts: "Conflicts of interest", conflictsLead: "Names of people and companies you are connected with. You cannot claim a case that names one. The list is encrypted; nobody else sees it.", noConflicts: "The list is empty.", conflictName: "Full name",

  approvalsLead: "The first answers of new guidance are looked at before they go out. When time runs out, the citizen is told and offered a person.", noApprovals: "No answer waits.", asked: "The citizen asked", answerToCome: "The answer that waits", approve: "Send it", refuseAnswer: "Do not send", approved: "Sent to the citizen.", refusedAnswer: "Not sent. The citizen is told.",

  review: {
    lead: "Hand in a draft of a notice, agreement or guidance to see whether the law it cites is right: whether there is such an article, whether it is in force, whether quotations and numbers agree. The draft is not kept.",
    file: "File (.docx, .md, .txt; 5 MB at most)", paste: "Or paste text", pasteHint: "根据《…》第…条……", check: "Review", pasted: "pasted text",
    working: "Reviewing. It takes a few seconds, longer for a long draft…", nothing: "Choose a file or paste text first.", tooLarge: "The file is larger than 5 MB. Please review it in parts.",
    result: (name) => `Review: ${name}`, found: (errors, warnings, notes) => `Errors: ${errors}. To look at: ${warnings}. Notes: ${notes}.`,
    lookedAt: (paragraphs, laws, articles) => `Read: ${paragraphs} paragraphs, laws named ${laws} times, ${articles} articles cited.`, asOf: (day) => `The law as of ${day}.`,
    notDone: "Could not be done: ", severities: { error: "Error", warning: "Look", note: "Note" }, perhaps: "Perhaps: ", or: ", ", draft: "Draft", law: "Law",
    places: {
      line: (number) => `Line ${number}`, paragraph: (number) => `Paragraph ${number}`, footnote: (number) => `Footnote ${number}`, endnote: (number) => `Endnote ${number}`,
    },
    noReplacement: "The review does not replace reading: what was put in other words is not seen.",
  },

  keysTitle: "Keyboard shortcuts", keysRest: "They rest while you type. Press ? to see them all.", keysHint: "Single keys rest while you type, and can be switched off in Settings.",
  keyList: [
    [["J", "K"], "Next and previous case in the list"], [["Enter"], "Open"], [["C"], "Claim"], [["/"], "Search; in an empty reply, quick replies"], [["R"], "Write a reply"], [["N"], "Write a private note"],
    [["Ctrl", "Enter"], "Send"], [["Alt", "1–9"], "Put a suggestion into the reply"], [["Esc"], "Leave the box, back to the list"], [["?"], "This table"],
  ],
};

const TEXTS = { zh, en };

/** The desk's sentences in `language` ("zh" or "en"; anything else reads Chinese). */
export function textsIn(language) {
  return TEXTS[language] || zh;
}

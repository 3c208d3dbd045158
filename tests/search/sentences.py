"""Sentences of every kind that people type, to compare two implementations of one model."""

MIXED = [
    "Can my landlord keep the deposit?",
    "My boss hasn’t paid me for 3 months",
    "what's the deadline?!",
    "ＡＢＣ１２３ｆｕｌｌ　ｗｉｄｔｈ",
    "老板欠我三个月工资😡不给💰",
    "订单号 202611240001 退款 ¥1,299.00",
    "㍿ ㎏ ①②③ ½ ﬁ",
    "～全角波浪～",
    "𠮷野家的劳动合同",
    "a  b   c\n\td",
    "",
    "?",
    "。",
    "\u200b零宽\u200d空格\ufeff",
    "مرحبا بالعالم",
    "こんにちは 世界",
    "한국어 문장",
    "12345678901234567890",
    "😀😃😄",
    "🧑‍⚖️ judge",
    "GPT-4 怎么用",
    "第27条第2款",
    "㐂 牌商标",
    "ﾊﾝｶｸ ｶﾅ",
    "café naïve façade",
    "Привет, как дела?",
    "NULL",
    "<b>html</b>",
    "https://example.com/a?b=c&d=e",
    "微信：abc_123",
    "他说：“不给！”",
    "——破折号……省略号",
    "《民法典》第五百七十七条",
    "$100 vs 100元 vs 100 RMB",
    "e=mc²",
    "上海市徐汇区人民法院（2026）沪0104民初1234号",
    "WO BU ZHI DAO",
    "pls help!!!",
    "ok",
    "嗯",
    "好嘞👌",
    "3.14159",
    "-5℃",
    "１２３４５",
    "ⅣⅤⅥ",
    "αβγ",
    "½杯水",
    "™®©",
    "\x01控制\x02符",
    "tab\tseparated\tvalues",
    "new\nline",
    "UPPER lower MiXeD",
    "老闆拖欠薪水三個月",
    "網購七天無理由退貨",
    "侬好，阿拉房东勿肯退押金",
    "那要多久",
    "繁體與简体混着写",
    "a",
    "的",
    "long " * 60,
    "很长" * 80,
]
PEOPLE = ("老板", "房东", "物业", "前夫", "邻居", "平台商家", "装修公司", "保险公司", "学校", "医院")
TROUBLES = ("欠我钱不还", "不退押金", "拒绝赔偿", "把我辞退了", "一直骚扰我", "不签合同", "把我打伤了")
ASKED = ("怎么办", "可以告吗", "要多久", "找谁", "what can I do", "需要什么材料?")


def sentences() -> list[str]:
    """Two hundred sentences, all different."""
    made = [
        f"{who}{what}，{ASKED[(i + j) % len(ASKED)]}" for i, who in enumerate(PEOPLE) for j, what in enumerate(TROUBLES)
    ]
    english = [
        f"My {who} {what}, {end}"
        for who in ("employer", "landlord", "neighbour", "ex-husband", "doctor", "seller")
        for what in ("refuses to pay", "lied to me", "broke the contract", "will not answer")
        for end in ("what can I do?", "how long do I have?", "who can help")
    ]
    return [*MIXED, *made, *english][:200]

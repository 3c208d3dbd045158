"""No cry for help is missed, and a question about the law is not one."""

import pytest

from understanding.safety import assess, is_only_a_question


@pytest.mark.parametrize(
    "text, kind, sub_kind",
    [
        ("他打我", "danger", "violence"),
        ("老闆叫人打我", "danger", "violence"),
        ("伊打我呀", "danger", "violence"),
        ("救 命", "danger", "violence"),
        ("I was beaten by my husband", "danger", "violence"),
        ("my husband kicked me in the stomach", "danger", "violence"),
        ("my boyfriend kicked me out and beat me", "danger", "violence"),
        ("以前打过我，昨晚又打我了", "danger", "violence"),
        ("我不想活了", "danger", "self_harm"),
        ("想死的心都有了", "danger", "self_harm"),
        ("活\u200b不下去了", "danger", "self_harm"),
        ("I want to kill myself", "danger", "self_harm"),
        ("隔壁天天打孩子", "danger", "child_at_risk"),
        ("my daughter is missing", "danger", "child_at_risk"),
        ("他威胁要杀我全家", "danger", "threat"),
        ("he threatened to kill me", "danger", "threat"),
        ("刚刚被骗了五万", "fraud", "fraud"),
        ("客服讓我轉帳到安全帳戶", "fraud", "fraud"),
        ("我转过去他就把我删了", "fraud", "fraud"),
        ("is this a scam", "fraud", "fraud"),
        ("he is threatening me, is that a crime", "danger", "threat"),
        ("诈骗犯刚拿走我三千够不够立案", "fraud", "fraud"),
        ("只想自我了断", "danger", "self_harm"),
    ],
)
def test_present_danger(text, kind, sub_kind):
    signal = assess(text)
    assert signal is not None and (signal.kind, signal.sub_kind, signal.sure) == (kind, sub_kind, True)


@pytest.mark.parametrize(
    "text",
    [
        "诈骗罪判几年",
        "家庭暴力怎么认定",
        "landlord kick me out no notice",
        "前年他打过我一次，那时候的报警记录还能用来离婚吗",
        "去年被骗的钱还能追回来吗",
        "热死了今天",
        "公司打我电话我没接",
        "我要跟他打官司",
        "工资被打折发放",
        "公司一直给我打白条",
        "请销毁我的资料",
        "诈骗两千块够不够立案",
        "恐吓短信能作为证据吗",
        "is it illegal to threaten someone in a message",
        "what is the punishment for assault",
        "he was violent years ago",
        "我想离婚",
        "",
    ],
)
def test_no_present_danger(text):
    assert assess(text) is None


@pytest.mark.parametrize("text", ["诈骗多少钱可以立案", "员工跳楼公司要不要担责", "家暴案件要提供哪些证据"])
def test_a_word_that_may_mean_danger_is_a_hint(text):
    signal = assess(text)
    assert signal is not None and not signal.sure


def test_a_question_in_one_sentence_does_not_hide_danger_in_another():
    signal = assess("诈骗罪判几年？他现在拿着刀在门口")
    assert signal is not None and signal.kind == "danger"


def test_only_a_question():
    assert is_only_a_question("以前被家暴，怎么判")
    assert not is_only_a_question("他打我，怎么判")
    assert not is_only_a_question("房东不退押金")

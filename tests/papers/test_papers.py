"""Each paper holds what is known of the case, in its place, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cases.papers import Kind, papers_of
from bot.cases.records import Forbidden
from tests.papers.filled_case import EMPTY, FACTS, FULL, KINDS, fields, made, text_of, view_of


def test_the_application_names_both_sides_and_what_is_asked_for() -> None:
    found = fields(made(FULL, "application"))
    assert found["姓名或名称"] == ["王五", "李四"]
    assert found["联系方式"] == ["13800000000", "13900000000"]
    assert found["纠纷简要情况"] == ["楼上卫生间渗水。\n客厅天花板受损。"]
    assert found["当事人申请事项"] == ["1、修好漏水的地方\n2、赔偿粉刷费用"]
    assert found["涉及金额"] == ["人民币12,000元"]
    assert found["现有证据"] == ["现场照片\n物业的检查单"]
    for unknown in ("性别", "民族", "年龄", "职业或职务", "法定代表人", "单位或住址"):
        assert found[unknown] == ["", ""]


def test_the_application_is_addressed_and_signed() -> None:
    text = text_of(made(FULL, "application"))
    assert text.startswith("人民调解申请书\n")
    assert "人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请调解。" in text
    assert "此致：某街道人民调解委员会" in text
    assert "申请人（签名、盖章或者按指印）：" in text


def test_the_registration_tells_source_kind_place_and_days() -> None:
    document = made(FULL, "registration")
    found = fields(document)
    assert found["系统编号"] == ["JF2026-000123"]
    assert found["登记时间"] == ["2026年11月24日"]
    assert found["纠纷类型"] == ["邻里纠纷"]
    assert found["发生日期"] == ["2026年10月3日"]
    assert found["纠纷发生地"] == ["上海市虹口区江湾镇街道"]
    assert found["涉及金额"] == ["人民币12,000元"]
    assert found["案件来源"] == ["☑当事人申请\n☐主动调解\n☐接受委托、移送"]
    assert found["纠纷简要情况"] == [FACTS.what_happened]
    assert found["此前处理情况"] == ["找过居委会"]
    text = text_of(document)
    assert "本人民调解委员会经当事人同意，调解王五、李四之间的纠纷。" in text
    assert "（2026）某人调字第123号" in text
    assert "某街道人民调解委员会（印章）：" in text


def test_a_case_that_came_as_a_packet_was_handed_over() -> None:
    found = fields(made(replace(FULL, source="partner"), "registration"))
    assert found["案件来源"] == ["☐当事人申请\n☐主动调解\n☑接受委托、移送"]


def test_the_record_holds_statement_talk_and_result() -> None:
    document = made(FULL, "record")
    assert fields(document)["当事人"] == ["申请人：王五\n被申请人：李四"]
    text = text_of(document)
    assert "人民调解委员会已将人民调解的性质、原则、效力和当事人的权利义务告知各方当事人。" in text
    assert "楼上卫生间渗水。" in text
    assert "11-24 14:00 调解员：您好，我来跟进。" in text
    assert "11-24 14:01 当事人：楼上还没修。" in text
    assert "☑达成调解协议并制作调解协议书" in text
    assert text.count("☑") == 1
    assert "人民调解员（签名）：" in text
    assert "记录人（签名）：" in text


@pytest.mark.parametrize(
    ("outcome", "form", "ticked"),
    [
        ("agreement", "spoken", "☑达成口头协议"),
        ("no_agreement", None, "☑调解不成，已终止调解并告知可以依法通过仲裁、行政、司法等途径维护权利"),
        ("withdrawn", None, "☑申请人撤回"),
        ("referred", None, "☑转由其他途径处理"),
        ("agreement", None, None),
        (None, None, None),
    ],
)
def test_the_record_ticks_how_it_ended(outcome: str | None, form: str | None, ticked: str | None) -> None:
    facts = replace(FACTS, agreement={} if form is None else {"form": form})
    text = text_of(made(replace(FULL, outcome=outcome, facts=facts), "record"))
    assert (ticked in text and text.count("☑") == 1) if ticked else "☑" not in text


def test_the_agreement_holds_the_three_contents_of_the_law() -> None:
    document = made(FULL, "agreement")
    assert fields(document)["姓名或名称"] == ["王五", "李四"]
    lines = [paragraph.text for paragraph in document.paragraphs]
    after = {line: lines[place + 1] for place, line in enumerate(lines[:-1])}
    assert lines[0] == "人民调解协议书"
    assert after["一、纠纷的主要事实、争议事项"] == "楼上卫生间渗水。"
    assert "渗水是否由装修造成。" in lines
    assert after["二、各方当事人的责任"] == "李四承担维修和赔偿责任。"
    assert after["经调解，各方当事人自愿达成如下协议："] == "1. 修好防水。"
    assert after["四、履行的方式、期限"] == "银行转账一次付清。"
    assert after["银行转账一次付清。"] == "2026年12月15日前"
    assert "本协议一式三份，当事人各执一份，人民调解委员会留存一份。" in lines
    assert any(line.startswith("某街道人民调解委员会（印章）：") for line in lines)
    assert sum(line.startswith("当事人（签名、盖章或者按指印）：") for line in lines) == 2
    assert "三十日内共同向人民法院申请司法确认" in text_of(document)


def test_the_number_of_copies_is_left_open_while_a_party_is_unknown() -> None:
    assert "本协议一式　　份" in text_of(made(EMPTY, "agreement"))


def test_the_return_visit_tells_what_became_of_it() -> None:
    document = made(FULL, "return-visit")
    assert {label: values[0] for label, values in fields(document).items()} == {
        "受访当事人": "王五本人",
        "回访时间": "2026年11月20日",
        "调解协议编号": "（2026）某人调字第123号",
        "回访事由": "王五与李四之间的邻里纠纷",
        "回访方式": "☐上门或当面\n☑电话\n☐线上",
        "协议履行情况": "☐已全部履行\n☑部分履行\n☐未履行\n☐尚未到期",
        "满意程度": "满意",
        "是否诉至法院及结果": "未起诉",
        "有无激化隐患及措施": "没有隐患",
        "回访情况": "维修已完成。",
    }
    assert "回访人（签名）：" in text_of(document)


def test_satisfaction_as_rated_in_the_chat_stands_in_for_an_unasked_one() -> None:
    case = replace(FULL, facts=replace(FACTS, visit={}))
    assert fields(made(case, "return-visit"))["满意程度"] == ["很满意"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_is_left_blank(kind: Kind) -> None:
    found = fields(made(EMPTY, kind))
    filled = {label for label, values in found.items() if any(value.strip("　、123\n") for value in values)}
    known = {"系统编号", "登记时间", "纠纷类型", "案件来源", "备注", "回访事由"}
    printed = {"调解时间", "当事人", "回访方式", "协议履行情况"}  # words around a blank
    assert filled <= known | printed
    text = text_of(made(EMPTY, kind))
    assert "None" not in text
    assert "☑" not in text.replace("☑当事人申请", "")
    assert "人调字第123号" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_parties_and_contact_stand_only_where_the_member_sees_them(kind: Kind) -> None:
    seen = text_of(made(FULL, kind))
    assert "王五" in seen
    hidden = text_of(made(replace(FULL, facts=replace(FACTS, agreement={}, visit={})), kind, {"parties", "contact"}))
    for secret in ("王五", "李四", "13800000000", "13900000000"):
        assert secret not in hidden


@pytest.mark.parametrize("kind", KINDS)
def test_facts_and_talk_stand_only_where_the_member_sees_them(kind: Kind) -> None:
    text = text_of(made(FULL, kind, {"facts", "transcript"}))
    for secret in ("渗水", "赔偿", "12,000", "您好", "居委会"):
        assert secret not in text


def test_who_may_not_see_papers_gets_none() -> None:
    with pytest.raises(Forbidden):
        made(FULL, "application", {"papers"})
    assert papers_of(view_of(FULL, {"papers"})) == []


def test_the_papers_that_a_case_can_fill_follow_its_state() -> None:
    assert papers_of(view_of(replace(EMPTY, state="routed", claimed_at=None))) == ["application", "registration"]
    in_progress = papers_of(view_of(replace(EMPTY, state="in_progress")))
    assert in_progress == ["application", "registration", "record", "agreement"]
    assert papers_of(view_of(FULL)) == list(KINDS)
    assert "agreement" not in papers_of(view_of(replace(FULL, outcome="no_agreement")))
    assert papers_of(view_of(replace(FULL, erased_at=1.0))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_commercial_mediation_is_called_by_its_own_name(kind: Kind) -> None:
    text = text_of(made(replace(FULL, organisation="commercial"), kind))
    assert text.startswith("商事调解")
    assert "人民调解" not in text


def test_a_commercial_agreement_has_the_contents_of_its_regulation() -> None:
    lines = [paragraph.text for paragraph in made(replace(FULL, organisation="commercial"), "agreement").paragraphs]
    assert lines[0] == "商事调解协议"
    assert [line for line in lines if line[1:2] == "、"] == [
        "一、主要事实、争议事项", "二、协议的主要内容", "三、履行方式与期限",
    ]  # fmt: skip
    assert not any("按指印，人民调解员" in line for line in lines)


def test_another_kind_of_mediation_claims_no_law_of_its_own() -> None:
    text = text_of(made(replace(FULL, organisation="other"), "agreement"))
    assert text.startswith("调解协议书")
    assert "人民调解" not in text
    assert "司法确认" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_in_english_has_bilingual_headings(kind: Kind) -> None:
    english = text_of(made(replace(FULL, language="en", facts=replace(FACTS, what_happened="Water leaks.")), kind))
    titles = {
        "application": "Application for People's Mediation",
        "registration": "People's Mediation: Registration of a Case",
        "record": "Record of People's Mediation", "agreement": "People's Mediation Agreement",
        "return-visit": "People's Mediation: Record of a Return Visit",
    }  # fmt: skip
    assert titles[kind] in english
    assert titles[kind] not in text_of(made(FULL, kind))


def test_the_page_is_laid_out_as_official_papers_are() -> None:
    document = made(FULL, "application")
    section = document.sections[0]
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    title = document.paragraphs[0]
    assert title.alignment == 1
    assert title.runs[0].font.size.pt == 22
    assert "JF2026-000123　2026年11月25日　张调解打印" in text_of(document)


def test_an_address_is_the_citizens_own_and_seen_like_the_contact() -> None:
    case = replace(FULL, facts=replace(FACTS, address="某路1号"))
    assert fields(made(case, "application"))["单位或住址"] == ["某路1号", ""]
    assert "某路1号" not in text_of(made(case, "application", {"contact"}))

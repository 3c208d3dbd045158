"""The fixed words of the papers in Chinese, and what stands beside them in English for a case in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mediation = Literal["peoples", "commercial", "other"]
"""After which rules an organisation mediates; ``mediation`` in ``data/routing.yml``."""


@dataclass(frozen=True)
class Words:
    """A fixed phrase in both languages."""

    zh: str
    en: str

    def format(self, **values: Words) -> Words:
        """The phrase with each ``{name}`` filled in, in its own language."""
        zh = {name: words.zh for name, words in values.items()}
        en = {name: words.en for name, words in values.items()}
        return Words(self.zh.format(**zh), self.en.format(**en))


STYLES: dict[Mediation, dict[str, Words]] = {
    "peoples": {
        "head": Words("人民调解", "People's Mediation"),
        "body": Words("人民调解委员会", "the People's Mediation Committee"),
        "mediator": Words("人民调解员", "People's mediator"),
        "agreement": Words("人民调解协议书", "People's Mediation Agreement"),
    },
    "commercial": {
        "head": Words("商事调解", "Commercial Mediation"),
        "body": Words("商事调解组织", "the commercial mediation organisation"),
        "mediator": Words("商事调解员", "Commercial mediator"),
        "agreement": Words("商事调解协议", "Commercial Mediation Agreement"),
    },
    "other": {
        "head": Words("调解", "Mediation"),
        "body": Words("调解组织", "the mediation organisation"),
        "mediator": Words("调解员", "Mediator"),
        "agreement": Words("调解协议书", "Mediation Agreement"),
    },
}

WORDS: dict[str, Words] = {
    # Titles
    "application": Words("{head}申请书", "Application for {head}"),
    "registration": Words("{head}受理登记表", "{head}: Registration of a Case"),
    "record": Words("{head}记录", "Record of {head}"),
    "return-visit": Words("{head}回访记录", "{head}: Record of a Return Visit"),
    # Parties
    "applicant": Words("申请人", "Applicant"),
    "other_side": Words("被申请人", "Respondent"),
    "party": Words("当事人", "Party"),
    "parties": Words("当事人", "Parties"),
    "name": Words("姓名或名称", "Name"),
    "sex": Words("性别", "Sex"),
    "people": Words("民族", "Ethnic group"),
    "age": Words("年龄", "Age"),
    "occupation": Words("职业或职务", "Occupation"),
    "reach": Words("联系方式", "Contact"),
    "head_of": Words("法定代表人\n（单位填写）", "Legal representative (of an organisation)"),
    "address": Words("单位或住址", "Address"),
    # What it is about
    "kind": Words("纠纷类型", "Kind of dispute"),
    "source": Words("案件来源", "Source of the case"),
    "registered_at": Words("登记时间", "Registered on"),
    "case_number": Words("系统编号", "Number in the system"),
    "place": Words("纠纷发生地", "Place of the dispute"),
    "happened_on": Words("发生日期", "Date of the dispute"),
    "amount": Words("涉及金额", "Amount in dispute"),
    "tried": Words("此前处理情况", "Tried so far"),
    "evidence": Words("现有证据", "Evidence at hand"),
    "dispute": Words("纠纷简要情况", "The dispute in short"),
    "requests": Words("当事人申请事项", "What is asked for"),
    "remark": Words("备注", "Remarks"),
    "by_body": Words("此表由{body}填写", "This form is filled in by {body}"),
    # Sentences
    "declared": Words(
        "{body}已将申请{head}的相关规定告知我，现自愿申请调解。",
        "I have been told the rules on applying for mediation and apply of my own free will.",
    ),
    "to": Words("此致：{organisation}", "To: {organisation}"),
    "accepted": Words(
        "　　　　年　　月　　日，本{body}经当事人同意，调解{first}、{second}之间的纠纷。",
        "On the day above, with the consent of the parties, {body} took up mediation between {first} and {second}.",
    ),
    "told": Words(
        "{body}已将{head}的性质、原则、效力和当事人的权利义务告知各方当事人。",
        "The parties have been told the nature, principles and effect of mediation, and their rights and duties.",
    ),
    "agreed": Words(
        "经调解，各方当事人自愿达成如下协议：",
        "After mediation the parties have agreed of their own free will as follows:",
    ),
    "copies": Words(
        "本协议一式{copies}份，当事人各执一份，{body}留存一份。",
        "This agreement is made in {copies} copies: one for each party and one kept by {body}.",
    ),
    "effect_peoples": Words(
        "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效，具有法律约束力，"
        "当事人应当按照约定履行。双方当事人认为有必要的，可以自本协议生效之日起三十日内共同向人民法院申请司法确认。",
        "This agreement takes effect on the day when every party has signed, sealed or fingerprinted it and the "
        "mediator has signed it under the committee's seal. It is legally binding and is to be performed as agreed. "
        "Where the parties find it necessary, they may apply to the people's court together for judicial confirmation "
        "within thirty days of that day.",
    ),
    "effect_commercial": Words(
        "本协议由商事调解员签名并加盖商事调解组织印章，具有法律约束力，当事人应当履行。当事人可以依照"
        "《中华人民共和国民事诉讼法》的有关规定申请司法确认。",
        "This agreement is signed by the commercial mediator and sealed by the organisation. It is legally binding "
        "and is to be performed. The parties may apply for judicial confirmation under the Civil Procedure Law.",
    ),
    "effect_other": Words("各方当事人应当按照约定履行本协议。", "The parties are to perform this agreement as agreed."),
    # The record
    "time": Words("调解时间", "Time"),
    "room": Words("调解地点", "Place"),
    "present": Words("参加人", "Others present"),
    "statement": Words("申请人陈述", "The applicant's statement"),
    "answer": Words("被申请人陈述", "The respondent's statement"),
    "course": Words("调解经过", "Course of the mediation"),
    "talk": Words("线上沟通记录", "What was said online"),
    "result": Words("调解结果", "Result"),
    # The agreement
    "facts": Words("一、纠纷的主要事实、争议事项", "1. Main facts and disputed matters"),
    "responsibility": Words("二、各方当事人的责任", "2. Responsibility of each party"),
    "terms": Words("三、协议内容", "3. What was agreed"),
    "way": Words("四、履行的方式、期限", "4. How and by when it is performed"),
    "facts_commercial": Words("一、主要事实、争议事项", "1. Main facts and disputed matters"),
    "terms_commercial": Words("二、协议的主要内容", "2. What was agreed"),
    "way_commercial": Words("三、履行方式与期限", "3. How and by when it is performed"),
    # The return visit
    "visited": Words("受访当事人", "Party visited"),
    "agreement_number": Words("调解协议编号", "Number of the agreement"),
    "reason": Words("回访事由", "Dispute"),
    "visited_on": Words("回访时间", "Date of the visit"),
    "visit_way": Words("回访方式", "Way"),
    "performed": Words("协议履行情况", "Performance of the agreement"),
    "satisfied": Words("满意程度", "Satisfaction"),
    "court": Words("是否诉至法院及结果", "Taken to court, and the result"),
    "hidden_trouble": Words("有无激化隐患及措施", "Signs of trouble, and what was done"),
    "visit": Words("回访情况", "What the visit found"),
    # Who signs
    "signed_applicant": Words("申请人（签名、盖章或者按指印）", "Applicant (signature, seal or fingerprint)"),
    "signed_party": Words("当事人（签名、盖章或者按指印）", "Party (signature, seal or fingerprint)"),
    "signed_present": Words("参加人（签名）", "Others present (signature)"),
    "signed_clerk": Words("登记人（签名）", "Registered by (signature)"),
    "signed_mediator": Words("{mediator}（签名）", "{mediator} (signature)"),
    "signed_recorder": Words("记录人（签名）", "Recorded by (signature)"),
    "signed_visitor": Words("回访人（签名）", "Visited by (signature)"),
    "seal": Words("{organisation}（印章）", "{organisation} (seal)"),
}

CHOICES: dict[str, dict[str, Words]] = {
    "source": {
        "applied": Words("当事人申请", "applied for"),
        "taken_up": Words("主动调解", "taken up"),
        "handed_over": Words("接受委托、移送", "handed over"),
    },
    "result": {
        "written": Words("达成调解协议并制作调解协议书", "agreement in writing"),
        "spoken": Words("达成口头协议", "spoken agreement"),
        "no_agreement": Words(
            "调解不成，已终止调解并告知可以依法通过仲裁、行政、司法等途径维护权利",
            "no agreement: ended, and the parties told of arbitration, administrative and judicial ways",
        ),
        "withdrawn": Words("申请人撤回", "withdrawn"),
        "referred": Words("转由其他途径处理", "referred"),
    },
    "visit_way": {
        "in_person": Words("上门或当面", "in person"),
        "phone": Words("电话", "by telephone"),
        "online": Words("线上", "online"),
    },
    "performed": {
        "full": Words("已全部履行", "in full"),
        "part": Words("部分履行", "in part"),
        "none": Words("未履行", "not at all"),
        "not_due": Words("尚未到期", "not yet due"),
    },
}

SATISFIED = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
SPEAKERS = {"citizen": "当事人", "mediator": "调解员"}

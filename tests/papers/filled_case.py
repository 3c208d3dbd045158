"""Cases as the desk shows them, filled in or nearly empty, and papers made of them read back with python-docx."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.document import Document

from bot.cases.calendar import Calendar
from bot.cases.catalogue import catalogue_load
from bot.cases.categories import categories_load
from bot.cases.papers import Kind, Line, Papers
from bot.cases.records import PARTS, Case, CaseView, Facts, Member, Part, Party
from bot.cases.routing import Organisation

DATA = Path(__file__).resolve().parents[2] / "data"
KINDS: tuple[Kind, ...] = ("application", "registration", "record", "agreement", "return-visit")
ORGANISATIONS = {
    identity: Organisation(
        identity, {"zh": zh, "en": en}, "other", mediation, file_number, ("zh", "en"), Calendar((), ())
    )
    for identity, zh, en, mediation, file_number in (
        ("peoples", "某街道人民调解委员会", "A Committee", "peoples", "（{year}）某人调字第{number}号"),
        ("peoples-by-hand", "某街道人民调解委员会", "A Committee", "peoples", None),
        ("commercial", "某商事调解中心", "A Commercial Mediation Centre", "commercial", None),
        ("other", "某调解室", "A mediation room", "other", None),
    )
}
MEMBER = Member("b" * 32, "张调解", "mediator", "peoples")
NOVEMBER_24 = 1795500000.0  # 2026-11-24 14:00 in Shanghai
TALK = (Line("mediator", NOVEMBER_24, "您好，我来跟进。"), Line("citizen", NOVEMBER_24 + 60, "楼上还没修。"))

FACTS = Facts(
    what_happened="楼上卫生间渗水。\n客厅天花板受损。",
    other_side="李四（楼上502室）",
    wishes="修好漏水的地方\n赔偿粉刷费用",
    tried="找过居委会",
    evidence=("现场照片", "物业的检查单"),
    contact="13800000000",
    parties=(Party("王五", "applicant"), Party("李四", "other_side", "13900000000")),
    agreement={
        "form": "written",
        "disputed": "渗水是否由装修造成。",
        "responsibility": "李四承担维修和赔偿责任。",
        "terms": "1. 修好防水。\n2. 赔偿8000元。",
        "way": "银行转账一次付清。",
        "due": "2026年12月15日前",
    },
    visit={
        "on": "2026-11-20", "with": "王五本人", "way": "phone", "performed": "part", "satisfied": 4,
        "court": "未起诉", "hidden_trouble": "没有隐患", "text": "维修已完成。",
    },
)  # fmt: skip

EMPTY = Case(
    id="a" * 32, number="JF2026-000123", conversation=None, source="citizen", state="closed", kind="neighbours",
    district=None, subdistrict=None, language="zh", priority=0, organisation="peoples-by-hand", routed_why={},
    holder=MEMBER.id, lease_until=None, queued_at=NOVEMBER_24, opened_at=NOVEMBER_24, state_at=NOVEMBER_24, due_at=None,
    warn_at=None, warned_at=None, overdue_at=None, claimed_at=NOVEMBER_24, first_reply_at=None, closed_at=NOVEMBER_24,
    outcome=None,
    satisfaction=None, amount=None, happened_on=None, consent_at=None, consent_version=None, erased_at=None, version=1,
)  # fmt: skip
FULL = replace(
    EMPTY, district="hongkou", subdistrict="江湾镇街道", organisation="peoples", outcome="agreement", satisfaction=5,
    amount=12000.0, happened_on="2026-10-03", facts=FACTS,
)  # fmt: skip


def papers() -> Papers:
    """Papers of this project's own categories and districts, for the organisations above."""
    return Papers(ORGANISATIONS, catalogue_load(DATA), categories_load(DATA / "categories.yml"))


def view_of(case: Case, without: set[Part] | None = None) -> CaseView:
    """The case with everything to be seen but ``without``, which is still there, so that a paper must look."""
    return CaseView(case, MEMBER.shown_name, frozenset(PARTS) - (without or set()), frozenset(), (), "assistant")


def made(case: Case, kind: Kind, without: set[Part] | None = None) -> Document:
    """The paper, opened again."""
    content = papers().paper(view_of(case, without), kind, MEMBER, date(2026, 11, 25), TALK)
    return docx.Document(io.BytesIO(content))


def fields(document: Document) -> dict[str, list[str]]:
    """What stands beside each label of the tables, in order; a merged cell counts once."""
    found: dict[str, list[str]] = {}
    for table in document.tables:
        for row in table.rows:
            texts: list[Any] = []
            for cell in row.cells:
                if not texts or texts[-1][0] is not cell._tc:
                    texts.append((cell._tc, cell.text))
            cells = [text for _, text in texts]
            start = len(cells) % 2
            for label, value in zip(cells[start::2], cells[start + 1 :: 2], strict=True):
                found.setdefault(label.split("\n")[0], []).append(value)
    return found


def text_of(document: Document) -> str:
    """Every word of the paper, with its foot."""
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(parts + [paragraph.text for paragraph in document.sections[0].footer.paragraphs])

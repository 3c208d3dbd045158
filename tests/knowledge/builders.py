"""A small sound knowledge base in a folder, to be spoilt by tests."""

from pathlib import Path
from typing import Any

import yaml

CARD: dict[str, Any] = {
    "id": "wage-arrears",
    "title": "单位拖欠工资怎么办",
    "topic": "labour",
    "questions": [f"老板欠我{count}个月工资" for count in "一二三四五六七八"],
    "answer": "先留证据，再去投诉或者申请劳动仲裁。",
    "steps": ["收好证据", "申请仲裁"],
    "papers": ["工资条"],
    "cost": "不收费。",
    "deadlines": [{"rule": None, "text": "离职后一年内"}],
    "channels": ["labour-arbitration"],
    "citations": [{"law": "中华人民共和国劳动争议调解仲裁法", "article": "第二十七条"}],
    "audience": ["worker"],
    "region": "national",
    "reviewed": "2026-11-24",
    "review_by": "2027-05-24",
    "en": {
        "title": "My employer owes me wages",
        "questions": ["My boss owes me wages", "I was not paid", "Salary is late"],
        "answer": "Keep proof, then complain or apply for arbitration.",
        "steps": ["Keep proof", "Apply for arbitration"],
        "papers": ["Pay slips"],
        "cost": "Free of charge.",
        "deadlines": ["Within a year of leaving"],
    },
}
BOTH = {"zh": "劳动仲裁", "en": "Labour arbitration"}
FACTS = (
    "name", "accepts", "who_may_apply", "how", "fee", "time", "binding", "enforcement", "decided_by", "not_for",
    "if_it_fails",
)  # fmt: skip
CHANNEL = {
    "id": "labour-arbitration",
    **dict.fromkeys(FACTS, BOTH),
    "next": [],
    "hotline": "labour",
    "url": None,
    "citations": [],
    "reviewed": "2026-11-24",
}  # fmt: skip
HOTLINE = {
    "id": "labour", "number": "12333", "name": BOTH, "use_for": BOTH, "hours": BOTH, "source": "公开信息",
    "reviewed": "2026-11-24",
}  # fmt: skip
INSTRUMENT = {
    "name": "工伤保险条例", "short": "工伤条例", "issuer": "国务院", "number": "国务院令第586号",
    "published": "2010-12-20", "effective_from": "2011-01-01", "effective_to": None, "articles": 67,
    "kind": "administrative-regulation", "source": "公报",
}  # fmt: skip


class PlainDumper(yaml.SafeDumper):
    """Writes what stands twice twice, as people do."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


BODY = "\n中文正文。\n\n<!-- en -->\n\nEnglish body.\n"


def write_base(root: Path) -> Path:
    """One card, channel, hotline and instrument, all sound."""
    data = root / "data"
    (data / "guidance").mkdir(parents=True)
    for name, row in (("channels", CHANNEL), ("hotlines", HOTLINE), ("instruments", INSTRUMENT)):
        (data / f"{name}.yml").write_text(yaml.dump([row], Dumper=PlainDumper, allow_unicode=True))
    (data / "law-dates.yml").write_text("[]\n")
    write_card(root)
    return root


def write_card(
    root: Path, body: str = BODY, folder: str = "labour", name: str = "wage-arrears", **changes: Any
) -> Path:
    """A card like ``CARD`` with ``changes``; a change to ``...`` removes the field, ``en__x`` changes en.x."""
    card = {**CARD, "en": dict(CARD["en"])}
    for field, value in changes.items():
        side, key = (card["en"], field[4:]) if field.startswith("en__") else (card, field)
        if value is ...:
            del side[key]
        else:
            side[key] = value
    path = root / "data" / "guidance" / folder / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\n{yaml.safe_dump(card, allow_unicode=True, sort_keys=False)}---\n{body}")
    return path

"""What happens around cases: a Rasa that opens them, citizens who have one, mediators with a linked account."""

from __future__ import annotations

import re
from typing import Any

from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Desk, Office
from tests.telegram.bot_api import BotApi
from tests.telegram.people import Person

STORY = "房东李四不退两千元押金"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
NUMBER = re.compile(r"JF\d{4}-\d+")


def opens_cases(ask: dict[str, Any]) -> list[dict[str, Any]]:
    """Rasa: 开案 opens a case, everything else is echoed."""
    if ask["message"] != "开案":
        return [{"text": f"答：{ask['message']}"}]
    value = {"kind": "rent", "what_happened": STORY, "other_side": "李四", "wishes": "退押金", "reason": "asked",
             "contact": "微信 zhangsan", "consent_version": "1", "district": "pudong"}  # fmt: skip
    return [{"text": "好的，这就登记。"}, {"custom": {"kind": "effect", "effect": "open_case", "value": value}}]


def with_case(citizen: Person, rasa: RasaDouble) -> tuple[str, str]:
    """Let the citizen open a case: its number and its code."""
    rasa.answer = opens_cases
    citizen.says("开案")
    opened = citizen.sees("案件已登记")["text"]
    return NUMBER.findall(opened)[0], CODE.findall(opened)[0]


def mediator(office: Office, telegram: BotApi, name: str, **how: Any) -> tuple[Person, Desk]:
    """A new member of staff on duty, with a linked account."""
    desk = office.member(name=name, **how)
    desk.ask("PATCH", "/me", {"on_duty": True})
    person = Person(telegram)
    person.says(f"/link {link_code(desk)}")
    person.sees("工作账号连上了")
    return person, desk


def link_code(desk: Desk) -> str:
    """A code that links an account, from the desk."""
    return str(desk.post("/telegram/link")["code"])

"""Packets by hand at the desk, and answers of new cards that wait for a nod."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings
from tests.bot.gateway import gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Office


def test_a_case_leaves_as_a_file_and_comes_back_once(office: Office) -> None:
    desk, there = office.member(), office.member(organisation="elsewhere")
    case = office.held(desk)
    packet = desk.ask("GET", f"/cases/{case}/packet")
    assert packet.headers["content-disposition"] == f'attachment; filename="{case}.json"'
    first = there.ask("POST", "/packets", packet.json())
    assert first.status_code == 200, first.text
    imported = there.get(f"/cases/{first.json()['case']}")
    assert imported["source"] == "handed_over" and imported["organisation"] == "elsewhere"
    assert imported["facts"]["what_happened"] == "房东李四不退两千元押金"
    assert there.post("/packets", packet.json()) == first.json()
    assert desk.post("/packets", packet.json()) == {"number": first.json()["number"], "case": None}
    changed = packet.json() | {"made_at": "2026-01-01T00:00:00Z"}
    assert there.refused("POST", "/packets", changed)[0] in (409, 422)
    assert there.refused("POST", "/packets", {"schema": "jiefen.case/99"}) == (422, "packet_unfit")


def test_a_case_that_is_sent_to_a_partner_by_file_has_left(office: Office) -> None:
    desk = office.member()
    case = office.held(desk)
    assert desk.post(f"/cases/{case}/send", {"partner": "court", "why": "归法院"})["state"] == "transferred"
    assert desk.refused("POST", f"/cases/{case}/messages", {"id": "m-1", "text": "您好"})[0] == 409


@pytest.fixture
def held_office(tmp_path: Path, data: Path, rasa: RasaDouble) -> Iterator[Office]:
    """An office where the first answer of one card waits for a nod."""
    shutil.copytree(data, tmp_path / "data")
    rules = {"wait_minutes": 15, "cards": {"wage-arrears": 1}, "topics": {}}
    (tmp_path / "data" / "approval.yml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    with gateway_in_thread(tmp_path / "var", rasa, data=tmp_path / "data") as url:
        office = Office(url, Settings(var=tmp_path / "var", data=tmp_path / "data"))
        yield office
        office.close()
    rasa.reset()


def test_the_first_answer_of_a_new_card_waits_for_a_nod(held_office: Office, rasa: RasaDouble) -> None:
    lead, maintainer = held_office.member("lead"), held_office.member("maintainer")
    lead.ask("PATCH", "/me", {"on_duty": True})
    card = {"kind": "card", "card_id": "wage-arrears", "title": "欠薪怎么办", "answer": "先要证据"}
    rasa.answer = lambda ask: [{"recipient_id": ask["sender"], "custom": card}]
    citizen = held_office.citizen()
    with maintainer.events() as events:
        assert citizen.say("老板不发工资")[0]["kind"] == "text"
        assert next(events)[:2] == ("cases", {"ids": []})
    (held,) = maintainer.get("/approvals")["approvals"]
    assert (held["card_id"], held["question"], held["answer"]["answer"]) == ("wage-arrears", "老板不发工资", "先要证据")
    assert held["until"] > held["at"] and lead.get("/meta")["counts"]["approvals"] == 1
    assert lead.refused("POST", f"/approvals/{held['id']}", {"decision": "perhaps"}) == (422, "malformed")
    assert lead.ask("POST", f"/approvals/{held['id']}", {"decision": "approve"}).status_code == 204
    assert maintainer.refused("POST", f"/approvals/{held['id']}", {"decision": "refuse"}) == (409, "decided_already")
    assert citizen.list()["messages"][-1]["card_id"] == "wage-arrears"
    assert citizen.say("再问一次")[0]["kind"] == "card"

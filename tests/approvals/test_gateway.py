"""A card on trial in a running gateway: the citizen waits, a person at the desk nods or does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT, Settings
from tests.bot.gateway import Client, gateway_in_thread, until
from tests.bot.rasa_double import Ask, RasaDouble
from tests.desk.office import Office

CARD = {
    "kind": "card", "language": "zh", "card_id": "rent-deposit", "title": "房东不退押金", "answer": "先看合同怎么写。",
    "buttons": [{"title": "有用", "payload": "/feedback_helpful"}],
}  # fmt: skip


def card(ask: Ask) -> list[dict[str, Any]]:
    return [{"recipient_id": ask["sender"], "custom": CARD}]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    data = tmp_path / "data"
    data.mkdir()
    for entry in (ROOT / "data").iterdir():
        if entry.name != "approval.yml":
            (data / entry.name).symlink_to(entry)
    (data / "approval.yml").write_text("{wait_minutes: 5, cards: {rent-deposit: 1}, topics: {}}", encoding="utf-8")
    rasa = RasaDouble(tmp_path / "tracker.db", card)
    with gateway_in_thread(tmp_path / "var", rasa, data=data) as url:
        office = Office(url, Settings(var=tmp_path / "var", data=data))
        yield office
        office.close()
    rasa.stop()


def on_duty(office: Office) -> Any:
    lead = office.member("lead")
    assert lead.ask("PATCH", "/me", {"on_duty": True}).is_success
    return lead


def held(citizen: Client) -> None:
    (told,) = citizen.say("房东不退押金怎么办")
    assert told["text"].startswith("这条答复是新的，工作人员先看过再发给您")


def test_an_approved_answer_comes_as_it_was_and_the_next_at_once(office: Office) -> None:
    lead, citizen = on_duty(office), office.citizen()
    held(citizen)
    (waiting,) = lead.get("/approvals")["approvals"]
    assert (waiting["card_id"], waiting["question"]) == ("rent-deposit", "房东不退押金怎么办")
    with citizen.events() as events:
        lead.post(f"/approvals/{waiting['id']}", {"decision": "approve"})
        for name, data in events:
            if name == "message" and data.get("kind") == "card":
                assert data["title"] == "房东不退押金"
                break
    assert lead.get("/approvals")["approvals"] == []
    assert office.citizen().say("房东不退押金怎么办")[0]["kind"] == "card"


def test_a_refused_answer_never_comes(office: Office) -> None:
    lead, citizen = on_duty(office), office.citizen()
    held(citizen)
    (waiting,) = lead.get("/approvals")["approvals"]
    lead.post(f"/approvals/{waiting['id']}", {"decision": "refuse"})
    with citizen.events() as events:
        seen = until(events, citizen.list()["messages"][-1]["text"])
    assert "没有发" in seen[-1]["text"]
    assert all(message["kind"] != "card" for message in seen)


def test_with_nobody_on_duty_the_answer_comes_at_once(office: Office) -> None:
    office.member("lead")
    assert office.citizen().say("房东不退押金怎么办")[0]["kind"] == "card"

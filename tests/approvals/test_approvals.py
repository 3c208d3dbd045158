"""The first answers of a new card wait for a nod; every way that this can end, on the real store."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select

from bot.cases.approval_rules import ApprovalRules
from bot.cases.approvals import Approvals, NothingWaits
from bot.cases.tables import approvals, staff
from bot.database import Database
from bot.emergency import Emergency, hotlines_load
from bot.erasure import Erasure
from bot.pushes import Pushes
from bot.records import Answer, Incoming, Message, PayloadNotOffered
from bot.sealing import Sealer
from bot.store import Store
from tests.databases import database, database_url, postgresql, sqlite_made

__all__ = ["database", "database_url", "postgresql", "sqlite_made"]

DATA = Path(__file__).resolve().parents[2] / "data"
WAIT_MINUTES = 15.0
SEALER = Sealer([Fernet.generate_key().decode()])
EMERGENCY = Emergency(hotlines_load(DATA / "hotlines.yml"))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """The store, the approvals beside it, and a citizen who asks."""

    def __init__(self, database: Database, rules: ApprovalRules) -> None:
        self.clock = Clock()
        self.database = database
        self.store = Store(database, SEALER, self.clock)
        self.erasure = Erasure(database, self.clock)
        self.pushes = Pushes()
        self.approvals = Approvals(database, rules, is_danger, self.pushes, self.clock)

    def member(self, role: str = "maintainer", *, on_duty: bool = True, active: bool = True) -> str:
        identity = uuid.uuid4().hex
        row = {"id": identity, "login": identity, "name": "李审核", "role": role, "organisation": "centre"}
        row |= {"languages": ["zh"], "kinds": [], "on_duty": on_duty, "active": active}
        with self.database.writing() as connection:
            connection.execute(insert(staff).values(**row, created_at=self.clock()))
        return identity

    def ask(self, key: str, answer: Answer, text: str = "房东不退押金") -> Message:
        message, _ = self.store.accept(key, Incoming(uuid.uuid4().hex, text))
        assert self.store.answer(key, message, answer, hold=self.approvals.hold)
        return message

    def said(self, key: str) -> list[dict[str, Any]]:
        feed = self.store.feed(key)
        assert feed is not None
        return [dict(message.body) for message in feed.messages if message.author == "assistant"]

    def states(self) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.execute(select(approvals.c.state).order_by(approvals.c.at)).scalars())


def is_danger(message: Message) -> bool:
    return EMERGENCY.reply(message.body["text"], "zh") is not None


def card(card_id: str = "rent-deposit", language: str = "zh") -> dict[str, Any]:
    buttons = [{"title": "有用", "payload": "/feedback_helpful"}]
    body = {"card_id": card_id, "title": "押金不退", "answer": "先看合同。"}
    return {"kind": "card", "language": language, "buttons": buttons, **body}


def text(words: str = "还有别的吗？") -> dict[str, Any]:
    return {"kind": "text", "language": "zh", "buttons": [], "text": words}


TOPICS = {"rent-deposit": "housing", "group-rental": "housing", "wage-arrears": "labour", "domestic-violence": "safety"}
HELD = Answer((card(), text()), ("outcome_found",))


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    yield Desk(database, ApprovalRules({"rent-deposit": 2}, {}, TOPICS, WAIT_MINUTES))


def test_the_first_answers_of_a_card_wait_and_the_next_one_does_not(desk: Desk) -> None:
    member = desk.member()
    for number in range(2):
        desk.ask(f"c{number}", HELD)
        (held,) = desk.approvals.held()
        assert desk.said(f"c{number}")[0]["text"].startswith("这条答复是新的")
        desk.approvals.decide(held.id, True, member)
    desk.ask("c9", HELD)
    assert [reply["kind"] for reply in desk.said("c9")] == ["card", "text"]


def test_what_was_approved_is_said_as_it_was(desk: Desk) -> None:
    member = desk.member("lead")
    message = desk.ask("c", HELD)
    (held,) = desk.approvals.held()
    assert (held.card_id, held.title, held.question) == ("rent-deposit", "押金不退", "房东不退押金")
    assert held.until - held.at == WAIT_MINUTES * 60
    assert held.answer == card()
    desk.approvals.decide(held.id, True, member)
    assert desk.said("c")[1:] == [card(), text()]
    _, replies = desk.store.replies("c", message)
    assert [reply.in_reply_to for reply in replies] == [message.seq] * 3
    # The buttons of what was held are offered only now, and then work.
    assert desk.store.accept("c", Incoming("pressed", "有用", "/feedback_helpful"))[1]


def test_a_held_cards_buttons_cannot_be_pressed(desk: Desk) -> None:
    desk.member()
    desk.ask("c", HELD)
    with pytest.raises(PayloadNotOffered):
        desk.store.accept("c", Incoming("pressed", "有用", "/feedback_helpful"))


def test_what_was_refused_is_never_said_and_a_person_is_offered(desk: Desk) -> None:
    member = desk.member()
    desk.ask("c", HELD)
    desk.approvals.decide(desk.approvals.held()[0].id, False, member)
    told = desk.said("c")[1:]
    assert [reply["kind"] for reply in told] == ["text"]
    assert "没有发" in told[0]["text"]
    assert told[0]["buttons"] == [{"title": "找真人", "payload": "/ask_human"}]
    # A refusal is no nod: the next answer waits again.
    desk.ask("c2", HELD)
    assert len(desk.approvals.held()) == 1


def test_when_time_runs_out_the_citizen_is_told_once(desk: Desk) -> None:
    desk.member()
    desk.ask("c", Answer((card(language="en"),)), "my landlord keeps the deposit")
    desk.clock.now += WAIT_MINUTES * 60 - 1
    assert desk.approvals.time_out() == 0
    desk.clock.now += 1
    assert desk.approvals.time_out() == 1
    assert desk.approvals.time_out() == 0
    assert desk.said("c")[1]["text"].startswith("Sorry, nobody has checked this answer yet")
    assert desk.said("c")[1]["buttons"] == [{"title": "Talk to a person", "payload": "/ask_human"}]
    assert desk.states() == ["timed_out"]


def test_an_answer_is_decided_once(desk: Desk) -> None:
    member = desk.member()
    desk.ask("c", HELD)
    (held,) = desk.approvals.held()

    def decide(number: int) -> bool:
        try:
            desk.approvals.decide(held.id, number % 2 == 0, member)
        except NothingWaits:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(decide, range(6))) == 1
    assert len(desk.said("c")) in (2, 3)  # the sentence, and then what was decided
    desk.clock.now += WAIT_MINUTES * 60
    assert desk.approvals.time_out() == 0


@pytest.mark.parametrize(
    ("role", "on_duty", "active"),
    [("maintainer", False, True), ("maintainer", True, False), ("mediator", True, True), ("administrator", True, True)],
)
def test_nothing_is_held_while_nobody_who_may_nod_is_there(desk: Desk, role: str, on_duty: bool, active: bool) -> None:
    desk.member(role, on_duty=on_duty, active=active)
    desk.ask("c", HELD)
    assert desk.said("c")[0] == card()
    assert desk.approvals.held() == []


def test_an_answer_given_unseen_counts_as_no_nod(desk: Desk) -> None:
    for number in range(3):
        desk.ask(f"c{number}", HELD)
    desk.member()
    desk.ask("c9", HELD)
    assert len(desk.approvals.held()) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("他现在拿刀要杀我", HELD),
        ("房东不退押金", Answer((card(), {"kind": "contacts", "language": "zh", "title": "快打", "urgent": True}))),
        ("房东不退押金", Answer((card("domestic-violence"),))),
    ],
)
def test_danger_is_never_held(database: Database, words: str, answer: Answer) -> None:
    rules = ApprovalRules({"rent-deposit": 2, "domestic-violence": 2}, {"safety": 2}, TOPICS, WAIT_MINUTES)
    desk = Desk(database, rules)
    desk.member()
    desk.ask("c", answer, words)
    assert desk.approvals.held() == []
    assert desk.said("c") == list(answer.replies)


def test_a_whole_topic_can_be_on_trial_and_a_card_has_its_own_number(database: Database) -> None:
    desk = Desk(database, ApprovalRules({"group-rental": 1}, {"housing": 3}, TOPICS, WAIT_MINUTES))
    member = desk.member()
    for number in range(4):
        desk.ask(f"rent-{number}", Answer((card("rent-deposit"),)))
        desk.ask(f"group-{number}", Answer((card("group-rental"),)))
        desk.ask(f"wage-{number}", Answer((card("wage-arrears"),)))
        for held in desk.approvals.held():
            desk.approvals.decide(held.id, True, member)

    def kinds(name: str) -> list[str]:
        return [reply["kind"] for number in range(4) for reply in desk.said(f"{name}-{number}")]

    assert kinds("rent") == ["text", "card"] * 3 + ["card"]
    assert kinds("group") == ["text", "card"] + ["card"] * 3
    assert kinds("wage") == ["card"] * 4


def test_what_the_citizen_had_erased_is_neither_shown_nor_said(desk: Desk) -> None:
    member = desk.member()
    desk.ask("c", HELD)
    (held,) = desk.approvals.held()
    wish, _ = desk.store.accept("c", Incoming("forget", "请忘记我"))
    assert desk.erasure.answer("c", wish, Answer((text("已删除。"),), erases=True), "zh")
    assert desk.approvals.held() == []
    with pytest.raises(NothingWaits):
        desk.approvals.decide(held.id, True, member)
    desk.clock.now += WAIT_MINUTES * 60
    assert desk.approvals.time_out() == 0
    assert [reply["text"] for reply in desk.said("c")] == ["已删除。"]


def test_nods_are_remembered_when_the_conversations_are_gone(desk: Desk) -> None:
    member = desk.member()
    for number in range(2):
        desk.ask(f"c{number}", HELD)
        desk.approvals.decide(desk.approvals.held()[0].id, True, member)
        desk.erasure.conversation(f"c{number}")
    desk.ask("c9", HELD)
    assert desk.said("c9")[0] == card()


def test_a_restart_keeps_what_waits(desk: Desk, database_url: str) -> None:
    member = desk.member()
    desk.ask("c", HELD)
    again = Database(database_url)
    rules = ApprovalRules({}, {}, TOPICS, WAIT_MINUTES)
    reopened = Approvals(again, rules, is_danger, Pushes(), desk.clock)
    (held,) = reopened.held()
    reopened.decide(held.id, True, member)
    again.close()
    assert desk.said("c")[1] == card()


async def test_whoever_listens_is_woken(desk: Desk) -> None:
    member = desk.member()
    desk.ask("c", HELD)
    with desk.pushes.listening("c") as changed:
        desk.approvals.decide(desk.approvals.held()[0].id, True, member)
        assert changed.is_set()

"""Mediator and citizen talk in the citizen's own conversation; one place decides who speaks."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.cases.records import (
    CaseHidden,
    Changed,
    Citizen,
    Facts,
    Forbidden,
    Member,
    NoChat,
    NotHolder,
    Opening,
    Partner,
    WrongState,
)
from bot.records import IdReused
from bot.tables import messages
from tests.cases.world import World


def states(world: World, key: str) -> list[str | None]:
    feed = world.store.feed(key)
    return [message.state for message in feed.messages if message.author == "citizen"] if feed else []


def test_the_first_reply_takes_the_floor_over_and_says_who_speaks(world: World, fang: Member) -> None:
    case = world.held(fang)
    world.later(hours=1)
    message = world.cases.reply(fang, case.id, "r1", "您好，我是王芳")
    key = case.conversation or ""
    told, said = world.shown(key)[-2:]
    assert (told["event"], told["name"], told["buttons"][0]["payload"]) == ("taken_over", "王芳", "/case_assistant")
    assert (said["from"], said["text"], said["name"]) == ("mediator", "您好，我是王芳", "王芳")
    assert said["case"] == case.number
    assert message.shown()["seq"] == said["seq"]
    assert world.cases.floor_get(key).case == case.id
    assert world.cases.case_get(fang, case.id).case.first_reply_at == world.now


def test_a_reply_sent_twice_is_said_once(world: World, fang: Member) -> None:
    case = world.held(fang)
    first = world.cases.reply(fang, case.id, "r1", "您好 13812345678")
    assert world.cases.reply(fang, case.id, "r1", "您好 13812345678").seq == first.seq
    with pytest.raises(IdReused):
        world.cases.reply(fang, case.id, "r1", "别的")
    assert [said["from"] for said in world.shown(case.conversation)].count("mediator") == 1


def test_what_is_said_is_masked_in_the_database_and_shown_as_written(world: World, fang: Member) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r1", "请打 13812345678")
    world.write(case.conversation or "", "我的是 13987654321")
    with world.database.reading() as connection:
        bodies = json.dumps(list(connection.execute(select(messages.c.body)).scalars()), ensure_ascii=False)
    assert "13812345678" not in bodies and "13987654321" not in bodies
    assert [said["text"] for said in world.shown(case.conversation)][-2:] == ["请打 13812345678", "我的是 13987654321"]
    assert [said.shown()["text"] for said in world.cases.message_list(fang, case.id)][-1] == "我的是 13987654321"


def test_nobody_speaks_in_a_case_that_they_do_not_hold(
    world: World, fang: Member, qiang: Member, lead: Member, elsewhere: Member
) -> None:
    case = world.held(fang)
    waiting = world.open().case
    for member in (qiang, lead):
        with pytest.raises(NotHolder):
            world.cases.reply(member, case.id, "r", "插一句")
        with pytest.raises(NotHolder):
            world.cases.reply(member, waiting.id, "r", "先说一句")
    with pytest.raises(CaseHidden):
        world.cases.reply(elsewhere, case.id, "r", "外人")
    assert all(said["from"] != "mediator" for said in world.shown(case.conversation))


def test_a_case_without_a_conversation_cannot_be_spoken_in(world: World, fang: Member) -> None:
    case = world.cases.case_open(Partner("platform"), Opening("rent", "zh", facts=Facts(what_happened="x")), None).case
    world.cases.case_claim(fang, case.id)
    for tried in (
        lambda: world.cases.reply(fang, case.id, "r", "喂"),
        lambda: world.cases.floor_take(fang, case.id),
    ):
        with pytest.raises(NoChat):
            tried()


def test_while_the_mediator_speaks_the_assistant_is_not_asked(world: World, fang: Member) -> None:
    case = world.held(fang)
    key = case.conversation or ""
    world.write(key, "还没人理我")
    assert states(world, key)[-1] == "pending"
    world.cases.reply(fang, case.id, "r1", "您好")
    world.write(key, "您好")
    assert states(world, key)[-1] == "relayed"
    assert "message" in world.told(fang)
    world.cases.floor_return(fang, case.id)
    world.write(key, "谢谢")
    assert states(world, key)[-1] == "pending"


def test_the_citizen_goes_back_to_the_assistant_and_to_the_mediator(world: World, fang: Member) -> None:
    case = world.held(fang)
    key = case.conversation or ""
    world.cases.reply(fang, case.id, "r1", "您好")
    world.write(key, "回到自动助手", "/case_assistant")
    assert world.last(case)["event"] == "handed_back" and world.cases.floor_get(key).speaker == "assistant"
    world.write(key, "接着跟调解员说", "/case_mediator")
    assert world.last(case)["event"] == "taken_over" and world.cases.floor_get(key).case == case.id


def test_claiming_back_and_forth_tells_nothing_twice(world: World, fang: Member) -> None:
    case = world.held(fang)
    before = world.cases.floor_return(fang, case.id)  # the assistant speaks already
    assert before.version == case.version
    world.cases.floor_take(fang, case.id)
    said = len(world.shown(case.conversation))
    world.cases.floor_take(fang, case.id)
    assert len(world.shown(case.conversation)) == said


def test_nobody_takes_the_floor_of_a_case_that_nobody_holds(world: World, lead: Member) -> None:
    case = world.open().case
    with pytest.raises(WrongState):
        world.cases.floor_take(Citizen(case.conversation or ""), case.id)
    with pytest.raises(NotHolder):
        world.cases.floor_take(lead, case.id)


def test_of_two_cases_of_one_citizen_one_has_the_floor(world: World, fang: Member, qiang: Member) -> None:
    key = world.citizen()
    first = world.cases.case_claim(fang, world.open(key).case.id)
    second = world.cases.case_claim(qiang, world.open(key, kind="wages").case.id)
    world.cases.reply(fang, first.id, "r1", "说押金")
    world.cases.reply(qiang, second.id, "r2", "说工资")
    assert world.cases.floor_get(key).case == second.id
    world.cases.case_close(fang, first.id, "referred", "好了")  # does not take the floor from the other
    assert world.cases.floor_get(key).case == second.id
    world.write(key, "工资的事")
    assert "message" in world.told(qiang) and "message" not in world.told(fang)
    world.cases.case_release(qiang, second.id, "走了")
    assert world.cases.floor_get(key).speaker == "assistant"


def test_who_sees_one_case_of_a_citizen_reads_nothing_of_the_other(world: World, fang: Member) -> None:
    key = world.citizen()
    officer = world.member("陈警官", "night")
    rent = world.cases.case_claim(fang, world.open(key).case.id)
    danger = world.cases.case_open(Citizen(key), Opening("loan", "zh", organisation="night"), key).case
    world.cases.case_claim(officer, danger.id)
    world.cases.reply(fang, rent.id, "r1", "押金的秘密")
    world.write(key, "只对王芳说的")
    world.cases.reply(officer, danger.id, "r2", "报警的秘密")
    world.write(key, "只对警官说的")
    mine = [said.shown().get("text") for said in world.cases.message_list(fang, rent.id)]
    theirs = [said.shown().get("text") for said in world.cases.message_list(officer, danger.id)]
    assert "押金的秘密" in mine and "只对王芳说的" in mine
    assert "报警的秘密" not in mine and "只对警官说的" not in mine
    assert "报警的秘密" in theirs and "押金的秘密" not in theirs and "只对王芳说的" not in theirs
    assert "你好" in mine and "你好" in theirs  # what was said to the assistant


def test_the_transcript_never_has_the_code(world: World, fang: Member) -> None:
    key = world.citizen()
    opened = world.open(key)
    with world.database.writing() as connection:
        world.store_said(connection, key, opened)
    assert opened.code and any(said.get("code") == opened.code for said in world.shown(key))
    transcript = [said.shown() for said in world.cases.message_list(fang, opened.case.id)]
    assert opened.code not in json.dumps(transcript, ensure_ascii=False)


def test_words_of_danger_raise_the_case_and_are_answered_all_the_same(world: World, fang: Member) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r1", "您好")
    world.write(case.conversation or "", "我老公拿刀要杀我")
    assert world.cases.case_get(fang, case.id).case.priority == 2
    assert "danger" in world.told(fang)
    assert any(said["kind"] == "contacts" for said in world.shown(case.conversation))


def test_one_unseen_notice_of_a_message_is_enough(world: World, fang: Member) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r1", "您好")
    for text in ("一", "二", "三"):
        world.write(case.conversation or "", text)
    assert world.told(fang).count("message") == 1
    world.cases.notices_seen(fang, world.cases.notice_list(fang)[-1].id)
    world.write(case.conversation or "", "四")
    assert [notice.kind for notice in world.cases.notice_list(fang, only_unseen=True)] == ["message"]


def test_only_the_holders_reading_counts(world: World, fang: Member, qiang: Member, elsewhere: Member) -> None:
    case = world.held(fang)
    key = case.conversation or ""
    world.cases.read_mark(qiang, case.id, 9)
    assert world.store.feed(key) is not None
    world.cases.reply(fang, case.id, "r1", "您好")
    assert world.store.feed(key).speaker.read_seq == 0  # type: ignore[union-attr]
    world.cases.read_mark(fang, case.id, 3)
    world.cases.read_mark(fang, case.id, 2)
    assert world.store.feed(key).speaker.read_seq == 3  # type: ignore[union-attr]
    with pytest.raises(CaseHidden):
        world.cases.read_mark(elsewhere, case.id, 4)


def test_a_way_to_be_reached_is_kept_and_told(world: World, fang: Member, qiang: Member) -> None:
    case = world.open().case
    kept = world.cases.callback_ask(Citizen(case.conversation or ""), case.id, "13812345678")
    assert kept.facts.contact == "13812345678" and kept.facts.what_happened == case.facts.what_happened
    assert "message" in world.told(fang) and "message" in world.told(qiang)
    with pytest.raises(CaseHidden):
        world.cases.callback_ask(Citizen(world.citizen()), case.id, "110")


def test_notes_are_sealed_and_never_the_citizens(world: World, fang: Member, qiang: Member, elsewhere: Member) -> None:
    case = world.held(fang)
    world.cases.note_add(fang, case.id, "她很急")
    world.cases.note_add(qiang, case.id, "我认识房东")
    assert [note.text for note in world.cases.note_list(qiang, case.id)] == ["她很急", "我认识房东"]
    assert "她很急" not in json.dumps(world.shown(case.conversation), ensure_ascii=False)
    with pytest.raises(CaseHidden):
        world.cases.note_list(elsewhere, case.id)
    world.cases.participant_add(fang, case.id, "lawyers", "law-firm")
    assert len(world.cases.note_list(elsewhere, case.id)) == 2
    with pytest.raises(Forbidden):
        world.cases.message_list(elsewhere, case.id)


def test_listeners_hear_of_a_change_after_it_is_kept(world: World, fang: Member) -> None:
    case = world.open().case
    clerk = world.member("周司法", "office")
    heard: list[Changed] = []
    trails: list[str] = []
    world.cases.listen(heard.append)
    world.cases.listen(lambda changed: trails.append(world.trail(case)[-1]))
    world.cases.case_claim(fang, case.id)
    world.cases.case_transfer(fang, case.id, "office", "那边办")
    claimed, moved = heard
    assert trails == ["case_claimed", "case_transferred"]
    assert (claimed.case, claimed.conversation) == (case.id, case.conversation)
    assert claimed.organisations == {"centre"} and not claimed.staff  # that the case is new is no news any more
    assert moved.organisations == {"centre", "office"} and clerk.id in moved.staff


def test_within_a_callers_transaction_nothing_is_told_and_all_goes_back_together(world: World, fang: Member) -> None:
    case = world.open().case
    heard: list[object] = []
    world.cases.listen(heard.append)
    with pytest.raises(ZeroDivisionError), world.database.writing() as connection:
        world.cases.case_claim(fang, case.id, within=connection)
        raise ZeroDivisionError
    assert world.cases.case_get(fang, case.id).case.holder is None and heard == []
    assert "case_claimed" not in world.trail(case)

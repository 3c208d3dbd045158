"""Passing a case on, seeing to it, ending it, beginning again."""

from __future__ import annotations

import pytest

from bot.cases.records import CaseHidden, Citizen, Forbidden, Member, NotHolder, Outcome, WrongState
from tests.cases.world import World, shanghai


def test_a_transferred_case_waits_elsewhere_at_its_place(world: World, fang: Member) -> None:
    clerk = world.member("周司法", "office")
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r1", "您好")
    world.later(hours=2)
    moved = world.cases.case_transfer(fang, case.id, "office", "在黄浦")
    assert (moved.organisation, moved.state, moved.holder) == ("office", "routed", None)
    assert moved.queued_at == case.queued_at and moved.routed_why["rule"] == "transfer"
    assert world.cases.floor_get(case.conversation or "").speaker == "assistant"
    told = world.last(moved)
    assert (told["event"], told["place"]) == ("transferred", 1) and "司法所" in told["text"]
    assert "case_routed" in world.told(clerk)
    with pytest.raises(CaseHidden):
        world.cases.case_get(fang, case.id)
    assert world.cases.case_claim(clerk, case.id).holder == clerk.id


@pytest.mark.parametrize("organisation", ["centre", "nowhere"])
def test_a_transfer_goes_somewhere_else_that_exists(world: World, fang: Member, organisation: str) -> None:
    case = world.held(fang)
    with pytest.raises(Forbidden):
        world.cases.case_transfer(fang, case.id, organisation, "x")


def test_a_lead_transfers_from_the_queue_and_a_mediator_does_not(world: World, fang: Member, lead: Member) -> None:
    case = world.open().case
    with pytest.raises(NotHolder):
        world.cases.case_transfer(fang, case.id, "office", "x")
    assert world.cases.case_transfer(lead, case.id, "office", "x").organisation == "office"


def test_a_refusal_says_why_and_what_else_there_is(world: World, lead: Member) -> None:
    case = world.open().case
    refused = world.cases.case_refuse(lead, case.id, "不在受理范围，请打 13812345678。")
    told = world.last(case)
    assert (refused.state, told["event"], told["buttons"][0]["payload"]) == ("refused", "refused", "/find_channel")
    assert "不在受理范围" in told["text"] and "13812345678" not in told["text"]


def test_supervising_and_moving_again(world: World, fang: Member, lead: Member) -> None:
    case = world.held(fang)
    with pytest.raises(Forbidden):
        world.cases.case_supervise(fang, case.id, "x")
    watched = world.cases.case_supervise(lead, case.id, "三周没动")
    assert (watched.state, watched.holder) == ("supervised", fang.id)
    assert watched.due_at == shanghai("2026-12-02 17:00")  # five working days
    assert "supervised" in world.told(fang) and "overdue" not in world.told(fang)
    with pytest.raises(Forbidden):
        world.cases.case_resume(fang, case.id)
    moving = world.cases.case_resume(lead, case.id)
    assert (moving.state, moving.holder) == ("in_progress", fang.id)


@pytest.mark.parametrize("outcome", ["agreement", "no_agreement", "withdrawn", "referred"])
def test_a_closed_case_tells_how_it_ended_and_asks_how_it_was(world: World, fang: Member, outcome: Outcome) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r1", "您好")
    agreement = {"terms": "退一半"} if outcome == "agreement" else {}
    closed = world.cases.case_close(fang, case.id, outcome, "谈完了", agreement)
    assert (closed.state, closed.outcome, closed.closed_at, closed.holder) == ("closed", outcome, world.now, fang.id)
    assert closed.facts.agreement == agreement
    told = world.last(closed)
    payloads = [button["payload"] for button in told["buttons"]]
    assert told["event"] == "closed" and ("/find_channel" in payloads) is (outcome == "no_agreement")
    assert sum(payload.startswith("/case_rate") for payload in payloads) == 5
    assert world.cases.floor_get(case.conversation or "").speaker == "assistant"


def test_a_rating_counts_once_and_can_be_changed(world: World, fang: Member) -> None:
    case = world.held(fang)
    citizen = Citizen(case.conversation or "")
    with pytest.raises(WrongState):
        world.cases.case_rate(citizen, case.id, 5)
    world.cases.case_close(fang, case.id, "agreement", "好")
    world.cases.case_rate(citizen, case.id, 2)
    assert world.cases.case_rate(citizen, case.id, 4).satisfaction == 4
    for wrong in (0, 6):
        with pytest.raises(Forbidden):
            world.cases.case_rate(citizen, case.id, wrong)
    with pytest.raises(Forbidden):
        world.cases.case_rate(fang, case.id, 5)


def test_a_return_visit_is_kept_and_its_satisfaction_does_not_replace_the_citizens(world: World, fang: Member) -> None:
    first, second = world.held(fang), world.held(fang)
    for case in (first, second):
        world.cases.case_close(fang, case.id, "agreement", "好")
    world.cases.case_rate(Citizen(second.conversation or ""), second.id, 1)
    visited = world.cases.case_review(fang, first.id, {"with": "本人", "satisfied": 4})
    assert (visited.state, visited.satisfaction, visited.due_at) == ("reviewed", 4, None)
    assert visited.facts.visit["with"] == "本人"
    assert world.cases.case_review(fang, second.id, {"satisfied": 5}).satisfaction == 1


def test_a_reopened_case_waits_at_the_end(world: World, fang: Member, qiang: Member, lead: Member) -> None:
    case = world.held(fang)
    world.cases.case_close(fang, case.id, "no_agreement", "谈不拢")
    world.later(hours=3)
    other = world.open().case
    world.later(hours=1)
    with pytest.raises(NotHolder):
        world.cases.case_reopen(qiang, case.id, "再试")
    again = world.cases.case_reopen(lead, case.id, "对方愿意谈了")
    assert (again.state, again.holder, again.outcome, again.closed_at) == ("routed", None, None, None)
    assert world.cases.waiting(again).place == 2 and world.cases.waiting(other).place == 1
    assert world.last(again)["event"] == "reopened"
    assert world.cases.case_claim(qiang, case.id).claimed_at == case.claimed_at  # the first claim


def test_a_citizen_withdraws_and_changes_their_mind(world: World, fang: Member) -> None:
    case = world.held(fang)
    citizen = Citizen(case.conversation or "")
    world.cases.reply(fang, case.id, "r1", "您好")
    gone = world.cases.case_withdraw(citizen, case.id, "不要了")
    assert (gone.state, gone.outcome, gone.lease_until) == ("withdrawn", "withdrawn", None)
    told = world.last(case)
    assert told["event"] == "withdrawn"
    assert world.cases.floor_get(citizen.key).speaker == "assistant"
    assert "message" in world.told(fang)
    with pytest.raises(WrongState):
        world.cases.reply(fang, case.id, "r2", "等等")
    world.write(citizen.key, told["buttons"][0]["title"], told["buttons"][0]["payload"])
    assert world.cases.case_get(fang, case.id).case.state == "routed"


def test_another_citizen_can_do_nothing(world: World, fang: Member) -> None:
    case = world.held(fang)
    stranger = Citizen(world.citizen())
    for tried in (
        lambda: world.cases.case_withdraw(stranger, case.id, "x"),
        lambda: world.cases.case_erase(stranger, case.id),
        lambda: world.cases.case_get(stranger, case.id),
        lambda: world.cases.code_renew(stranger, case.id),
        lambda: world.cases.floor_take(stranger, case.id),
        lambda: world.cases.case_find(stranger, case.number),
    ):
        with pytest.raises(CaseHidden):
            tried()
    assert world.cases.citizen_cases(stranger.key) == []


def test_a_case_leaves_with_a_packet_and_may_come_back(world: World, fang: Member, lead: Member) -> None:
    case = world.held(fang)
    with pytest.raises(Forbidden):
        world.cases.case_send(fang, case.id, "nobody", "x")
    sent = world.cases.case_send(fang, case.id, "platform", "那边管")
    assert (sent.state, sent.holder) == ("transferred", None)
    assert "平台" in world.last(case)["text"]
    assert world.cases.case_reopen(lead, case.id, "退回来了").state == "routed"


def test_raising_and_lowering(world: World, fang: Member, qiang: Member, lead: Member) -> None:
    case = world.held(fang)
    with pytest.raises(NotHolder):
        world.cases.case_raise(qiang, case.id, 1, "急")
    assert world.cases.case_raise(fang, case.id, 2, "有危险").priority == 2
    assert "danger" in world.told(lead)
    assert world.cases.case_raise(lead, case.id, 0, "没事了").priority == 0
    with pytest.raises(Forbidden):
        world.cases.case_raise(lead, case.id, 3, "x")


def test_why_is_kept_without_numbers_and_names(world: World, fang: Member) -> None:
    case = world.held(fang)  # the other side is 房东张伟
    world.cases.case_release(fang, case.id, "房东张伟 打 13812345678 骂我 " + "长" * 600)
    event = world.cases.event_list(fang, case.id)[-1]
    assert event.event == "case_released" and event.actor == f"staff:{fang.id}"
    assert event.why is not None and event.why.startswith("〔当事人〕 打 〔手机号〕 骂我") and len(event.why) == 500


def test_every_step_is_in_the_audit_trail_with_who_when_and_why(world: World, fang: Member, lead: Member) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r1", "您好")
    world.cases.case_supervise(lead, case.id, "慢")
    world.cases.case_close(fang, case.id, "agreement", "谈成")
    events = world.cases.event_list(lead, case.id)
    assert [event.event for event in events] == [
        "case_opened", "case_routed", "case_claimed", "floor_taken", "case_replied", "case_supervised",
        "floor_returned", "case_closed",
    ]  # fmt: skip
    moves = [(event.from_state, event.to_state) for event in events if event.to_state]
    assert moves == [
        ("registered", "routed"), ("routed", "in_progress"), ("in_progress", "supervised"), ("supervised", "closed"),
    ]  # fmt: skip
    assert {event.actor for event in events} == {"citizen", "system", fang.name, lead.name}

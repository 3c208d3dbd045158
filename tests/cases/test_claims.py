"""Who holds a case: one of two, for as long as they do something with it, and never with a conflict of interest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.cases.records import (
    Case,
    CaseHidden,
    Citizen,
    ClaimLost,
    ConflictOfInterest,
    Facts,
    Forbidden,
    Member,
    NotHolder,
    Notice,
    Party,
    WrongState,
)
from bot.cases.watch import Watch
from tests.cases.world import LEASE, World, shanghai


def test_who_claims_first_holds_it_and_the_other_is_told_who(world: World, fang: Member, qiang: Member) -> None:
    case = world.open().case
    held = world.cases.case_claim(fang, case.id)
    assert (held.state, held.holder, held.claimed_at) == ("in_progress", fang.id, world.now)
    with pytest.raises(ClaimLost) as lost:
        world.cases.case_claim(qiang, case.id)
    assert lost.value.holder == "王芳"
    assert world.cases.case_claim(fang, case.id) == held  # again changes nothing


@pytest.mark.parametrize("how", ["claim", "withdraw", "transfer"])
def test_that_a_case_is_new_is_no_news_once_it_waits_no_longer(
    world: World, fang: Member, qiang: Member, lead: Member, how: str
) -> None:
    case = world.open().case
    assert [notice.kind for notice in unseen(world, qiang)] == ["case_routed"]
    if how == "claim":
        world.cases.case_claim(fang, case.id)
    elif how == "withdraw":
        world.cases.case_withdraw(Citizen(case.conversation or ""), case.id, "不用了")
    else:
        world.cases.case_transfer(lead, case.id, "lawyers", "涉及诉讼")
    assert unseen(world, qiang) == []
    if how == "claim":
        world.cases.case_release(fang, case.id, "请假")
        assert [notice.kind for notice in unseen(world, qiang)] == ["case_routed"]  # waits again: news again


def unseen(world: World, member: Member) -> list[Notice]:
    return world.cases.notice_list(member, only_unseen=True)


def test_of_twenty_at_once_exactly_one_gets_it(world: World) -> None:
    members = [world.member(f"调解员{number}") for number in range(20)]
    case = world.open().case

    def tried(member: Member) -> str:
        try:
            return f"got by {world.cases.case_claim(member, case.id).holder}"
        except ClaimLost as lost:
            return f"lost to {lost.holder}"

    with ThreadPoolExecutor(20) as threads:
        outcomes = list(threads.map(tried, members))
    won = [outcome for outcome in outcomes if outcome.startswith("got")]
    assert len(won) == 1
    winner = next(member for member in members if won == [f"got by {member.id}"])
    assert outcomes.count(f"lost to {winner.shown_name}") == 19
    assert world.trail(case).count("case_claimed") == 1


def test_claim_and_withdrawal_at_once_leave_one_outcome(world: World, fang: Member) -> None:
    for _ in range(5):
        case = world.open().case
        citizen = Citizen(case.conversation or "")

        def done(what: str, case: Case = case, citizen: Citizen = citizen) -> bool:
            try:
                if what == "claim":
                    world.cases.case_claim(fang, case.id)
                else:
                    world.cases.case_withdraw(citizen, case.id, "不要了")
            except WrongState:
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            claimed, withdrawn = threads.map(done, ("claim", "withdraw"))
        now = world.cases.case_get(fang, case.id).case
        assert withdrawn and now.state == "withdrawn"  # a claimed case can be withdrawn too
        assert ("case_claimed" in world.trail(case)) is claimed


def test_the_citizen_is_told_who_took_it_and_the_assistant_goes_on(world: World, fang: Member) -> None:
    case = world.held(fang)
    told = world.last(case)
    assert (told["kind"], told["event"], told["name"]) == ("case", "claimed", "王芳")
    assert world.cases.floor_get(case.conversation or "").speaker == "assistant"


def test_nobody_outside_learns_that_there_is_a_case(world: World, elsewhere: Member) -> None:
    case = world.open().case
    administrator = world.member("管理员", role="administrator")
    for member in (elsewhere, world.member("维护", role="maintainer")):
        with pytest.raises(CaseHidden):
            world.cases.case_claim(member, case.id)
    with pytest.raises(Forbidden):
        world.cases.case_claim(administrator, case.id)
    with pytest.raises(CaseHidden):
        world.cases.case_claim(elsewhere, "no such case")


def test_put_back_keeps_its_place(world: World, fang: Member, qiang: Member) -> None:
    first = world.held(fang)
    world.later(hours=1)
    second = world.open().case
    world.later(hours=1)
    back = world.cases.case_release(fang, first.id, "太忙")
    assert (back.state, back.holder, back.lease_until, back.queued_at) == ("routed", None, None, first.queued_at)
    assert world.cases.waiting(back).place == 1 and world.cases.waiting(second).place == 2
    assert world.last(back)["event"] == "put_back"
    assert world.told(qiang).count("case_routed") >= 1


def test_only_the_holder_or_a_lead_puts_it_back(world: World, fang: Member, qiang: Member, lead: Member) -> None:
    case = world.held(fang)
    with pytest.raises(NotHolder):
        world.cases.case_release(qiang, case.id, "给我")
    assert world.cases.case_release(lead, case.id, "请假").state == "routed"


def test_handing_on_goes_to_a_colleague_who_may(world: World, fang: Member, qiang: Member, elsewhere: Member) -> None:
    case = world.held(fang)
    gone = world.member("离职", active=False)
    for wrong in (elsewhere.id, gone.id, fang.id, "nobody"):
        with pytest.raises(Forbidden):
            world.cases.case_hand_on(fang, case.id, wrong, "请接")
    moved = world.cases.case_hand_on(fang, case.id, qiang.id, "请接")
    assert (moved.holder, moved.state, moved.queued_at) == (qiang.id, "in_progress", case.queued_at)
    assert "handed_on" in world.told(qiang) and "李强" in world.last(moved)["text"]
    with pytest.raises(NotHolder):
        world.cases.reply(fang, case.id, "late", "还是我")


def test_a_lead_assigns_a_case_from_the_queue(world: World, fang: Member, qiang: Member, lead: Member) -> None:
    case = world.open().case
    with pytest.raises(NotHolder):
        world.cases.case_hand_on(fang, case.id, qiang.id, "给你")
    assert world.cases.case_hand_on(lead, case.id, qiang.id, "请办").holder == qiang.id


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("张伟", "房东张伟"),
        ("张伟", "张伟（房东）"),
        ("上海好物业有限公司", "上海好物业有限公司"),
        ("好物业有限公司", "上海好物业有限公司"),
        ("John Smith", "my landlord John  Smith"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_a_conflict_of_interest_forbids_the_claim(world: World, fang: Member, declared: str, told: str) -> None:
    world.cases.conflict_add(fang, declared)
    case = world.open(facts=Facts(what_happened="不退押金", other_side=told)).case
    with pytest.raises(ConflictOfInterest):
        world.cases.case_claim(fang, case.id)
    assert world.cases.case_get(fang, case.id).case.holder is None
    free = world.open(facts=Facts(what_happened="不退押金", other_side="赵六")).case
    assert world.cases.case_claim(fang, free.id).holder == fang.id


def test_a_conflict_forbids_being_handed_the_case_too(world: World, fang: Member, qiang: Member) -> None:
    world.cases.conflict_add(qiang, "李梅")
    parties = (Party("李梅", "applicant"),)
    case = world.held(fang, facts=Facts(what_happened="x", parties=parties), consent_version="1")
    with pytest.raises(ConflictOfInterest):
        world.cases.case_hand_on(fang, case.id, qiang.id, "请接")


def test_a_conflict_declared_later_puts_the_case_back(world: World, fang: Member, qiang: Member) -> None:
    case = world.held(fang, facts=Facts(what_happened="x", other_side="房东张伟"))
    other = world.held(fang, facts=Facts(what_happened="x", other_side="赵六"))
    world.cases.conflict_add(fang, "张伟")
    assert world.cases.case_get(qiang, case.id).case.state == "routed"
    assert world.cases.case_get(qiang, other.id).case.holder == fang.id


def test_a_conflict_that_the_form_reveals_puts_the_case_back(world: World, fang: Member) -> None:
    key = world.citizen()
    world.cases.conflict_add(fang, "张伟")
    short = world.cases.case_claim(fang, world.open(key, kind="other", reason="person", facts=Facts()).case.id)
    filled = world.open(key)  # the other side is 房东张伟
    assert filled.case.id == short.id and filled.case.state == "routed" and filled.case.holder is None


def test_conflicts_are_the_members_own(world: World, fang: Member, qiang: Member) -> None:
    made = world.cases.conflict_add(fang, " 张  伟 ")
    assert [one.name for one in world.cases.conflict_list(fang)] == ["张 伟"]
    assert world.cases.conflict_list(qiang) == []
    world.cases.conflict_remove(qiang, made.id)  # not theirs: nothing
    assert len(world.cases.conflict_list(fang)) == 1
    world.cases.conflict_remove(fang, made.id)
    assert world.cases.conflict_list(fang) == []
    with pytest.raises(Forbidden):
        world.cases.conflict_add(fang, "张")
    with pytest.raises(Forbidden):
        world.cases.conflict_list(world.member("管理员", role="administrator"))


def test_a_lease_that_runs_out_puts_the_case_back(world: World, fang: Member, lead: Member) -> None:
    case = world.held(fang)
    assert case.lease_until == shanghai("2026-11-30 17:00")  # Saturday 10:00, when nobody is there
    watch = Watch(world.cases, lambda _files: None)
    world.now = shanghai("2026-11-30 16:59")
    watch.look()
    assert world.cases.case_get(fang, case.id).case.holder == fang.id
    world.now = shanghai("2026-11-30 17:00")
    watch.look()
    back = world.cases.case_get(lead, case.id).case
    assert (back.state, back.holder, back.queued_at) == ("routed", None, case.queued_at)
    assert "lease_ended" in world.told(fang) and "lease_ended" in world.told(lead)
    with pytest.raises(NotHolder):
        world.cases.reply(fang, case.id, "late", "等等")


@pytest.mark.parametrize("deed", ["reply", "note", "floor"])
def test_whatever_the_holder_does_renews_the_lease(world: World, fang: Member, deed: str) -> None:
    case = world.held(fang)
    world.later(days=1)
    if deed == "reply":
        world.cases.reply(fang, case.id, "r", "您好")
    elif deed == "note":
        world.cases.note_add(fang, case.id, "打过电话")
    else:
        world.cases.floor_take(fang, case.id)
    renewed = world.cases.case_get(fang, case.id).case.lease_until
    assert renewed is not None and renewed >= world.now + LEASE


def test_looking_and_being_written_to_renew_nothing(world: World, fang: Member) -> None:
    case = world.held(fang)
    world.later(hours=2)
    world.cases.case_get(fang, case.id)
    world.write(case.conversation or "", "在吗")
    assert world.cases.case_get(fang, case.id).case.lease_until == case.lease_until

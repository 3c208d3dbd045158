"""What happens while nobody does anything: warnings, limits, retention; once each, whatever is killed when."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.cases.records import Case, Citizen, Facts, Member
from bot.cases.tables import cases
from bot.cases.watch import Watch
from tests.cases.world import RETENTION, World, shanghai


@pytest.fixture
def watch(world: World) -> Watch:
    return Watch(world.cases, world.files.drop)


def now(world: World, lead: Member, case: Case) -> Case:
    return world.cases.case_get(lead, case.id).case


def test_nothing_is_due_at_first(world: World, watch: Watch, fang: Member) -> None:
    world.held(fang)
    world.open()
    assert watch.look() == 0


def test_a_case_that_nobody_takes_is_warned_of_and_then_rises(
    world: World, watch: Watch, fang: Member, lead: Member
) -> None:
    case = world.open().case
    assert case.due_at == shanghai("2026-11-26 17:00")
    world.now = shanghai("2026-11-26 15:00")  # two working hours before
    assert watch.look() == 1 and watch.look() == 0
    assert "due_soon" in world.told(fang) and now(world, lead, case).priority == 0
    world.now = shanghai("2026-11-26 17:00")
    assert watch.look() == 1 and watch.look() == 0
    late = now(world, lead, case)
    assert (late.priority, late.overdue_at, late.state) == (1, world.now, "routed")
    assert "overdue" in world.told(lead) and "overdue" in world.told(fang)
    younger = world.open().case
    assert world.cases.waiting(late).place == 1 and world.cases.waiting(younger).place == 2


def test_a_claim_without_a_word_breaks_the_promise_of_a_first_contact(
    world: World, watch: Watch, fang: Member, lead: Member
) -> None:
    case = world.held(fang)
    world.now = shanghai("2026-11-26 15:30")
    watch.look()
    assert "due_soon" in world.told(fang)
    world.now = shanghai("2026-11-26 17:00")
    watch.look()
    late = now(world, lead, case)
    assert (late.state, late.priority, late.overdue_at) == ("in_progress", 1, world.now)
    assert late.due_at == shanghai("2026-12-26 00:00") and "overdue" in world.told(lead)
    world.later(seconds=60)
    world.cases.reply(fang, case.id, "r1", "对不起，来晚了")
    assert now(world, lead, case).overdue_at is None


def test_a_first_word_in_time_keeps_the_promise(world: World, watch: Watch, fang: Member, lead: Member) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r1", "您好")
    assert now(world, lead, case).due_at == shanghai("2026-12-26 00:00")
    world.now = shanghai("2026-11-26 17:00")
    assert watch.look() == 0


def test_a_case_that_takes_too_long_is_seen_to_and_stays_with_its_holder(
    world: World, watch: Watch, fang: Member, lead: Member
) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r0", "您好")
    for day in range(1, 31):  # the lease is kept alive
        world.later(days=1)
        world.cases.note_add(fang, case.id, f"第{day}天")
        watch.look()
    assert "due_soon" in world.told(fang)
    world.now = shanghai("2026-12-26 00:00")
    watch.look()
    late = now(world, lead, case)
    assert (late.state, late.holder) == ("supervised", fang.id)
    assert "overdue" in world.told(lead)
    assert [said["event"] for said in world.shown(case.conversation) if said["kind"] == "case"][-1] == "supervised"


def test_a_case_that_is_seen_to_and_does_not_move_is_told_again(
    world: World, watch: Watch, fang: Member, lead: Member
) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r0", "您好")
    world.cases.case_supervise(lead, case.id, "慢")
    world.cases.notices_seen(lead, 10**6)
    world.later(days=2)
    world.cases.note_add(fang, case.id, "还在")
    world.later(days=3)
    world.cases.note_add(fang, case.id, "还在")
    world.now = shanghai("2026-12-02 17:00")
    watch.look()
    assert [notice.kind for notice in world.cases.notice_list(lead, only_unseen=True)] == ["overdue"]
    assert watch.look() == 0


def test_a_return_visit_that_is_not_made_is_told_to_the_lead(
    world: World, watch: Watch, fang: Member, lead: Member
) -> None:
    case = world.held(fang)
    world.cases.case_close(fang, case.id, "agreement", "好")
    world.now = shanghai("2026-12-12 10:00")
    watch.look()
    assert "overdue" in world.told(lead)
    assert watch.look() == 0 and now(world, lead, case).state == "closed"
    world.cases.case_review(fang, case.id)
    assert now(world, lead, case).overdue_at is None


def test_what_ended_long_ago_loses_its_facts_and_files(world: World, watch: Watch, fang: Member, lead: Member) -> None:
    old, fresh = world.held(fang), world.held(fang)
    world.cases.case_close(fang, old.id, "agreement", "好", {"terms": "退一半"})
    world.later(days=10)
    world.cases.case_close(fang, fresh.id, "referred", "好")
    world.later(seconds=RETENTION - 5 * 86400)
    watch.look()
    gone = now(world, lead, old)
    assert gone.facts == Facts() and gone.conversation is None and gone.erased_at == world.now
    assert (gone.number, gone.outcome, gone.kind) == (old.number, "agreement", "rent")
    assert now(world, lead, fresh).facts.what_happened
    assert watch.look() == 0


def test_a_file_that_the_law_kept_goes_in_the_end(world: World, watch: Watch, fang: Member, lead: Member) -> None:
    case = world.held(fang)
    world.cases.case_close(fang, case.id, "agreement", "好", {"terms": "退一半"})
    world.cases.case_erase(Citizen(case.conversation or ""), case.id)
    assert now(world, lead, case).facts.agreement == {"terms": "退一半"}
    world.later(seconds=RETENTION)
    watch.look()
    assert now(world, lead, case).facts == Facts()


def test_an_open_case_is_never_forgotten(world: World, watch: Watch, lead: Member) -> None:
    case = world.open().case
    world.later(seconds=2 * RETENTION)
    watch.look()
    assert now(world, lead, case).facts.what_happened


def test_a_case_of_an_organisation_that_is_gone_is_routed_again(world: World, watch: Watch, lead: Member) -> None:
    case = world.open().case
    with world.database.writing() as connection:
        connection.execute(update(cases).values(organisation="dissolved"))
    watch.look()
    assert now(world, lead, case).organisation == "centre"
    assert "case_transferred" in world.trail(case)


def test_a_look_that_is_cut_off_is_done_by_the_next_one(
    world: World, watch: Watch, fang: Member, lead: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [world.open().case for _ in range(3)]
    world.now = shanghai("2026-11-26 17:00")
    heard: list[str] = []

    def cut_off(changed: object) -> None:
        heard.append(str(changed))
        if len(heard) == 2:
            raise KeyboardInterrupt

    world.cases.listen(cut_off)
    with pytest.raises(KeyboardInterrupt):
        watch.look()
    watch.look()
    assert all(now(world, lead, case).overdue_at is not None for case in waiting)
    assert [world.trail(case).count("case_overdue") for case in waiting] == [1, 1, 1]
    assert world.told(lead).count("overdue") == 3


def test_what_cannot_be_unsealed_holds_up_nothing_else(world: World, watch: Watch, lead: Member) -> None:
    broken, sound = world.open().case, world.open().case
    with world.database.writing() as connection:
        connection.execute(update(cases).where(cases.c.id == broken.id).values(sealed="garbage"))
    world.now = shanghai("2026-11-26 17:00")
    assert watch.look() == 1
    assert now(world, lead, sound).overdue_at is not None

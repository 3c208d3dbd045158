"""Who sees what and may do what: every read and every step, by everybody."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

import pytest

from bot.cases.records import (
    PARTS,
    Action,
    Actor,
    Case,
    CaseFilter,
    CaseHidden,
    CaseRefusal,
    Citizen,
    Facts,
    Forbidden,
    Member,
    Part,
    Partner,
    Party,
)
from tests.cases.world import World

FACTS = Facts(
    what_happened="张伟把门锁换了，打 13812345678 不接", other_side="房东张伟", wishes="退押金", tried="报过警",
    evidence=("合同照片",),
    contact="微信 zhang88", address="南京西路 1 号", parties=(Party("李梅", "applicant", "13812345678"),),
    attachments={"screening": "月收入两千"},
)  # fmt: skip
PARTS_IN: Mapping[Part, tuple[str, ...]] = {
    "facts": ("门锁", "退押金", "报过警", "合同照片", "月收入两千"),
    "parties": ("张伟", "李梅"),
    "contact": ("zhang88", "南京西路", "13812345678"),
}
READS: Mapping[str, Callable[[World, Member, Case], object]] = {
    "case_get": lambda world, actor, case: world.cases.case_get(actor, case.id),
    "case_find": lambda world, actor, case: world.cases.case_find(actor, case.number),
    "message_list": lambda world, actor, case: world.cases.message_list(actor, case.id),
    "note_list": lambda world, actor, case: world.cases.note_list(actor, case.id),
    "event_list": lambda world, actor, case: world.cases.event_list(actor, case.id),
    "access_check": lambda world, actor, case: world.cases.access_check(actor, case.id, "files"),
    "spoken_in": lambda world, actor, case: world.cases.spoken_in(actor, case.id),
}
STEPS: Mapping[Action, Callable[[World, Actor, Case, Member], object]] = {
    "claim": lambda world, actor, case, _to: world.cases.case_claim(actor, case.id),
    "reply": lambda world, actor, case, _to: world.cases.reply(actor, case.id, "r", "您好"),  # type: ignore[arg-type]
    "release": lambda world, actor, case, _to: world.cases.case_release(actor, case.id, "x"),
    "take_over": lambda world, actor, case, _to: world.cases.floor_take(actor, case.id),
    "hand_back": lambda world, actor, case, _to: world.cases.floor_return(actor, case.id),
    "hand_on": lambda world, actor, case, to: world.cases.case_hand_on(actor, case.id, to.id, "x"),
    "transfer": lambda world, actor, case, _to: world.cases.case_transfer(actor, case.id, "office", "x"),
    "refuse": lambda world, actor, case, _to: world.cases.case_refuse(actor, case.id, "x"),
    "supervise": lambda world, actor, case, _to: world.cases.case_supervise(actor, case.id, "x"),
    "resume": lambda world, actor, case, _to: world.cases.case_resume(actor, case.id),
    "close": lambda world, actor, case, _to: world.cases.case_close(actor, case.id, "referred", "x"),
    "review": lambda world, actor, case, _to: world.cases.case_review(actor, case.id),
    "reopen": lambda world, actor, case, _to: world.cases.case_reopen(actor, case.id, "x"),
    "raise": lambda world, actor, case, _to: world.cases.case_raise(actor, case.id, 1, "x"),
    "note": lambda world, actor, case, _to: world.cases.note_add(actor, case.id, "x"),  # type: ignore[arg-type]
    "participants": lambda world, actor, case, _to: world.cases.participant_add(actor, case.id, "night", "law-firm"),
    "send": lambda world, actor, case, _to: world.cases.case_send(actor, case.id, "platform", "x"),
    "withdraw": lambda world, actor, case, _to: world.cases.case_withdraw(actor, case.id, "x"),
    "rate": lambda world, actor, case, _to: world.cases.case_rate(actor, case.id, 5),
    "erase": lambda world, actor, case, _to: world.cases.case_erase(actor, case.id),
}


def everybody(world: World, case: Case, fang: Member) -> dict[str, Actor]:
    """One of each kind, with the case being ``fang``'s."""
    world.cases.participant_add(fang, case.id, "lawyers", "law-firm")
    return {
        "holder": fang,
        "colleague": world.member("李强"),
        "lead": world.member("赵敏", role="lead"),
        "participant": world.member("孙律师", "lawyers"),
        "participants' lead": world.member("钱主任", "lawyers", "lead"),
        "stranger": world.member("周司法", "office"),
        "strange lead": world.member("吴所长", "office", "lead"),
        "administrator": world.member("管理员", role="administrator"),
        "maintainer": world.member("维护", role="maintainer"),
        "citizen": Citizen(case.conversation or ""),
        "other citizen": Citizen(world.citizen()),
        "partner": Partner("platform"),
    }


def test_every_read_by_every_member(world: World, fang: Member) -> None:
    case = world.held(fang, facts=FACTS, consent_version="1")
    actors = everybody(world, case, fang)
    insiders = {"holder", "colleague", "lead"}
    for who, actor in actors.items():
        if not isinstance(actor, Member):
            continue
        for name, read in READS.items():
            try:
                read(world, actor, case)
                outcome = "seen"
            except Forbidden:
                outcome = "forbidden"
            except CaseHidden:
                outcome = "hidden"
            takes_part = who in ("participant", "participants' lead")
            of_role = "seen" if name in ("case_get", "case_find", "note_list", "spoken_in") else "forbidden"
            expected = "seen" if who in insiders else of_role if takes_part else "hidden"
            assert outcome == expected, (who, name)


def test_every_step_by_everybody_is_what_they_were_told_they_may(world: World, fang: Member) -> None:
    """`allowed` is the truth: what it names works, what it does not name is refused and changes nothing."""
    for action, do in STEPS.items():
        case = world.held(fang, facts=FACTS, consent_version="1")
        colleague = world.member("同事")
        for who, actor in everybody(world, case, fang).items():
            try:
                may = world.cases.case_get(actor, case.id).allowed
            except CaseHidden:
                may = frozenset()
            before = world.cases.case_get(fang, case.id).case
            if action in may:
                continue
            if action == "erase" and who == "administrator":
                continue  # who sees no case, and may have any erased
            if action == "claim" and who == "holder":
                continue  # claiming again what one holds changes nothing
            with pytest.raises(CaseRefusal):
                do(world, actor, case, colleague)
            assert world.cases.case_get(fang, case.id).case == before, (who, action)


@pytest.mark.parametrize("action", sorted(set(STEPS) - {"erase"}))
def test_what_one_is_told_one_may_do_works(world: World, fang: Member, action: Action) -> None:
    colleague, done = world.member("同事"), 0
    for state in ("routed", "held", "supervised", "closed", "withdrawn"):
        case: Case | None = None
        for who in ("holder", "lead", "citizen", "participant"):
            case = case or _case_in(world, fang, state)
            actors = everybody_of(world, case, fang)
            if action in world.cases.case_get(actors[who], case.id).allowed:
                STEPS[action](world, actors[who], case, colleague)
                case, done = None, done + 1  # the next one needs it as it was
    assert done


def _case_in(world: World, fang: Member, state: str) -> Case:
    case = world.open(facts=FACTS, consent_version="1").case
    lead = world.member("赵敏", role="lead")
    if state != "routed":
        case = world.cases.case_claim(fang, case.id)
    if state == "supervised":
        case = world.cases.case_supervise(lead, case.id, "慢")
    if state == "closed":
        case = world.cases.case_close(fang, case.id, "agreement", "好")
    if state == "withdrawn":
        case = world.cases.case_withdraw(Citizen(case.conversation or ""), case.id, "不要了")
    return case


def everybody_of(world: World, case: Case, fang: Member) -> dict[str, Actor]:
    lead = world.member("赵敏", role="lead")
    if case.is_open:
        world.cases.participant_add(lead, case.id, "lawyers", "law-firm")
    participant = world.member("孙律师", "lawyers" if case.is_open else "centre")
    return {"holder": fang, "lead": lead, "citizen": Citizen(case.conversation or ""), "participant": participant}


@pytest.mark.parametrize(("role", "organisation"), [("law-firm", "lawyers"), ("police-station", "night")])
def test_a_participant_sees_what_the_role_allows_and_nothing_else(
    world: World, fang: Member, role: str, organisation: str
) -> None:
    case = world.held(fang, facts=FACTS, consent_version="1", subdistrict="石门二路街道", amount=5000.0)
    member = world.member("来帮忙的", organisation)
    world.cases.participant_add(fang, case.id, organisation, role)
    view = world.cases.case_get(member, case.id)
    assert view.sees == world.cases.office.routing.roles[role].sees
    shown = json.dumps(asdict(view.case), ensure_ascii=False)
    for part, words in PARTS_IN.items():
        for word in words:
            assert (word in shown) is (part in view.sees), (part, word)
    assert (view.case.amount, view.case.subdistrict) == (5000.0, "石门二路街道")
    assert view.case.conversation is None
    assert view.allowed == ({"note"} if "notes" in view.sees else set())
    listed = world.cases.case_list(member, CaseFilter(view="all")).rows
    assert [row.case.id for row in listed] == [case.id] and listed[0].last_message is not None
    assert listed[0].last_message.text == ""


def test_who_took_part_sees_nothing_any_more(world: World, fang: Member, elsewhere: Member) -> None:
    case = world.held(fang)
    world.cases.participant_add(fang, case.id, "lawyers", "law-firm")
    world.cases.participant_add(fang, case.id, "lawyers", "police-station")  # another role takes the place of the first
    assert "contact" in world.cases.case_get(elsewhere, case.id).sees
    world.cases.participant_remove(fang, case.id, "lawyers")
    with pytest.raises(CaseHidden):
        world.cases.case_get(elsewhere, case.id)
    assert world.cases.case_list(elsewhere, CaseFilter()).total == 0
    for organisation, role in (("centre", "law-firm"), ("nowhere", "law-firm"), ("night", "judge")):
        with pytest.raises(Forbidden):
            world.cases.participant_add(fang, case.id, organisation, role)


def test_the_citizen_sees_their_case_without_what_is_the_mediators(world: World, fang: Member) -> None:
    case = world.held(fang, facts=FACTS, consent_version="1")
    world.cases.note_add(fang, case.id, "她很急")
    citizen = Citizen(case.conversation or "")
    view = world.cases.case_get(citizen, case.id)
    assert set(PARTS) - view.sees == {"notes", "papers"}
    assert view.case.facts == FACTS
    assert view.allowed == {"withdraw", "take_over", "hand_back", "erase"}
    with pytest.raises(Forbidden):
        world.cases.event_list(citizen, case.id)


def test_a_look_is_in_the_audit_trail_once_in_ten_minutes(world: World, fang: Member, qiang: Member) -> None:
    case = world.open().case
    for _ in range(3):
        world.cases.case_get(fang, case.id)
    world.cases.case_get(qiang, case.id)
    world.cases.case_get(Citizen(case.conversation or ""), case.id)
    assert world.trail(case).count("case_viewed") == 2
    world.later(seconds=601)
    world.cases.case_find(fang, case.number)
    assert world.trail(case).count("case_viewed") == 3


@pytest.mark.parametrize("name", ["case_get", "case_find", "message_list", "note_list"])
def test_reading_any_of_it_is_a_look(world: World, fang: Member, lead: Member, name: str) -> None:
    case = world.held(fang)
    READS[name](world, lead, case)
    READS[name](world, lead, case)
    assert world.trail(case).count("case_viewed") == 1


def test_a_refused_look_leaves_no_trace(world: World, elsewhere: Member) -> None:
    case = world.open().case
    with pytest.raises(CaseHidden):
        world.cases.case_get(elsewhere, case.id)
    with pytest.raises(CaseHidden):
        world.cases.case_find(elsewhere, case.number)
    with pytest.raises(CaseHidden):
        world.cases.case_find(elsewhere, "JF2026-999999")
    assert "case_viewed" not in world.trail(case)

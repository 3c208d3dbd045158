"""What goes and what stays when a case is erased."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from bot.cases.records import CaseHidden, Citizen, Facts, Forbidden, Member, Party, WrongState
from bot.cases.tables import case_events, case_files, case_notes, cases, notices
from bot.tables import conversations, messages
from tests.cases.test_access import FACTS
from tests.cases.world import SEALER, World


def everything(world: World) -> str:
    """All that the database holds, unsealed as far as it is sealed."""
    found: list[str] = []
    with world.database.reading() as connection:
        for table in (cases, case_events, case_notes, case_files, notices, messages, conversations):
            for row in connection.execute(select(table)):
                values = dict(row._mapping)
                if values.get("sealed"):
                    values["sealed"] = SEALER.unseal(values["sealed"])
                found.append(json.dumps(values, ensure_ascii=False, default=str))
    return "\n".join(found)


def test_a_case_that_nobody_took_leaves_nothing_that_names_anybody(world: World, lead: Member) -> None:
    case = world.open(facts=FACTS, consent_version="1", subdistrict="南京西路街道", amount=1.0).case
    erased = world.cases.case_erase(Citizen(case.conversation or ""), case.id)
    left = everything(world)
    for word in ("门锁", "张伟", "李梅", "zhang88", "13812345678", "南京西路", "月收入"):
        assert word not in left
    assert erased.until is None and "名字" in erased.kept
    gone = world.cases.case_get(lead, case.id).case
    assert (gone.number, gone.kind, gone.state, gone.outcome) == (case.number, "rent", "withdrawn", "withdrawn")
    assert (gone.conversation, gone.facts, gone.erased_at) == (None, Facts(), world.now)


def test_the_citizen_is_told_what_stays_and_their_page_begins_anew(world: World) -> None:
    case = world.open().case
    key = case.conversation or ""
    world.cases.case_erase(Citizen(key), case.id)
    feed = world.store.feed(key)
    assert feed is not None and feed.erased_to == feed.last_seq - 1
    assert feed.messages[-1].body["event"] == "erased"
    assert world.cases.citizen_cases(key) == []


def test_what_the_law_wants_kept_is_kept_and_said(world: World, fang: Member, lead: Member) -> None:
    case = world.held(fang, facts=FACTS, consent_version="1")
    world.cases.reply(fang, case.id, "r1", "您好，我们谈谈")
    world.write(case.conversation or "", "我想谈")
    world.cases.note_add(fang, case.id, "她很急")
    world.cases.case_close(fang, case.id, "agreement", "谈成", {"terms": "退一半"})
    erased = world.cases.case_erase(Citizen(case.conversation or ""), case.id)
    left = everything(world)
    for word in ("我们谈谈", "我想谈", "她很急", "zhang88", "13812345678", "月收入", "合同照片", "南京西路"):
        assert word not in left
    kept = world.cases.case_get(lead, case.id).case
    assert kept.facts.agreement == {"terms": "退一半"} and kept.facts.parties == (Party("李梅", "applicant"),)
    assert (kept.facts.other_side, kept.facts.what_happened) == ("房东张伟", "张伟把门锁换了，打 〔手机号〕 不接")
    assert kept.conversation is None and "第二十七条" in erased.kept and "2029年11月24日" in erased.kept
    assert "case_kept" in world.trail(case) and "case_erased" not in world.trail(case)


def test_where_no_law_keeps_it_all_goes(world: World, elsewhere: Member) -> None:
    opening = world.open(kind="contract", facts=FACTS, consent_version="1").case
    case = world.cases.case_claim(elsewhere, opening.id)
    world.cases.case_close(elsewhere, case.id, "agreement", "谈成", {"terms": "付清"})
    erased = world.cases.case_erase(Citizen(case.conversation or ""), case.id)
    assert erased.until is None
    assert world.cases.case_get(elsewhere, case.id).case.facts == Facts()
    assert "付清" not in everything(world)


def test_numbers_in_what_stays_are_masked(world: World, fang: Member, lead: Member) -> None:
    case = world.held(fang, facts=replace(FACTS, what_happened="他的电话是 13987654321"))
    world.cases.case_erase(Citizen(case.conversation or ""), case.id)
    assert world.cases.case_get(lead, case.id).case.facts.what_happened == "他的电话是 〔手机号〕"


def test_another_case_of_the_citizen_stays_as_it_is(world: World, fang: Member) -> None:
    key = world.citizen()
    first = world.cases.case_claim(fang, world.open(key).case.id)
    second = world.cases.case_claim(fang, world.open(key, kind="wages").case.id)
    world.cases.reply(fang, first.id, "r1", "说押金")
    world.cases.reply(fang, second.id, "r2", "说工资")
    world.cases.case_erase(Citizen(key), first.id)
    said = [message.get("text") for message in world.shown(key)]
    assert "说押金" not in said and "说工资" in said
    assert [case.id for case in world.cases.citizen_cases(key)] == [second.id]
    assert world.cases.floor_get(key).case == second.id


def test_an_open_case_that_is_erased_gives_the_floor_back(world: World, fang: Member) -> None:
    case = world.held(fang)
    world.cases.reply(fang, case.id, "r1", "您好")
    key = case.conversation or ""
    world.cases.case_erase(Citizen(key), case.id)
    assert world.cases.floor_get(key).speaker == "assistant"
    with pytest.raises(CaseHidden):
        world.cases.case_erase(Citizen(key), case.id)
    with pytest.raises(WrongState):
        world.cases.case_reopen(world.member("赵敏", role="lead"), case.id, "再来")


def test_files_are_named_to_whoever_deletes_their_contents(world: World, fang: Member) -> None:
    case = world.held(fang)
    row = {"id": "f" * 32, "case": case.id, "type": "image/png", "size": 3, "at": world.now, "sealed": "…"}
    with world.database.writing() as connection:
        connection.execute(insert(case_files).values(row))
    assert world.cases.case_erase(Citizen(case.conversation or ""), case.id).files == ("f" * 32,)
    assert world.count(case_files) == 0


def test_an_administrator_erases_without_seeing_and_others_do_not(world: World, fang: Member, lead: Member) -> None:
    case = world.open().case
    for member in (fang, lead):
        with pytest.raises(Forbidden):
            world.cases.case_erase(member, case.id)
    administrator = world.member("管理员", role="administrator")
    with pytest.raises(CaseHidden):
        world.cases.case_get(administrator, case.id)
    assert world.cases.case_erase(administrator, case.id).case.erased_at == world.now


def test_all_cases_of_a_conversation_go_with_it(world: World, fang: Member, lead: Member) -> None:
    key = world.citizen()
    first, second = world.open(key).case, world.open(key, kind="wages").case
    with world.database.writing() as connection:
        erased = world.cases.conversation_erase(key, within=connection)
    assert {one.case.id for one in erased} == {first.id, second.id}
    for case in (first, second):
        assert world.cases.case_get(lead, case.id).case.facts == Facts()


def test_the_audit_trail_outlives_the_facts(world: World, fang: Member, lead: Member) -> None:
    case = world.held(fang)
    before = world.cases.event_list(lead, case.id)
    world.cases.case_erase(Citizen(case.conversation or ""), case.id)
    assert world.cases.event_list(lead, case.id)[: len(before)] == before

"""A case begins: number, code, place, what the citizen is told, who of the staff is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.case_shapes import CaseReply
from bot.cases.records import Citizen, Facts, Forbidden, Member, Opening, Partner, Party
from bot.cases.tables import cases
from tests.cases.world import SEALER, World, shanghai

OPENING = Opening("rent", "zh", facts=Facts(what_happened="房东张伟不退押金 13812345678", other_side="张伟"))


def test_a_case_has_a_number_a_code_a_place_and_a_reason(world: World) -> None:
    first, second = world.open(), world.open()
    assert (first.case.number, second.case.number) == ("JF2026-000001", "JF2026-000002")
    assert first.case.state == "routed" and first.case.routed_why["rule"] == "everything"
    assert first.code and first.code != second.code
    assert (first.said[0].body["place"], second.said[0].body["place"]) == (1, 2)
    assert world.trail(first.case) == ["case_opened", "case_routed"]


def test_numbers_begin_anew_with_the_year_in_shanghai(world: World) -> None:
    world.now = shanghai("2026-12-31 23:59")
    assert world.open().case.number == "JF2026-000001"
    world.later(seconds=120)
    assert world.open().case.number == "JF2027-000001"


def test_what_the_citizen_is_told_fits_the_schema_and_keeps_the_code_sealed(world: World) -> None:
    opened = world.open()
    said = opened.said[0]
    shown = CaseReply.model_validate({**said.body, **(said.sealed or {})})
    assert shown.code == opened.code and opened.code is not None
    assert opened.code not in json.dumps(said.body, ensure_ascii=False)
    assert opened.case.number in shown.text and "11月26日（周四）17:00" in shown.text


def test_a_code_leads_to_its_case_however_it_is_typed(world: World) -> None:
    opened = world.open()
    assert opened.code is not None
    for typed in (opened.code, opened.code.lower(), opened.code.replace("-", " "), f" {opened.code} "):
        found = world.cases.case_by_code(typed)
        assert found is not None and found.id == opened.case.id
    for wrong in ("", "0000-0000-0000", opened.code[:-1], "' OR 1=1"):
        assert world.cases.case_by_code(wrong) is None


def test_a_new_code_ends_the_old_one(world: World) -> None:
    opened = world.open()
    assert opened.case.conversation is not None and opened.code is not None
    code = world.cases.code_renew(Citizen(opened.case.conversation), opened.case.id)
    assert world.cases.case_by_code(opened.code) is None
    assert world.cases.case_by_code(code) is not None


def test_nothing_that_names_anybody_is_in_the_database_in_clear(world: World) -> None:
    key = world.citizen()
    world.cases.case_open(Citizen(key), OPENING, key)
    with world.database.reading() as connection:
        row = connection.execute(select(cases)).one()
    stored = json.dumps([str(value) for value in row], ensure_ascii=False)
    assert "张伟" not in stored and "13812345678" not in stored
    assert SEALER.unseal_json(row.sealed)["other_side"] == "张伟"


def test_asking_for_a_person_again_opens_no_second_case(world: World) -> None:
    key = world.citizen()
    first = world.open(key, kind="other", reason="person", facts=Facts())
    again = world.open(key, kind="other", reason="person", facts=Facts())
    assert first.is_new and not again.is_new and again.code is None
    assert again.case.id == first.case.id
    assert "不用再开" in again.said[0].body["text"]
    assert world.count(cases) == 1


def test_the_form_fills_the_case_that_the_wish_for_a_person_opened(world: World) -> None:
    key = world.citizen()
    short = world.open(key, kind="other", reason="person", facts=Facts())
    filled = world.cases.case_open(Citizen(key), replace(OPENING, district="huangpu", amount=3000.0), key)
    assert not filled.is_new and filled.case.id == short.case.id
    assert (filled.case.kind, filled.case.district, filled.case.amount) == ("rent", "huangpu", 3000.0)
    assert filled.case.facts.other_side == "张伟"
    assert world.trail(short.case)[-1] == "case_filled"


def test_a_second_dispute_is_a_second_case(world: World) -> None:
    key = world.citizen()
    assert world.open(key).is_new and world.open(key, kind="wages").is_new
    assert [case.kind for case in world.cases.citizen_cases(key)] == ["wages", "rent"]


def test_an_answered_screening_is_added_to_what_is_open(world: World) -> None:
    key = world.citizen()
    world.open(key, facts=replace(OPENING.facts, attachments={"navigator": "…"}))
    added = world.open(key, reason="screening", facts=Facts(attachments={"screening": "月收入 2000 元"}))
    assert not added.is_new
    assert added.case.facts.attachments == {"navigator": "…", "screening": "月收入 2000 元"}
    assert added.case.facts.what_happened == OPENING.facts.what_happened


def test_danger_goes_first_and_everybody_who_can_help_is_told(world: World) -> None:
    guard = world.member("陈警官", "night")
    chief = world.member("周所长", "night", "lead")
    opened = world.open(reason="danger", priority=0)
    assert (opened.case.priority, opened.case.organisation) == (2, "night")
    assert opened.said[0].body["text"].startswith("已经按紧急情况")
    assert world.told(guard) == ["case_routed", "danger"] and "danger" in world.told(chief)


def test_danger_raises_the_case_that_is_open(world: World, fang: Member) -> None:
    key = world.citizen()
    case = world.cases.case_claim(fang, world.open(key).case.id)
    again = world.open(key, reason="danger", facts=Facts())
    assert again.case.id == case.id and again.case.priority == 2
    assert "danger" in world.told(fang)


def test_without_consent_no_contact_is_kept(world: World) -> None:
    facts = replace(OPENING.facts, contact="13812345678", parties=(Party("李梅", "applicant"),))
    assert world.open(facts=facts).case.facts.contact == ""
    kept = world.open(facts=facts, consent_version="1").case
    assert (kept.facts.contact, kept.consent_at, kept.consent_version) == ("13812345678", world.now, "1")


def test_a_case_is_not_lost_over_a_kind_that_is_gone(world: World) -> None:
    case = world.open(kind="gone", district="atlantis").case
    assert (case.kind, case.district) == ("other", None)


def test_a_packet_goes_where_it_is_sent_and_has_no_conversation(world: World) -> None:
    opened = world.cases.case_open(Partner("platform"), replace(OPENING, organisation="office"), None)
    assert (opened.case.source, opened.case.organisation, opened.case.conversation) == ("partner", "office", None)
    with pytest.raises(Forbidden):
        world.cases.case_open(Partner("platform"), replace(OPENING, organisation="nowhere"), None)


def test_those_are_told_who_take_such_a_case(world: World) -> None:
    labour = world.member("只办工资", kinds=["wages"])
    english = world.member("英语", languages=["en"])
    away = world.member("走了", active=False)
    other = world.member("别处", "office")
    chinese = world.member("中文")
    world.open(kind="rent")
    assert [world.told(one) for one in (labour, english, away, other, chinese)] == [[], [], [], [], ["case_routed"]]


def test_when_nobody_speaks_the_language_all_are_told(world: World, fang: Member) -> None:
    world.open(language="en")
    assert world.told(fang) == ["case_routed"]


def test_waiting_is_told_from_real_figures_or_not_at_all(world: World, fang: Member) -> None:
    for number in range(4):
        case = world.open().case
        world.later(hours=1 + number / 10)
        world.cases.case_claim(fang, case.id)
        world.now = shanghai(f"2026-11-{26 + number} 09:00")
    world.now = shanghai("2026-12-01 10:00")
    assert world.cases.waiting(world.open().case).seconds is None
    world.held(fang)
    waiting = world.cases.waiting(world.open().case)
    assert waiting.from_cases == 5 and waiting.seconds is not None and 0 < waiting.seconds < 7200
    assert (waiting.place, waiting.on_duty, waiting.opens_at) == (2, 1, None)


def test_out_of_hours_it_is_said_when_somebody_will_be_there(world: World) -> None:
    world.now = shanghai("2026-09-30 20:00")
    waiting = world.cases.waiting(world.open().case)
    assert waiting.opens_at == shanghai("2026-10-08 09:00") and waiting.is_sure
    said = world.open().said[0].body
    assert "10月8日（周四）09:00开始有人" in said["text"]
    assert said["buttons"][0]["payload"].startswith("/case_callback")


def test_a_year_whose_holidays_are_not_known_is_not_promised(world: World) -> None:
    world.now = shanghai("2031-09-30 20:00")
    assert not world.cases.waiting(world.open().case).is_sure
    assert "还没公布" in world.open().said[0].body["text"]


def test_english_is_told_in_english(world: World) -> None:
    text = world.open(language="en").said[0].body["text"]
    assert text.startswith("Your case is registered as JF2026-000001 with Centre.") and "Thu 26 Nov 17:00" in text

"""Cases at the desk: the list, one case, what is done with it, what is said, and two who want the same."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from docx import Document

from bot.cases.records import Citizen, System
from bot.records import conversation_key
from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Desk, Office


@pytest.fixture
def desk(office: Office) -> Desk:
    return office.member(name="陈调解员")


def test_a_case_is_listed_claimed_and_shown(office: Office, desk: Desk) -> None:
    case = office.case(district="xuhui", amount=2000.0, happened_on="2026-10-01")
    (row,) = [row for row in desk.get("/cases", view="queue", limit=200)["cases"] if row["id"] == case]
    number = office.now(case).number
    assert row["number"] == number and row["state"] == "routed" and row["holder"] is None and row["overdue"] is False
    assert row["opened_at"].endswith("Z") and row["due_at"] > row["opened_at"]
    view = desk.post(f"/cases/{case}/claim")
    assert view["holder"] == {"id": desk.id, "name": "陈调解员"} and view["state"] == "in_progress"
    assert view["facts"] == {
        "what_happened": "房东李四不退两千元押金", "other_side": "李四", "wishes": "退押金", "tried": "",
        "evidence": [], "amount": 2000.0, "happened_on": "2026-10-01", "district": "xuhui",
        "subdistrict": None, "address": None,
    }  # fmt: skip
    assert view["contact"] == {"text": "13800138000"} and view["consent"]["version"] == "1"
    assert {party["name"]: party["role"] for party in view["parties"]} == {"王小明": "applicant", "李四": "other_side"}
    assert view["participants"] == [
        {
            "organisation": "centre", "zh": "调解中心", "en": "Mediation centre", "role": "in_charge",
            "role_zh": "主办", "role_en": "In charge", "since": view["opened_at"], "in_charge": True,
        }
    ]  # fmt: skip
    assert view["source"] == "applied" and view["speaker"] == "assistant" and "reply" in view["allowed"]
    assert {deadline["what"] for deadline in view["deadlines"]} == {"first_contact", "lease"}
    assert [paper["id"] for paper in view["papers"]] == ["application", "registration", "record", "agreement"]
    assert desk.get("/cases", view="mine")["total"] == desk.get("/meta")["counts"]["mine"] == 1


def test_of_two_who_claim_at_once_one_gets_the_case_and_the_other_is_told_who(office: Office) -> None:
    desks = [office.member(name=f"调解员{number}") for number in range(4)]
    for _round in range(5):
        claim = f"/cases/{office.case()}/claim"
        with ThreadPoolExecutor(len(desks)) as pool:
            answers = list(pool.map(lambda desk, path: desk.ask("POST", path), desks, [claim] * len(desks)))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        (won,) = [answer.json()["holder"] for answer in answers if answer.status_code == 200]
        for lost in (answer.json() for answer in answers if answer.status_code == 409):
            assert (lost["error"], lost["holder"]) == ("claim_lost", won["name"])
            assert lost["detail"] == f"{won['name']} 已经认领了这个案件。"


def test_a_reply_to_a_case_that_one_does_not_hold_is_refused(office: Office, desk: Desk) -> None:
    case = office.case()
    body = {"id": "first", "text": "您好"}
    assert desk.refused("POST", f"/cases/{case}/messages", body)[0] == 409
    office.held(office.member())
    desk.post(f"/cases/{case}/claim")
    assert desk.post(f"/cases/{case}/messages", body)["text"] == "您好"
    other = office.member()
    assert other.refused("POST", f"/cases/{case}/messages", body) == (409, "not_holder")
    desk.post(f"/cases/{case}/release", {"why": "休假"})
    assert desk.refused("POST", f"/cases/{case}/messages", {"id": "second", "text": "还在吗"})[0] == 409


def test_mediator_and_citizen_talk_in_the_citizens_own_chat(office: Office, desk: Desk, rasa: RasaDouble) -> None:
    citizen = office.citizen()
    citizen.say("房东不退押金")
    case = office.held(desk, citizen)
    asked = len(rasa.asked)
    sent = desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "我是陈调解员，电话 13900139000"})
    assert (sent["from"], sent["name"], sent["by"]) == ("mediator", "陈调解员", desk.id)
    assert desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "我是陈调解员，电话 13900139000"}) == sent
    assert desk.refused("POST", f"/cases/{case}/messages", {"id": "m-1", "text": "别的话"}) == (409, "id_reused")
    assert "我是陈调解员，电话 13900139000" in citizen.texts()
    relayed = citizen.post("我的电话是 13800138000")
    assert relayed.status_code == 200 and relayed.json()["replies"] == []
    assert len(rasa.asked) == asked
    talk = desk.get(f"/cases/{case}/messages", after=sent["seq"])
    said = [message for message in talk["messages"] if message["from"] == "citizen"]
    assert [(message["text"], message["relayed"]) for message in said] == [("我的电话是 13800138000", True)]
    assert talk["read_seq"] == 0 and talk["typing"] is False
    seen = citizen.http.post(f"/api/conversations/{citizen.conversation}/read", json={"seq": sent["seq"]})
    assert seen.is_success, seen.text
    assert desk.get(f"/cases/{case}/messages", after=sent["seq"])["read_seq"] == sent["seq"]
    desk.post(f"/cases/{case}/hand_back")
    assert citizen.say("还要等多久")[0]["text"] == "答：还要等多久"


def test_the_case_code_is_never_shown_at_the_desk(office: Office, desk: Desk, rasa: RasaDouble) -> None:
    citizen = office.citizen()
    effect = {"kind": "effect", "effect": "open_case", "value": {"kind": "rent", "what_happened": "押金不退"}}
    rasa.answer = lambda ask: [{"recipient_id": ask["sender"], "custom": effect}]
    citizen.say("我要开案")
    rasa.reset()
    (code,) = [message["code"] for message in citizen.list()["messages"] if message.get("code")]
    (opened,) = office.cases.citizen_cases(conversation_key(citizen.conversation))
    desk.post(f"/cases/{opened.id}/claim")
    for path in ("", "/messages", "/events", "/notes"):
        assert code not in desk.ask("GET", f"/cases/{opened.id}{path}").text


def test_what_the_assistant_could_not_answer_stands_beside_the_case(
    office: Office, desk: Desk, rasa: RasaDouble
) -> None:
    citizen = office.citizen()
    replies = {
        "欠薪": {"kind": "card", "card_id": "wage-arrears", "title": "欠薪怎么办", "answer": "先要证据"},
        "怪问题": {"kind": "text", "text": "没听明白", "outcome": "fallback"},
    }
    rasa.answer = lambda ask: [{"recipient_id": ask["sender"], "custom": replies[ask["message"]]}]
    for text in replies:
        citizen.say(text)
    rasa.reset()
    view = desk.get(f"/cases/{office.held(desk, citizen)}")
    assert [(card["card_id"], card["title"]) for card in view["shown_cards"]] == [("wage-arrears", "欠薪怎么办")]
    assert [one["text"] for one in view["unanswered"]] == ["怪问题"]


def test_a_case_goes_its_way_to_the_end_and_everything_is_written_down(office: Office, desk: Desk) -> None:
    lead, colleague = office.member("lead", name="李主任"), office.member(name="王调解员")
    case = office.held(desk)
    note = desk.post(f"/cases/{case}/notes", {"text": "先打电话"})
    assert note["by"] == {"id": desk.id, "name": "陈调解员"}
    assert lead.get(f"/cases/{case}/notes")["notes"] == [note]
    assert desk.post(f"/cases/{case}/hand_on", {"to": colleague.id, "why": ""})["holder"]["name"] == "王调解员"
    assert lead.post(f"/cases/{case}/supervise", {"why": "太久了"})["deadlines"][0]["what"] in ("move", "lease")
    assert lead.post(f"/cases/{case}/resume")["state"] == "in_progress"
    agreement = {"form": "written", "terms": "退一千五百元", "due": "2026-12-31"}
    closing = {"outcome": "agreement", "why": "", "agreement": agreement}
    closed = colleague.post(f"/cases/{case}/close", closing)
    assert closed["state"] == "closed" and closed["outcome"] == "agreement" and closed["agreement"] == agreement
    assert [deadline["what"] for deadline in closed["deadlines"]] == ["return_visit"]
    visit = {"on": "2026-11-30", "with": "王小明", "way": "phone", "performed": "full", "satisfied": 5}
    reviewed = lead.post(f"/cases/{case}/review", {"visit": visit})
    assert reviewed["visit"] == visit and reviewed["satisfaction"] == 5
    events = lead.get(f"/cases/{case}/events")["events"]
    done = [(event["event"], event["actor"]["kind"], event["actor"]["name"]) for event in events]
    for event in (
        ("case_claimed", "staff", "陈调解员"), ("case_handed_on", "staff", "陈调解员"),
        ("case_supervised", "staff", "李主任"), ("case_closed", "staff", "王调解员"), ("case_opened", "system", None),
    ):  # fmt: skip
        assert event in done
    assert desk.refused("POST", f"/cases/{case}/claim") == (409, "wrong_state")


def test_a_case_that_goes_to_another_organisation_is_gone_from_here(office: Office, desk: Desk) -> None:
    case, there = office.held(desk), office.member(organisation="elsewhere")
    assert there.refused("GET", f"/cases/{case}") == (404, "case_hidden")
    assert desk.post(f"/cases/{case}/transfer", {"organisation": "elsewhere", "why": "归那边管"}) == {"gone": True}
    assert desk.refused("GET", f"/cases/{case}") == (404, "case_hidden")
    assert there.get(f"/cases/{case}")["routed_why"]["zh"]


def test_an_organisation_takes_part_as_long_as_it_should(office: Office, desk: Desk) -> None:
    case, lawyer = office.held(desk), office.member(organisation="lawyers")
    desk.post(f"/cases/{case}/participants", {"organisation": "lawyers", "role": "law-firm"})
    assert lawyer.get(f"/cases/{case}")["participants"][1]["role_zh"] == "律师事务所"
    assert desk.refused("POST", f"/cases/{case}/participants", {"organisation": "x", "role": "law-firm"})[0] == 403
    assert desk.ask("DELETE", f"/cases/{case}/participants/lawyers").status_code == 200
    assert lawyer.refused("GET", f"/cases/{case}") == (404, "case_hidden")


def test_a_conflict_of_interest_keeps_the_case_from_the_mediator(office: Office, desk: Desk) -> None:
    held, waiting = office.held(desk), office.case()
    declared = desk.post("/conflicts", {"name": " 李四 "})
    assert desk.get("/conflicts") == {"conflicts": [declared]} and declared["name"] == "李四"
    assert office.now(held).holder is None
    assert desk.refused("POST", f"/cases/{waiting}/claim") == (409, "conflict_of_interest")
    assert office.member().get("/conflicts") == {"conflicts": []}
    assert desk.ask("DELETE", f"/conflicts/{declared['id']}").status_code == 204
    desk.post(f"/cases/{waiting}/claim")


def test_lists_are_filtered_searched_and_come_in_parts(office: Office, desk: Desk) -> None:
    cases = [office.case(kind="loan", district="yangpu", language="en") for _number in range(5)]
    which = {"view": "queue", "kind": "loan", "district": "yangpu", "language": "en", "state": "routed"}
    found, cursor = [], None
    while True:
        page = desk.get("/cases", **which, limit=2, **({"cursor": cursor} if cursor else {}))
        assert page["total"] == len(cases)
        found += [row["id"] for row in page["cases"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(found) == sorted(cases)
    assert desk.get("/cases", view="all", q=office.now(cases[0]).number)["cases"][0]["id"] == cases[0]
    assert desk.get("/cases", **which, overdue="1")["total"] == 0
    assert desk.refused("GET", "/cases", params={"cursor": "made-up"}) == (422, "malformed")
    assert desk.refused("GET", "/cases", params={"view": "everything"}) == (422, "malformed")


def test_a_pressing_case_rises(office: Office, desk: Desk) -> None:
    case = office.held(desk, kind="ip")
    desk.post(f"/cases/{case}/raise", {"priority": 2})
    desk.post(f"/cases/{case}/release", {"why": "换人"})
    assert desk.get("/cases", view="queue")["cases"][0]["id"] == case
    assert desk.refused("POST", f"/cases/{case}/raise", {"priority": 3}) == (422, "malformed")


def test_the_papers_open_and_making_them_is_written_down(office: Office, desk: Desk) -> None:
    case = office.held(desk)
    desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "我想请双方谈一次"})
    response = desk.ask("GET", f"/cases/{case}/papers/record.docx")
    assert response.headers["content-disposition"].startswith("attachment; filename*=UTF-8''JF2026-")
    paper = Document(BytesIO(response.content))
    cells = [cell.text for table in paper.tables for cell in table._cells]
    assert "我想请双方谈一次" in "".join([*cells, *(paragraph.text for paragraph in paper.paragraphs)])
    assert office.now(case).number in "".join(line.text for line in paper.sections[0].footer.paragraphs)
    events = desk.get(f"/cases/{case}/events")["events"]
    assert ("paper_made", {"paper": "record"}) in [(event["event"], event["details"]) for event in events]
    assert desk.refused("GET", f"/cases/{case}/papers/return-visit.docx") == (409, "paper_not_yet")
    assert desk.refused("GET", f"/cases/{case}/papers/other.docx") == (422, "malformed")


def test_what_a_citizen_attached_is_shown_and_runs_nothing(office: Office, desk: Desk) -> None:
    citizen = office.citizen()
    case = office.held(desk, citizen)
    picture = (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0"
        b"\x1f\0\5\0\1\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82"
    )
    sent = citizen.http.post(
        f"/api/conversations/{citizen.conversation}/files", params={"name": "收据.png", "id": "f1"}, content=picture
    )
    assert sent.is_success, sent.text
    (file,) = desk.get(f"/cases/{case}")["files"]
    assert (file["name"], file["type"]) == ("收据.png", "image/png")
    shown = desk.ask("GET", f"/cases/{case}/files/{file['id']}")
    assert shown.content.startswith(b"\x89PNG") and shown.headers["content-type"] == "image/png"
    assert shown.headers["content-security-policy"].startswith("sandbox")
    assert shown.headers["content-disposition"].startswith("inline; filename*=UTF-8''%E6%94%B6%E6%8D%AE.png")
    assert desk.refused("GET", f"/cases/{case}/files/{'0' * 32}") == (404, "file_gone")
    other = office.held(desk)
    assert desk.refused("GET", f"/cases/{other}/files/{file['id']}") == (404, "file_gone")


def test_a_lead_sees_the_figures_and_takes_them_along(office: Office, desk: Desk) -> None:
    lead = office.member("lead")
    case = office.held(desk, kind="shipping")
    desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "您好"})
    desk.post(f"/cases/{case}/close", {"outcome": "referred", "why": ""})
    figures = lead.get("/figures")
    (kind,) = [row for row in figures["by_kind"] if row["id"] == "shipping"]
    assert kind == {"id": "shipping", "opened": 1, "open": 0, "closed": 1, "overdue": 0}
    assert len(figures["by_day"]) == 30 and figures["totals"]["first_reply_median_s"] >= 0
    table = lead.ask("GET", "/figures.csv", headers={"accept-language": "en"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "by_kind,shipping,Sea transport,1,0,1,0" in table.content.decode("utf-8-sig")
    days = {"from": "2026-01-02", "to": "2026-01-01"}
    assert lead.refused("GET", "/figures", params=days) == (422, "days_wrong")


def test_notices_are_told_once(office: Office, desk: Desk) -> None:
    citizen = office.citizen()
    case = office.held(desk, citizen)
    desk.post("/notices/seen", {"up_to": 10**9})
    desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "您好"})
    citizen.post("在的")
    (notice,) = desk.get("/notices")["notices"]
    assert (notice["kind"], notice["case"], notice["number"]) == ("message", case, office.now(case).number)
    desk.post("/notices/seen", {"up_to": notice["id"]})
    assert desk.get("/notices") == {"notices": []}


def test_an_erased_case_shows_nothing_of_what_it_was(office: Office, desk: Desk) -> None:
    citizen = office.citizen()
    case = office.held(desk, citizen)
    office.cases.case_erase(Citizen(conversation_key(citizen.conversation)), case)
    shown = desk.ask("GET", f"/cases/{case}")
    assert shown.status_code in (200, 404) and "押金" not in shown.text
    assert office.cases.access_check(System(), case, "summary").erased_at <= time.time()

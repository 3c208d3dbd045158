"""A citizen opens a case by talking, asks how it stands, comes back by its code, prints it, and has it erased."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from bot.records import conversation_key
from tests.bot.both_stores import gateway, kept, office, store_url
from tests.bot.gateway import Client, GatewayProcess, gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.bot.wishes import FORM, answering, case_of, effect, opening
from tests.desk.office import Office

__all__ = ["gateway", "office", "store_url"]
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}")
PHONE = "13812345678"


def key_of(citizen: Client) -> str:
    return conversation_key(citizen.conversation)


def opened(citizen: Client, rasa: RasaDouble, **fields: object) -> str:
    """The number of a new case of the citizen's."""
    rasa.answer = answering(登记=opening(**fields))
    return str(case_of(citizen.say("登记"))["number"])


def press(citizen: Client, payload: str, **arguments: str) -> list[dict[str, object]]:
    return citizen.say("按钮", payload=payload + (json.dumps(arguments) if arguments else ""))


def test_a_case_is_opened_with_its_answer_and_waits_at_the_desk(
    citizen: Client, rasa: RasaDouble, office: Office, store_url: str
) -> None:
    mediator = office.member()
    rasa.answer = answering(登记=opening())
    text, case = citizen.say("登记")

    assert text["text"] == "好的，这就登记。"
    assert (case["event"], case["state"], case["from"]) == ("opened", "routed", "assistant")
    assert re.fullmatch(r"JF\d{4}-\d{6}", case["number"]) and CODE.fullmatch(case["code"])
    assert case["number"] in case["text"] and case["place"] >= 1 and case["due"]
    (row,) = [row for row in mediator.get("/cases", view="queue")["cases"] if row["number"] == case["number"]]
    view = mediator.get(f"/cases/{row['id']}")
    assert view["facts"]["what_happened"] == FORM["what_happened"] and view["facts"]["evidence"] == FORM["evidence"]
    # The code is the citizen's alone: neither the desk nor whoever reads the disk has it.
    assert case["code"] not in json.dumps(mediator.get(f"/cases/{row['id']}/messages"))
    assert case["code"] not in kept(store_url) and case["code"].replace("-", "") not in kept(store_url)


def test_one_message_opens_one_case_however_often_it_comes(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = answering(登记=opening())
    first = citizen.post("登记", "m1").json()
    assert citizen.post("登记", "m1").json() == first
    assert len(cases(citizen)) == 1


def test_an_answer_that_was_lost_opens_the_case_once(tmp_path: Path) -> None:
    rasa = RasaDouble(tmp_path / "tracker.db", answering(登记=opening()))
    process = GatewayProcess(tmp_path, rasa, reply_wait=0.2)
    process.start()
    citizen = Client(process.url)
    held = rasa.hold("登记")
    assert citizen.post("登记", "m1").status_code == 202
    rasa.wait_for(1)  # Rasa has answered and remembered it; the gateway never gets the answer
    process.kill()
    held.set()
    process.start()
    with citizen.events() as events:
        while next(events)[1].get("kind") != "case":
            pass
    assert len(cases(citizen)) == 1
    assert rasa.messages() == ["登记"]
    citizen.close()
    process.stop()
    rasa.stop()


def cases(citizen: Client, language: str = "zh") -> list[dict[str, object]]:
    response = citizen.http.get(f"/api/conversations/{citizen.conversation}/cases", params={"language": language})
    assert response.status_code == 200, response.text
    return list(response.json()["cases"])


def test_a_second_wish_adds_to_the_short_case_that_is_open(citizen: Client, rasa: RasaDouble) -> None:
    short = [{"text": "好"}, effect("open_case", {"kind": "other", "reason": "person"})]
    rasa.answer = answering(找人=short, 登记=opening())
    first = case_of(citizen.say("找人"))
    again, form = case_of(citizen.say("找人")), case_of(citizen.say("登记"))
    assert {again["number"], form["number"]} == {first["number"]}
    assert (again["event"], form["event"]) == ("status", "status")
    (case,) = cases(citizen)
    assert (case["kind"], case["facts"][0]["text"]) == ("rent", FORM["what_happened"])  # type: ignore[index]


def test_what_a_question_keeps_reaches_the_case_and_not_rasa(
    citizen: Client, rasa: RasaDouble, office: Office, store_url: str
) -> None:
    question = {"custom": {"kind": "text", "language": "zh", "text": "怎么联系您？", "keeps": "contact"}}
    rasa.answer = answering(开始=[question])
    citizen.say("开始")
    rasa.answer = lambda ask: opening(contact=ask["message"])
    number = case_of(citizen.say(f"打 {PHONE}，找王先生"))["number"]

    assert rasa.messages()[-1] == "打 〔手机号〕，找王先生"
    assert PHONE not in kept(store_url)
    (case,) = cases(citizen)
    assert case["number"] == number
    assert {"label": "联系方式", "text": f"打 {PHONE}，找王先生"} in case["facts"]  # type: ignore[operator]
    mediator = office.member()
    view = mediator.get(f"/cases/{office.cases.citizen_cases(key_of(citizen))[0].id}")
    assert view["contact"]["text"] == f"打 {PHONE}，找王先生"


def test_without_consent_no_contact_is_kept(citizen: Client, rasa: RasaDouble) -> None:
    opened(citizen, rasa, contact="打 12345", consent_version=None)
    assert "联系方式" not in {fact["label"] for fact in cases(citizen)[0]["facts"]}  # type: ignore[attr-defined]


def test_the_status_is_told_by_button_and_by_words(citizen: Client, rasa: RasaDouble) -> None:
    (told,) = press(citizen, "/case_status")
    assert "没有案件" in str(told["text"])
    number = opened(citizen, rasa)
    rasa.answer = answering(到哪了=[{"text": "我看看"}, effect("case_status")])
    by_button, by_words = case_of(press(citizen, "/case_status")), case_of(citizen.say("到哪了"))
    assert by_button["number"] == by_words["number"] == number
    assert by_button["event"] == "status" and number in by_button["text"]
    assert rasa.messages() == ["登记", "到哪了"]


def test_a_case_is_withdrawn_after_one_question(citizen: Client, rasa: RasaDouble) -> None:
    number = opened(citizen, rasa)
    rasa.answer = answering(撤回=[{"text": "好"}, effect("withdraw_case")])
    asked = case_of(citizen.say("撤回"))
    assert cases(citizen)[0]["state"] == "routed"
    yes, no = (button["payload"] for button in asked["buttons"])
    assert case_of(press(citizen, no))["state"] == "routed"
    press(citizen, yes)
    assert cases(citizen)[0]["state"] == "withdrawn"
    assert [message["event"] for message in citizen.list()["messages"] if message["kind"] == "case"][-1] == "withdrawn"
    # Pressed again it says how things stand, and changes nothing.
    assert case_of(press(citizen, yes))["event"] == "status"
    assert number in str(cases(citizen)[0]["number"])


def test_a_way_to_be_called_back_is_asked_for_and_kept(
    citizen: Client, rasa: RasaDouble, office: Office, store_url: str
) -> None:
    opened(citizen, rasa)
    rasa.answer = answering()
    (question,) = press(citizen, "/case_callback")
    assert "只用来" in str(question["text"])
    assert citizen.say("要等多久")[0]["text"] == "答：要等多久"  # no way to be reached, so it is the assistant's
    press(citizen, "/case_callback")
    assert case_of(citizen.say(f"电话 {PHONE}"))["event"] == "called_back"
    assert f"电话 {PHONE}" not in json.dumps(rasa.asked)
    assert PHONE not in kept(store_url)
    (case,) = office.cases.citizen_cases(key_of(citizen))
    assert case.facts.contact == f"电话 {PHONE}"


def test_after_closing_the_citizen_rates_and_may_change_their_mind(
    citizen: Client, rasa: RasaDouble, office: Office
) -> None:
    mediator = office.member()
    number = opened(citizen, rasa)
    (case,) = office.cases.citizen_cases(key_of(citizen))
    mediator.post(f"/cases/{case.id}/claim")
    mediator.post(f"/cases/{case.id}/close", {"outcome": "agreement", "why": "谈成了"})
    closed = [message for message in citizen.list()["messages"] if message.get("event") == "closed"][-1]
    assert [button["payload"] for button in closed["buttons"]] == [
        f'/case_rate{{"case": "{number}", "value": "{value}"}}' for value in range(1, 6)
    ]
    for value in ("2", "5"):
        assert case_of(press(citizen, "/case_rate", case=number, value=value))["event"] == "rated"
        assert office.now(case.id).satisfaction == int(value)
    assert citizen.post("x", payload='/case_rate{"case": "JF2026-999999", "value": "1"}').status_code == 422


def test_a_number_is_answered_in_the_language_of_what_was_said_before(
    citizen: Client, rasa: RasaDouble, office: Office
) -> None:
    english = "Open a case about my landlord, please"
    rasa.answer = answering(**{english: opening("Fine.")})
    number = str(case_of(citizen.say(english))["number"])
    (case,) = office.cases.citizen_cases(key_of(citizen))
    mediator = office.member()
    mediator.post(f"/cases/{case.id}/claim")
    mediator.post(f"/cases/{case.id}/close", {"outcome": "agreement", "why": "agreed"})
    (rated,) = citizen.say("4", payload="/case_rate" + json.dumps({"case": number, "value": "4"}))
    assert rated["event"] == "rated" and "4 of 5" in str(rated["text"])


def test_buttons_about_cases_work_while_rasa_is_gone(citizen: Client, rasa: RasaDouble) -> None:
    number = opened(citizen, rasa)
    rasa.stop()
    assert citizen.post("你好").status_code == 202  # waits for Rasa, and nothing about cases waits with it
    assert case_of(press(citizen, "/case_status"))["number"] == number
    assert CODE.fullmatch(case_of(press(citizen, "/case_code"))["code"])
    rasa.start()


def test_whoever_asks_for_a_person_gets_a_case_also_while_rasa_is_gone(
    citizen: Client, rasa: RasaDouble, office: Office
) -> None:
    citizen.say("房东不退押金")
    assert citizen.post("x", payload="/case_person").status_code == 422  # not before the purpose was said
    rasa.stop()
    (offer,) = press(citizen, "/case_mediator")
    assert "只用来帮您解决这件事" in str(offer["text"]) and "{" not in str(offer["text"])
    assert cases(citizen) == []
    case = case_of(press(citizen, "/case_person"))
    assert (case["event"], cases(citizen)[0]["number"]) == ("opened", case["number"])
    assert office.cases.citizen_cases(key_of(citizen))[0].consent_version
    rasa.start()
    again = case_of(press(citizen, "/case_mediator"))
    assert (again["event"], again["number"]) == ("status", case["number"])
    assert "按钮" not in rasa.messages()


def test_the_wish_for_a_person_is_rasas_to_understand_while_it_is_there(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = answering(按钮=[{"text": "好"}, effect("open_case", {"kind": "wages", "reason": "person"})])
    case = case_of(press(citizen, "/case_mediator"))
    assert rasa.messages() == ["按钮"]
    assert (case["event"], cases(citizen)[0]["kind"]) == ("opened", "wages")


def come_back(device: Client, code: str) -> httpx.Response:
    return device.http.post("/api/cases/return", json={"code": code, "conversation": device.conversation})


def test_with_the_code_another_device_is_in_the_same_conversation(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = answering(登记=opening())
    case = case_of(citizen.say("登记"))
    device = citizen.stranger()
    written = case["code"].lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert come_back(device, written).json() == {"number": case["number"], "conversation": device.conversation}
    assert device.list() == citizen.list()
    with citizen.events(last_event_id=case["seq"]) as events:
        device.say("我在另一台手机上")
        assert next(data for name, data in events if name == "message")["text"] == "我在另一台手机上"
    # The same again is harmless; a conversation of one's own is not given up for it.
    assert come_back(device, case["code"]).status_code == 200
    busy = citizen.stranger()
    busy.say("我自己的事")
    assert come_back(busy, case["code"]).status_code == 409


def test_when_the_conversation_is_deleted_the_other_device_is_outside_again(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = answering(登记=opening())
    code = case_of(citizen.say("登记"))["code"]
    device = citizen.stranger()
    assert come_back(device, code).status_code == 200
    with device.events() as events:
        while next(events)[0] != "speaker":
            pass
        citizen.http.delete(f"/api/conversations/{citizen.conversation}")
        assert list(events) == []  # it ends; the page connects again and finds nothing
    assert device.list()["messages"] == []
    assert device.say("你好")[0]["text"] == "答：你好"
    assert citizen.texts() == []
    assert come_back(citizen.stranger(), code).status_code == 404


def test_the_old_code_ends_with_the_new_one(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = answering(登记=opening())
    old = case_of(citizen.say("登记"))["code"]
    new = case_of(press(citizen, "/case_code"))["code"]
    assert come_back(citizen.stranger(), old).status_code == 404
    assert come_back(citizen.stranger(), new).status_code == 200


def test_codes_cannot_be_tried_out(tmp_path: Path) -> None:
    rasa = RasaDouble(tmp_path / "tracker.db", answering(登记=opening()))
    with gateway_in_thread(tmp_path, rasa) as url:
        citizen = Client(url)
        code = case_of(citizen.say("登记"))["code"]
        assert come_back(citizen.stranger(), code).status_code == 200  # a right one does not count
        tried = [come_back(citizen.stranger(), wrong).status_code for wrong in ["0000-0000-0000"] * 4 + ["不是码"]]
        assert tried == [404] * 5
        refused = come_back(citizen.stranger(), code)
        assert refused.status_code == 429 and int(refused.headers["retry-after"]) <= 60
        citizen.close()
    rasa.stop()


def test_nobody_sees_another_ones_cases(citizen: Client, rasa: RasaDouble) -> None:
    number = opened(citizen, rasa)
    stranger = citizen.stranger()
    stranger.say("你好")
    assert cases(stranger) == []
    for method, rest in (("GET", f"/{number}/summary"), ("DELETE", f"/{number}")):
        path = f"/api/conversations/{stranger.conversation}/cases{rest}"
        assert stranger.http.request(method, path).status_code == 404
    assert cases(citizen)[0]["number"] == number


@pytest.mark.parametrize(("language", "words"), [("zh", "等调解员接手"), ("en", "waiting for a mediator")])
def test_the_own_file_is_told_in_words(citizen: Client, rasa: RasaDouble, language: str, words: str) -> None:
    opened(citizen, rasa)
    (case,) = cases(citizen, language)
    assert case["state_text"] == words
    assert len(case["facts"]) >= 7 and case["events"][0]["text"]  # type: ignore[arg-type,index]
    assert "code" not in case


def test_the_summary_is_one_page_that_needs_no_script_and_holds_no_secret(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = answering(登记=opening(what_happened="<b>长</b>" + "房东不退押金。" * 400))
    case = case_of(citizen.say("登记"))
    path = f"/api/conversations/{citizen.conversation}/cases/{case['number']}/summary"
    page = citizen.http.get(path, params={"language": "en"}, follow_redirects=True)
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert case["number"] in page.text and "<svg" in page.text and "Case summary" in page.text
    assert "<script" not in page.text and "<b>长" not in page.text and "style-src 'sha256-" in page.headers[
        "content-security-policy"
    ]
    for secret in (citizen.conversation, case["code"]):
        assert secret not in page.text and secret not in str(page.url)
    assert citizen.http.get("/api/summaries/none").status_code == 404


def test_a_case_is_erased_and_what_stays_is_said(citizen: Client, rasa: RasaDouble) -> None:
    number = opened(citizen, rasa)
    path = f"/api/conversations/{citizen.conversation}/cases/{number}"
    erased = citizen.http.delete(path)
    assert erased.status_code == 200 and "没有您的名字" in erased.json()["kept"]
    assert cases(citizen) == []
    last = citizen.list()["messages"][-1]
    assert (last["event"], last["number"]) == ("erased", number)
    assert citizen.http.delete(path).status_code == 404


def test_the_wish_to_be_forgotten_says_first_what_becomes_of_the_cases(citizen: Client, rasa: RasaDouble) -> None:
    number = opened(citizen, rasa)
    ask = {"custom": {"kind": "text", "language": "zh", "text": "确定删除吗？", "outcome": "erase_ask"}}
    rasa.answer = answering(删除=[ask], 确定=[effect("erase"), {"text": "已删除"}])
    told, question = citizen.say("删除")
    assert number in told["text"] and "先撤回" in told["text"]
    assert question["text"] == "确定删除吗？"
    citizen.say("确定")
    shown = citizen.list()["messages"]
    assert [message.get("text") for message in shown[:2]] == ["（已删除）", "已删除"]
    assert (shown[-1]["event"], shown[-1]["number"]) == ("erased", number)
    assert cases(citizen) == []


def test_a_deleted_conversation_takes_its_cases_with_it(citizen: Client, rasa: RasaDouble, office: Office) -> None:
    number = opened(citizen, rasa, what_happened="在cdexyz公司")
    (case,) = office.cases.citizen_cases(key_of(citizen))
    deleted = citizen.http.delete(f"/api/conversations/{citizen.conversation}")
    assert deleted.status_code == 200 and deleted.json()["kept"][0]["number"] == number
    now = office.now(case.id)
    assert (now.state, now.conversation, now.facts.what_happened) == ("withdrawn", None, "")
    assert citizen.http.delete(f"/api/conversations/{citizen.conversation}").status_code == 204

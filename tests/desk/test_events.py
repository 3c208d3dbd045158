"""The desk's live events: what changed, what was said, each notice once, in as many tabs as are open."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from bot.desk.event_routes import MOST_TABS
from tests.desk.office import Desk, Office

Event = tuple[str, dict[str, Any], str | None]


def until(events: Iterator[Event], wanted: Callable[[str, dict[str, Any]], bool]) -> list[Event]:
    """Everything that comes up to the first event that is wanted."""
    seen = []
    for name, data, id_ in events:
        seen.append((name, data, id_))
        if wanted(name, data):
            return seen
    raise AssertionError(f"the stream ended: {seen}")


def changes(case: str) -> Callable[[str, dict[str, Any]], bool]:
    return lambda name, data: name == "cases" and case in data["ids"]


def of_case(wanted: str, case: str, **fields: Any) -> Callable[[str, dict[str, Any]], bool]:
    return lambda name, data: name == wanted and data["case"] == case and fields.items() <= data.items()


def test_a_claim_is_told_to_every_open_desk_of_the_organisation_and_to_no_other(office: Office) -> None:
    desk, other, foreign = office.member(), office.member(), office.member(organisation="elsewhere")
    administrator = office.member("administrator")
    case, theirs = office.case(), office.case(organisation="elsewhere")
    with desk.events() as mine, desk.events() as second_tab, other.events() as others, foreign.events() as abroad:
        desk.post(f"/cases/{case}/claim")
        for events in (mine, second_tab, others):
            until(events, changes(case))
        foreign.post(f"/cases/{theirs}/claim")
        seen = until(abroad, changes(theirs))
    assert case not in str(seen)
    with administrator.events() as idle, desk.events() as mine:
        desk.post(f"/cases/{case}/release", {"why": "休假"})
        until(mine, changes(case))
        ending = threading.Timer(0.5, _sign_out, (office, administrator))
        ending.start()
        assert list(idle) == []  # whoever reads no case hears of none
        ending.join()


def test_what_is_said_written_and_read_reaches_the_mediator(office: Office) -> None:
    desk, citizen = office.member(), office.citizen()
    case = office.held(desk, citizen)
    talk = f"/api/conversations/{citizen.conversation}"
    with desk.events() as events:
        sent = desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "您好"})
        until(events, of_case("messages", case, last_seq=sent["seq"]))
        citizen.http.post(f"{talk}/typing")
        until(events, of_case("typing", case, typing=True))
        citizen.post("在的")
        until(events, of_case("messages", case, last_seq=sent["seq"] + 1))
        citizen.http.post(f"{talk}/read", json={"seq": sent["seq"]})
        until(events, of_case("read", case, seq=sent["seq"]))


def test_the_citizen_sees_the_mediator_writing_and_reads_the_reply_at_once(office: Office) -> None:
    desk, citizen = office.member(name="陈调解员"), office.citizen()
    case = office.held(desk, citizen)
    desk.post(f"/cases/{case}/take_over")
    with citizen.events() as events:
        assert desk.ask("POST", f"/cases/{case}/typing").status_code == 204
        until_ = (data for name, data in events if name == "typing" and data.get("name"))
        assert next(until_) == {"typing": True, "name": "陈调解员"}
        desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "您好"})
        said = (data for name, data in events if name == "message" and data["from"] == "mediator")
        assert next(said)["text"] == "您好"


def test_a_participant_hears_of_the_talk_that_it_may_read_and_looks_at(office: Office) -> None:
    desk, citizen, other = office.member(), office.citizen(), office.member(organisation="lawyers")
    case = office.held(desk, citizen)
    part = {"organisation": "lawyers", "role": "observer"}

    def say(number: int) -> None:
        desk.post(f"/cases/{case}/messages", {"id": f"m-{number}", "text": "您好"})

    with other.events() as events:
        desk.post(f"/cases/{case}/participants", part)
        other.get(f"/cases/{case}/messages")
        say(1)
        until(events, of_case("messages", case))
        # A law firm does not see the transcript, so it no longer hears of it either.
        desk.post(f"/cases/{case}/participants", part | {"role": "law-firm"})
        say(2)
        client = office.citizen()
        own = office.case(client, organisation="lawyers")
        client.post("在的")  # told after what was said before it
        seen = until(events, of_case("messages", own))
    assert case not in [data["case"] for name, data, _id in seen if name == "messages"]


def test_a_notice_is_told_once_also_after_a_lost_line(office: Office) -> None:
    desk, citizen = office.member(), office.citizen()
    case = office.held(desk, citizen)
    desk.post(f"/cases/{case}/messages", {"id": "m-1", "text": "您好"})
    desk.post("/notices/seen", {"up_to": 10**9})

    def is_notice(name: str, _data: dict[str, Any]) -> bool:
        return name == "notice"

    with desk.events() as events:
        citizen.post("第一句")
        (_name, first, first_id) = until(events, is_notice)[-1]
    assert first == desk.get("/notices")["notices"][0] and first_id == str(first["id"])
    desk.post("/notices/seen", {"up_to": first["id"]})
    citizen.post("第二句")  # while nobody listens
    with desk.events(**{"last-event-id": first_id or ""}) as events:
        (_name, second, _id) = until(events, is_notice)[-1]
    assert second["id"] > first["id"]
    assert desk.get("/notices")["notices"] == [second]
    # A page that comes fresh reads the list; the stream then tells only what is newer.
    with desk.events() as events:
        desk.post("/notices/seen", {"up_to": second["id"]})
        citizen.post("第三句")
        assert until(events, is_notice)[-1][1]["id"] > second["id"]


def test_the_stream_ends_with_the_session(office: Office) -> None:
    for end in (_sign_out, _deactivate):
        desk = office.member()
        with desk.events() as events:
            ending = threading.Timer(0.2, end, (office, desk))
            ending.start()
            began = time.monotonic()
            for _news in events:  # of cases of the tests before, perhaps
                pass
            assert time.monotonic() - began < 5
            ending.join()


def test_a_member_may_have_many_tabs_but_not_endlessly(office: Office) -> None:
    desk = office.member()
    opened = [desk.events() for _tab in range(MOST_TABS)]
    for stream in opened:
        stream.__enter__()
    assert desk.refused("GET", "/events") == (429, "too_many_streams")
    for stream in opened:
        stream.__exit__(None, None, None)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with desk.http.stream("GET", "/events") as response:
            if response.status_code == 200:
                return
    raise AssertionError("the places are never given back")


def _sign_out(_office: Office, desk: Desk) -> None:
    other = Desk(desk.url, desk.login)
    other.http.cookies = desk.http.cookies
    other.csrf = desk.csrf
    assert other.ask("DELETE", "/session").status_code == 204
    other.http.close()


def _deactivate(office: Office, desk: Desk) -> None:
    administrator = office.member("administrator")
    assert administrator.ask("PATCH", f"/staff/{desk.id}", {"active": False}).status_code == 200

"""A packet comes in: signed, of this version, whole; and once."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.cases.exchange.signature import SIGNATURE, TIMESTAMP, headers_signed
from bot.cases.exchange.standard import LARGEST, PacketRefused
from bot.cases.records import Forbidden, Member
from bot.cases.tables import case_events, case_files, case_notes, cases, packets_in
from tests.exchange.two_systems import SECRET, Clock, System

PACKET: dict[str, Any] = {
    "schema": "jiefen.case/1",
    "packet": "3f0e2a7c5b1d4e6f8a9b0c1d2e3f4a5b",
    "made_at": "2026-11-24T06:00:00Z",
    "from": {"organisation": {"zh": "某街道综治中心"}},
    "case": {
        "number": "ZZ-7", "kind": "noise_at_night", "category": {"id": "neighbours"}, "language": "zh",
        "opened_at": "2026-11-23T10:00:00+08:00",
    },
    "facts": {"what_happened": "半夜噪音。", "amount": "300.00"},
    "notes": [{"at": "2026-11-23T11:00:00+08:00", "text": "先打过电话。"}],
    "transcript": [{"at": "2026-11-23T10:00:00+08:00", "from": "citizen", "text": "太吵了"}],
    "something_new": {"that": "this version does not know"},
}  # fmt: skip
FILE = {"name": "a", "type": "b", "size": 1, "sha256": "0" * 64}


def packet(**changes: Any) -> bytes:
    return json.dumps(PACKET | changes, ensure_ascii=False).encode()


Post = Callable[..., httpx.Response]


@pytest.fixture
def post(served: System, port: int, clock: Clock) -> Post:
    """Sends to Pudong as Hongkou would; ``headers`` take the place of a right signature."""

    def send(body: bytes, headers: dict[str, str] | None = None, name: str = "hongkou") -> httpx.Response:
        url = f"http://127.0.0.1:{port}/api/partners/{name}/packets"
        signed = headers_signed([SECRET], body, clock.now) if headers is None else headers
        return httpx.post(url, content=body, headers=signed, trust_env=False)

    return send


def count(system: System, table: Any) -> int:
    with system.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_foreign_systems_packet_becomes_a_case(post: Post, served: System) -> None:
    answer = post(packet())
    assert answer.status_code == 200
    told = answer.json()
    assert (told["schema"], told["packet"]) == ("jiefen.acknowledgement/1", PACKET["packet"])
    lead = served.member()
    view = served.cases.case_find(lead, told["number"])
    assert view.case.kind == "neighbours"  # the sender's kind is unknown here, its category is not
    assert view.case.facts.what_happened == "半夜噪音。"
    assert view.case.amount == 300.0
    assert view.case.facts.attachments["packet_transcript"] == "2026-11-23T10:00:00+08:00 当事人：太吵了"
    assert [note.text for note in served.cases.note_list(lead, view.case.id)] == ["先打过电话。"]
    trail = [(event.event, event.actor) for event in served.cases.event_list(lead, view.case.id)]
    assert ("packet_imported", "partner:hongkou") in trail


def test_the_same_packet_again_changes_nothing(post: Post, served: System, clock: Clock) -> None:
    first = post(packet()).json()
    clock.now += 60
    respelled = json.dumps(dict(reversed(PACKET.items())), indent=3).encode()  # the same packet, written otherwise
    assert [post(body).json() for body in (packet(), respelled)] == [first, first]
    assert count(served, cases) == count(served, packets_in) == 1


def test_many_copies_at_once_make_one_case(post: Post, served: System) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: post(packet()), range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert count(served, cases) == 1


def test_the_same_name_with_other_content_is_refused(post: Post, served: System) -> None:
    post(packet())
    answer = post(packet(facts={"what_happened": "别的事"}))
    assert (answer.status_code, answer.json()["error"]) == (409, "packet_reused")
    assert count(served, cases) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {TIMESTAMP: "1795500000"},
        {TIMESTAMP: "1795500000", SIGNATURE: "v1=" + "0" * 64},
        {TIMESTAMP: "soon", SIGNATURE: "v1=" + "0" * 64},
        {TIMESTAMP: "1795500000", SIGNATURE: "v2=" + "0" * 64},
        headers_signed(["another-secret-another-secret-another-1"], packet(), 1_795_500_000.0),
        headers_signed([SECRET], packet(made_at="2026-11-24T06:00:01Z"), 1_795_500_000.0),
        headers_signed([SECRET], packet(), 1_795_500_000.0) | {TIMESTAMP: "1795500001"},
    ],
)
def test_what_is_not_signed_is_refused(post: Post, served: System, wrong: dict[str, str]) -> None:
    answer = post(packet(), headers=wrong)
    assert (answer.status_code, answer.json()["error"]) == (401, "bad_signature")
    assert count(served, cases) == 0


@pytest.mark.parametrize("seconds", [-301, 301, 86400])
def test_a_clock_that_is_off_is_told_apart(post: Post, served: System, clock: Clock, seconds: int) -> None:
    answer = post(packet(), headers=headers_signed([SECRET], packet(), clock.now + seconds))
    assert (answer.status_code, answer.json()["error"]) == (401, "clock_off")
    assert str(int(clock.now)) in answer.json()["detail"]
    assert count(served, cases) == 0


@pytest.mark.parametrize("seconds", [-299, 299])
def test_five_minutes_are_allowed(post: Post, clock: Clock, seconds: int) -> None:
    assert post(packet(), headers=headers_signed([SECRET], packet(), clock.now + seconds)).status_code == 200


def test_an_unknown_partner_is_refused_like_a_wrong_signature(post: Post) -> None:
    known, unknown = post(packet(), headers={}), post(packet(), name="nobody")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)


@pytest.mark.parametrize(
    ("body", "status", "error", "words"),
    [
        (packet(schema="jiefen.case/2"), 422, "unknown_version", "jiefen.case/2 is not known here"),
        (packet(schema="another standard"), 422, "malformed", "schema"),
        (b"not json", 422, "malformed", "no JSON"),
        (b"\xff\xfe", 422, "malformed", "no JSON"),
        (b"[" * 100_000, 422, "malformed", "no JSON"),
        (b'{"schema": NaN}', 422, "malformed", "no JSON"),
        (json.dumps(PACKET | {"facts": {"tried": "\ud800"}}).encode(), 422, "malformed", "no JSON"),
        (packet(facts={"tried": "a\0b"}), 422, "malformed", "code zero"),
        (b"{}", 422, "malformed", "lacks schema, packet"),
        (packet(packet="x"), 422, "malformed", "packet"),
        (packet(facts={"amount": "300"}), 422, "malformed", "facts/amount"),
        (packet(facts={"happened_on": "2026-02-30"}), 422, "malformed", "no such day"),
        (packet(notes=[{"at": "2026-13-01T00:00:00Z", "text": "a"}]), 422, "malformed", "no such time"),
        (packet(files=[FILE | {"content": "!"}]), 422, "malformed", "base 64"),
        (packet(files=[FILE | {"content": "YQ=="}]), 422, "malformed", "sha256"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_the_place(
    post: Post, served: System, body: bytes, status: int, error: str, words: str
) -> None:
    answer = post(body)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert words in answer.json()["detail"]
    assert count(served, cases) == count(served, packets_in) == 0


def test_a_refusal_repeats_nothing_of_the_packet(post: Post) -> None:
    secret = "身份证310101199001011234"
    answer = post(packet(contact={"text": [secret]}, facts={"wishes": {"deep": secret}}))
    assert answer.status_code == 422
    assert secret not in answer.text


def test_a_packet_that_is_too_large_is_refused(post: Post) -> None:
    answer = post(packet(facts={"what_happened": "x" * LARGEST}))
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


def test_a_file_that_may_not_be_kept_is_left_out_and_named(post: Post, served: System) -> None:
    content = b"MZ a program"
    file = {"name": "../program.exe", "type": "image/png", "size": len(content)}
    file |= {"sha256": hashlib.sha256(content).hexdigest()}
    too_large = {"name": "film.png", "type": "image/png", "size": 9_999_999, "sha256": "0" * 64}
    number = post(packet(files=[file | {"content": base64.b64encode(content).decode()}, too_large])).json()["number"]
    attachments = served.cases.case_find(served.member(), number).case.facts.attachments
    assert attachments["packet_files_refused"] == "../program.exe"
    assert attachments["packet_files_left_out"] == "film.png"
    assert count(served, case_files) == 0


def test_a_packet_brought_as_a_file_is_the_same_packet(post: Post, served: System) -> None:
    member = served.member("mediator")
    first = served.exchange.incoming.take_file(member, packet())
    assert served.exchange.incoming.take_file(member, packet()) == first
    assert post(packet()).json() == first
    with pytest.raises(PacketRefused, match="packet_reused"):
        served.exchange.incoming.take_file(member, packet(made_at="2026-11-24T06:00:01Z"))
    assert count(served, cases) == 1
    view = served.cases.case_find(member, first["number"])
    assert view.case.organisation == member.organisation
    with served.database.reading() as connection:
        told = select(case_events.c.details).where(case_events.c.event == "packet_imported")
        assert connection.execute(told).scalar_one()["by"] == member.name


@pytest.mark.parametrize("role", ["administrator", "maintainer"])
def test_only_who_works_on_cases_brings_packets(served: System, role: Any) -> None:
    with pytest.raises(Forbidden):
        served.exchange.incoming.take_file(Member("a" * 32, "谁", role, "centre"), packet())
    assert count(served, case_notes) == 0


def test_anybody_may_read_the_standard(served: System, port: int) -> None:
    answer = httpx.get(f"http://127.0.0.1:{port}/api/schemas/case-packet.json", trust_env=False)
    assert answer.json()["properties"]["schema"]["const"] == "jiefen.case/1"

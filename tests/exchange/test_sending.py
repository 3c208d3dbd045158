"""A case leaves by webhook: only when it is acknowledged, once, whatever happens on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest
from sqlalchemy import select

from bot.cases.exchange.outgoing import MOST_ATTEMPTS
from bot.cases.exchange.signature import headers_signed
from bot.cases.records import Case, Citizen, Forbidden, NotHolder, WrongState
from bot.cases.tables import case_events, case_files, cases, notices, packets_in, packets_out
from bot.tables import messages
from tests.exchange.two_systems import FACTS, PNG, SECRET, Clock, System, serving


def sent(hongkou: System) -> Case:
    """A case that is on its way to Pudong."""
    case = hongkou.case()
    return hongkou.exchange.outgoing.send(hongkou.member(), case.id, "pudong", "归浦东管")


@contextmanager
def answering(port: int, status: int, body: bytes) -> Iterator[None]:
    """Something else listens where Pudong should."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def state_of(system: System, case: str) -> str:
    with system.database.reading() as connection:
        return str(connection.execute(select(cases.c.state).where(cases.c.id == case)).scalar_one())


def came(system: System) -> list[Case]:
    """The cases that came as packets."""
    lead = system.member()
    with system.database.reading() as connection:
        found = connection.execute(select(cases.c.id).where(cases.c.source == "partner")).scalars().all()
    return [system.cases.case_get(lead, case).case for case in found]


def events(system: System, case: str) -> list[str]:
    with system.database.reading() as connection:
        found = select(case_events.c.event).where(case_events.c.case == case).order_by(case_events.c.id)
        return list(connection.execute(found).scalars())


def test_a_case_leaves_when_it_is_acknowledged(hongkou: System, served: System) -> None:
    case = sent(hongkou)
    assert state_of(hongkou, case.id) == "routed"
    assert hongkou.deliver() == 1
    assert state_of(hongkou, case.id) == "transferred"
    assert events(hongkou, case.id)[-3:] == ["packet_made", "packet_acknowledged", "case_sent"]
    (arrived,) = came(served)
    facts = arrived.facts
    assert (facts.what_happened, facts.wishes, facts.tried) == (FACTS.what_happened, FACTS.wishes, FACTS.tried)
    assert (facts.parties, facts.contact, facts.other_side) == (FACTS.parties, FACTS.contact, FACTS.other_side)
    assert (facts.address, facts.evidence) == (FACTS.address, FACTS.evidence)
    assert facts.attachments["screening"] == "符合条件"
    assert facts.origin == {"partner": "hongkou", "number": case.number}
    assert (arrived.kind, arrived.district, arrived.subdistrict) == ("neighbours", "hongkou", "江湾镇街道")
    assert (arrived.amount, arrived.happened_on, arrived.language) == (12000.5, "2026-10-03", "zh")
    assert (arrived.state, arrived.organisation, arrived.conversation) == ("routed", "centre", None)


def test_the_citizen_is_told_when_the_case_has_left(hongkou: System, served: System) -> None:
    sent(hongkou)
    with hongkou.database.reading() as connection:
        before = connection.execute(select(messages.c.body)).scalars().all()
    hongkou.deliver()
    with hongkou.database.reading() as connection:
        after = connection.execute(select(messages.c.body).order_by(messages.c.seq)).scalars().all()
    told = after[len(before) :]
    assert [body["event"] for body in told] == ["transferred"]
    assert "pudong" in told[0]["text"]


def test_files_come_along_and_can_be_opened(hongkou: System, served: System) -> None:
    sent(hongkou)
    hongkou.deliver()
    with served.database.reading() as connection:
        (row,) = connection.execute(select(case_files)).all()
    assert row.type == "image/png"
    assert served.files.get(row.id) == PNG
    assert served.cases.office.sealer.unseal_json(row.sealed) == {"name": "天花板.png"}


def test_nothing_is_delivered_twice(hongkou: System, served: System) -> None:
    sent(hongkou)
    assert [hongkou.deliver() for _ in range(3)] == [1, 0, 0]
    assert len(came(served)) == 1


def test_an_answer_that_gets_lost_makes_no_second_case(
    hongkou: System, served: System, port: int, clock: Clock
) -> None:
    case = sent(hongkou)
    parcel = hongkou.exchange.outgoing.take_due()
    assert parcel is not None
    # Killed between Pudong's acknowledgement and our own commit: Pudong has it, we do not know.
    answers = [served.exchange.incoming.take("hongkou", parcel.content) for _ in range(2)]
    assert answers[0] == answers[1]
    assert state_of(hongkou, case.id) == "routed"
    assert hongkou.deliver() == 0
    clock.now += 15
    assert hongkou.deliver() == 1
    assert state_of(hongkou, case.id) == "transferred"
    assert len(came(served)) == 1


def test_a_partner_that_is_down_gets_it_later(hongkou: System, pudong: System, port: int, clock: Clock) -> None:
    case = sent(hongkou)
    pauses = []
    for _ in range(4):
        assert hongkou.deliver() == 0
        with hongkou.database.reading() as connection:
            next_at = connection.execute(select(packets_out.c.next_at)).scalar_one()
        pauses.append(next_at - clock.now)
        clock.now = next_at
    assert pauses == [15, 30, 60, 120]
    assert state_of(hongkou, case.id) == "routed"
    with serving(pudong, port):
        assert hongkou.deliver() == 1
    assert state_of(hongkou, case.id) == "transferred"


def test_after_three_days_it_is_given_up_and_told(hongkou: System, clock: Clock) -> None:
    case = sent(hongkou)
    began = clock.now
    while hongkou.exchange.outgoing.waiting():
        hongkou.exchange.outgoing.take_due()
        clock.now += 3600
    assert MOST_ATTEMPTS * 3600 - 3600 <= clock.now - began <= 4 * 86400
    assert state_of(hongkou, case.id) == "routed"
    assert events(hongkou, case.id)[-1] == "packet_failed"
    with hongkou.database.reading() as connection:
        assert "packet_failed" in connection.execute(select(notices.c.kind)).scalars().all()


def test_what_the_partner_will_never_take_is_not_sent_for_ever(hongkou: System, served: System) -> None:
    case = sent(hongkou)
    parcel = hongkou.exchange.outgoing.take_due()
    assert parcel is not None
    other = json.loads(parcel.content) | {"made_at": "2026-01-01T00:00:00Z"}
    served.exchange.incoming.take("hongkou", json.dumps(other).encode())  # somebody used the name of the packet
    hongkou.clock.now += 15
    assert hongkou.deliver() == 0
    assert hongkou.exchange.outgoing.waiting() == 0
    assert events(hongkou, case.id)[-1] == "packet_failed"
    assert state_of(hongkou, case.id) == "routed"


def test_an_answer_that_is_no_acknowledgement_changes_nothing(hongkou: System, port: int, clock: Clock) -> None:
    case = sent(hongkou)
    parcel = hongkou.exchange.outgoing.take_due()
    assert parcel is not None
    for body in (b"<html>welcome</html>", b"[]", b'{"schema": "jiefen.acknowledgement/1", "packet": "another"}'):
        clock.now += 4000
        with answering(port, 200, body):
            assert hongkou.deliver() == 0
    clock.now += 4000
    with answering(port, 503, b"{}"):
        assert hongkou.deliver() == 0
    assert state_of(hongkou, case.id) == "routed"
    assert hongkou.exchange.outgoing.waiting() == 1


def test_what_the_citizen_withdraws_does_not_leave_any_more(hongkou: System, served: System) -> None:
    case = sent(hongkou)
    hongkou.cases.case_withdraw(Citizen("k"), case.id, "自己解决了")
    assert hongkou.deliver() == 0
    assert hongkou.exchange.outgoing.waiting() == 0
    assert came(served) == []


def test_what_is_erased_does_not_leave_any_more(hongkou: System, served: System) -> None:
    case = sent(hongkou)
    hongkou.cases.case_erase(Citizen("k"), case.id)
    assert hongkou.deliver() == 0
    assert came(served) == []


def test_nothing_of_a_case_stays_with_its_packet(hongkou: System, served: System) -> None:
    sent(hongkou)
    hongkou.deliver()
    with hongkou.database.reading() as connection:
        sealed = connection.execute(select(packets_out.c.sealed)).scalar_one()
    assert hongkou.cases.office.sealer.unseal_json(sealed) == {}


def test_only_who_may_sends(hongkou: System) -> None:
    case = hongkou.case()
    with pytest.raises(Forbidden):
        hongkou.exchange.outgoing.send(hongkou.member(), case.id, "nobody", "")
    with pytest.raises((Forbidden, NotHolder)):
        hongkou.exchange.outgoing.send(hongkou.member("mediator"), case.id, "pudong", "")
    with hongkou.database.reading() as connection:
        assert connection.execute(select(packets_out)).all() == []


def test_a_case_goes_to_one_partner_at_a_time(hongkou: System) -> None:
    lead, case = hongkou.member(), hongkou.case()
    outgoing = hongkou.exchange.outgoing
    outgoing.send(lead, case.id, "pudong", "")
    outgoing.send(lead, case.id, "pudong", "")  # pressed twice
    with pytest.raises(WrongState):
        outgoing.send(lead, case.id, "court", "")
    assert outgoing.waiting() == 1


def test_the_packet_is_the_same_each_time(hongkou: System, clock: Clock) -> None:
    sent(hongkou)
    outgoing = hongkou.exchange.outgoing
    first = outgoing.take_due()
    clock.now += 100
    assert outgoing.take_due() == first


def test_a_replayed_request_changes_nothing(hongkou: System, served: System, port: int, clock: Clock) -> None:
    sent(hongkou)
    parcel = hongkou.exchange.outgoing.take_due()
    assert parcel is not None
    url = f"http://127.0.0.1:{port}/api/partners/hongkou/packets"
    headers = headers_signed([SECRET], parcel.content, clock.now)
    answers = [httpx.post(url, content=parcel.content, headers=headers, trust_env=False) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(came(served)) == 1
    clock.now += 301
    late = httpx.post(url, content=parcel.content, headers=headers, trust_env=False)
    assert (late.status_code, late.json()["error"]) == (401, "clock_off")
    with served.database.reading() as connection:
        assert len(connection.execute(select(packets_in)).all()) == 1

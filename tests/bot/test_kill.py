"""The gateway is killed again and again while citizen and mediator write: nothing is lost, doubled or out of order."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings import Settings
from tests.bot.gateway import Client, GatewayProcess
from tests.bot.rasa_double import RasaDouble
from tests.bot.wishes import opening
from tests.desk.office import Desk, Office

EACH = 500  # messages of either side
KILLS = 10  # spread over the exchange; two more while it starts again
PATIENCE = 300.0  # seconds until it must be over, on however busy a machine; on an idle one it takes less than 40


class Exchange:
    """What both sides share: until when they go on, and how far they are."""

    def __init__(self) -> None:
        self.ends_at = time.monotonic() + PATIENCE
        self.asked: list[dict[str, Any]] = []
        self.answered: list[dict[str, Any]] = []

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.ends_at

    @property
    def acknowledged(self) -> int:
        return len(self.asked) + len(self.answered)

    def insist(self, ask: Callable[[], httpx.Response]) -> dict[str, Any]:
        """Ask until there is an answer, as a page does: the same request, with the same id."""
        while self.goes_on:
            try:
                response = ask()
            except httpx.TransportError:
                response = None
            if response is not None and response.status_code < 400:
                return dict(response.json())
            assert response is None or response.status_code == 503, response.text
            time.sleep(0.02)  # the gateway is dead for a second or two
        raise AssertionError("not done in time")


@dataclass
class Seen:
    """What one page has shown, in its order."""

    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def last_seq(self) -> int:
        return self.messages[-1]["seq"] if self.messages else 0

    def of(self, author: str) -> list[str]:
        return [message["text"] for message in self.messages if message["from"] == author and message["kind"] == "text"]

    @property
    def is_whole(self) -> bool:
        return len(self.of("mediator")) >= EACH and len(self.of("citizen")) > EACH


@pytest.fixture
def killed(database_url: str, tmp_path: Path, rasa: RasaDouble) -> Iterator[GatewayProcess]:
    """A gateway that a test may kill."""
    rasa.answer = lambda _ask: opening()
    gateway = GatewayProcess(tmp_path / "var", rasa, database_url=database_url, reply_wait=5)
    gateway.start()
    yield gateway
    gateway.kill()


def keep_killing(gateway: GatewayProcess, exchange: Exchange, chance: random.Random) -> int:
    """Kill it at random moments of the exchange, twice also while it starts; returns how often."""
    moments = sorted(chance.sample(range(EACH // 50, 2 * EACH - EACH // 10), KILLS))
    kills = 0
    for number, moment in enumerate(moments):
        while exchange.acknowledged < moment and exchange.goes_on:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.02))  # in the middle of whatever it does
        gateway.kill()
        gateway.start()
        if number % 5 == 2:
            time.sleep(chance.uniform(0, 0.5))
            gateway.kill()
            gateway.start()
            kills += 1
        kills += 1
        while gateway.process.poll() is not None:  # PostgreSQL had not yet noticed that the last one is dead
            gateway.kill()
            gateway.start()
    return kills


def citizen_writes(citizen: Client, exchange: Exchange) -> None:
    for number in range(EACH):
        exchange.asked.append(exchange.insist(partial(citizen.post, f"问{number}", f"c{number}")))


def mediator_writes(desk: Desk, case: str, exchange: Exchange) -> None:
    for number in range(EACH):
        said = {"id": f"d{number}", "text": f"答{number}"}
        exchange.answered.append(exchange.insist(partial(desk.ask, "POST", f"{case}/messages", said)))


def citizen_reads(citizen: Client, exchange: Exchange) -> Seen:
    """The citizen's page: live events, taken up after the last one seen whenever the line breaks."""
    seen = Seen()
    while not seen.is_whole and exchange.goes_on:
        try:
            with citizen.events(last_event_id=seen.last_seq) as events:
                for name, data in events:
                    seen.messages += [data] if name == "message" else []
                    if seen.is_whole:
                        break
        except httpx.TransportError:
            time.sleep(0.02)
    return seen


def mediator_reads(desk: Desk, case: str, exchange: Exchange) -> Seen:
    """The desk's page: what came after the last message seen."""
    seen = Seen()
    while not seen.is_whole and exchange.goes_on:
        after = {"after": seen.last_seq}
        seen.messages += exchange.insist(partial(desk.ask, "GET", f"{case}/messages", params=after))["messages"]
        time.sleep(0.1)  # as a page that nobody tells when there is something
    return seen


@pytest.mark.slow
def test_a_thousand_messages_survive_whatever_kills_the_gateway(
    killed: GatewayProcess, database_url: str, tmp_path: Path, rasa: RasaDouble
) -> None:
    seed = random.randrange(2**32)
    print(f"killed at moments of seed {seed}")  # pytest shows it when the test fails
    exchange = Exchange()
    office = Office(killed.url, Settings(var=tmp_path / "var", database_url=database_url))
    citizen, mediator, reader = office.citizen(), office.member(), office.member("lead")
    citizen.say("我要登记")
    (row,) = mediator.get("/cases", view="queue")["cases"]
    case = f"/cases/{row['id']}"
    mediator.post(f"{case}/claim")
    mediator.post(f"{case}/take_over")
    asked = len(rasa.asked)

    with ThreadPoolExecutor(5) as pool:
        killer = pool.submit(keep_killing, killed, exchange, random.Random(seed))
        tab = citizen.tab()
        writers = pool.submit(citizen_writes, tab, exchange), pool.submit(mediator_writes, mediator, case, exchange)
        readers = pool.submit(citizen_reads, citizen, exchange), pool.submit(mediator_reads, reader, case, exchange)
        shown = [reading.result() for reading in readers]
        for done in (*writers, killer):
            done.result()

    kept = exchange.insist(lambda: citizen.http.get(f"/api/conversations/{citizen.conversation}/messages"))["messages"]
    assert killer.result() == KILLS + 2
    assert [message["seq"] for message in kept] == list(range(1, len(kept) + 1))
    for page in shown:
        # Each message once, in its order: nothing lost, nothing shown twice.
        assert [message["seq"] for message in page.messages] == [message["seq"] for message in kept]
        assert page.of("citizen") == ["我要登记", *(f"问{n}" for n in range(EACH))]
        assert page.of("mediator") == [f"答{n}" for n in range(EACH)]
    # Acknowledged is kept, under the seq that the acknowledgement told.
    by_id = {message["id"]: message["seq"] for message in kept}
    assert [by_id[f"c{n}"] for n in range(EACH)] == [answer["seq"] for answer in exchange.asked]
    assert [message["seq"] for message in kept if message["from"] == "mediator"] == [
        answer["seq"] for answer in exchange.answered
    ]
    # The assistant was silent all the while.
    assert len(rasa.asked) == asked
    office.close()

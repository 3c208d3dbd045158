"""One conversation or address cannot silence the others."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.limits import Buckets, Places, address_of
from bot.sentences import say
from tests.bot.gateway import Client, gateway_in_thread
from tests.bot.rasa_double import RasaDouble

PROXIES = (ip_network("10.0.0.0/8"),)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_taken_and_what_is_too_much_has_to_wait() -> None:
    clock = Clock()
    buckets = Buckets(2, 60, clock=clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 1, 1]
    assert buckets.take("b") == 0
    clock.now += 1
    assert [buckets.take("a") for _ in range(2)] == [0, 1]
    clock.now += 1000
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 1]


def test_the_number_of_buckets_is_bounded() -> None:
    buckets = Buckets(1, 1, most=10, clock=Clock())
    for number in range(100):
        buckets.take(str(number))
    assert buckets.take("99") > 0
    assert buckets.take("0") == 0


def test_places_are_given_back() -> None:
    places = Places(1)
    assert places.take("a") and not places.take("a") and places.take("b")
    places.give_back("a")
    assert places.take("a")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("1.2.3.4", "", "1.2.3.4"),
        ("1.2.3.4", "9.9.9.9", "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9", "9.9.9.9"),
        ("10.0.0.1", "6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("10.0.0.1", "nonsense", "unknown"),
        ("2001:db8:1:2:3::1", "", "2001:db8:1:2::/64"),
        ("", "9.9.9.9", "unknown"),
    ],
)
def test_only_trusted_proxies_are_believed(peer: str, forwarded: str, address: str) -> None:
    assert address_of(peer, {"x-forwarded-for": forwarded}, PROXIES) == address


def test_too_many_messages_are_refused_with_the_time_to_wait(tmp_path: Path, rasa: RasaDouble) -> None:
    with gateway_in_thread(tmp_path, rasa, conversation_burst=2, conversation_per_minute=6) as url:
        citizen = Client(url)
        citizen.say("一")
        citizen.say("二")
        response = citizen.post("three, if you please")
        assert response.status_code == 429
        seconds = int(response.headers["retry-after"])
        assert 1 <= seconds <= 10
        assert response.json() == {"error": "too_many", "detail": say("too_many", "en", seconds=seconds)}
        assert citizen.stranger().say("我还能说")
        citizen.close()


def test_an_address_is_limited_over_all_its_conversations(tmp_path: Path, rasa: RasaDouble) -> None:
    changes = {"address_burst": 2, "address_per_minute": 6, "trusted_proxies": "127.0.0.1"}
    with gateway_in_thread(tmp_path, rasa, **changes) as url:
        citizen = Client(url)
        assert [citizen.stranger().post("你好").status_code for _ in range(3)] == [200, 200, 429]
        citizen.http.headers["x-forwarded-for"] = "9.9.9.9"
        assert citizen.post("我从别处来").status_code == 200
        citizen.close()


def test_one_conversation_cannot_hold_all_streams(tmp_path: Path, rasa: RasaDouble) -> None:
    with gateway_in_thread(tmp_path, rasa, streams_per_conversation=1) as url:
        citizen = Client(url)
        path = f"/api/conversations/{citizen.conversation}/events"
        with citizen.events() as events:
            assert next(events)[0] == "typing"
            assert citizen.http.get(path).status_code == 429
        citizen.close()

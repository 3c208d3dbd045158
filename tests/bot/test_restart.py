"""Killed at the worst moments: what was acknowledged is answered after the restart, exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.bot.gateway import Client, GatewayProcess, clean_environ, run_to_the_end, until
from tests.bot.rasa_double import RasaDouble
from tests.databases import Cluster


@pytest.fixture
def process(tmp_path: Path, rasa: RasaDouble) -> Iterator[GatewayProcess]:
    gateway = GatewayProcess(tmp_path, rasa, slow_after=0.05)
    gateway.start()
    yield gateway
    gateway.stop()


@pytest.fixture
def citizen(process: GatewayProcess) -> Iterator[Client]:
    client = Client(process.url)
    yield client
    client.close()


def test_what_was_kept_while_rasa_was_gone_survives_a_kill(
    process: GatewayProcess, citizen: Client, rasa: RasaDouble
) -> None:
    rasa.stop()
    posted = [citizen.post(f"第{number}句", f"m{number}").json() for number in range(3)]
    process.kill()
    rasa.start()
    process.start()

    with citizen.events() as events:
        until(events, "答：第2句")
    assert rasa.messages() == ["第0句", "第1句", "第2句"]
    for number, before in enumerate(posted):
        after = citizen.post(f"第{number}句", f"m{number}").json()
        assert after["seq"] == before["seq"]
        assert after["replies"][: len(before["replies"])] == before["replies"]
        assert [reply["id"] for reply in after["replies"]] == [f"m{number}/1", f"m{number}/2"]
    assert rasa.messages() == ["第0句", "第1句", "第2句"]


def test_an_answer_lost_with_the_process_is_not_asked_for_again(
    process: GatewayProcess, citizen: Client, rasa: RasaDouble
) -> None:
    # Rasa has acted and remembers it, and its reply is still on the way when the gateway dies.
    rasa.hold("请帮我登记")
    assert citizen.post("请帮我登记", "m1").status_code == 202
    rasa.wait_for(1)
    process.kill()
    process.start()

    with citizen.events() as events:
        until(events, "答：请帮我登记")
    assert rasa.messages() == ["请帮我登记"]


def test_a_message_that_rasa_never_finished_is_asked_again(
    process: GatewayProcess, citizen: Client, rasa: RasaDouble
) -> None:
    rasa.tracker = None
    held = rasa.hold("请帮我登记")
    assert citizen.post("请帮我登记", "m1").status_code == 202
    rasa.wait_for(1)
    process.kill()
    held.set()
    process.start()

    with citizen.events() as events:
        until(events, "答：请帮我登记")
    assert rasa.messages() == ["请帮我登记"] * 2
    assert citizen.texts().count("答：请帮我登记") == 1


def test_a_page_that_sends_again_after_the_kill_is_answered_once(
    process: GatewayProcess, citizen: Client, rasa: RasaDouble
) -> None:
    rasa.hold("第一句")
    with ThreadPoolExecutor() as pool:
        lost = pool.submit(citizen.tab().post, "第一句", "m1")
        rasa.wait_for(1)
        process.kill()
        with pytest.raises(httpx.TransportError):
            lost.result()
    process.start()

    assert citizen.post("第一句", "m1").json()["seq"] == 1
    with citizen.events() as events:
        until(events, "答：第一句")
    assert citizen.texts().count("答：第一句") == 1


def test_an_orderly_stop_ends_open_pages_and_keeps_what_waits(
    process: GatewayProcess, citizen: Client, rasa: RasaDouble
) -> None:
    rasa.stop()
    citizen.post("第一句")
    with citizen.events() as events:
        until(events, "第一句")
        process.stop()
        assert any("Application shutdown complete" in line for line in process.lines)
    rasa.start()
    process.start()
    with citizen.events() as events:
        until(events, "答：第一句")


def test_a_second_gateway_on_the_same_store_does_not_start(process: GatewayProcess, rasa: RasaDouble) -> None:
    second = run_to_the_end(process.environ)
    assert second.returncode == 2
    assert "another gateway" in second.stderr


def test_a_second_gateway_on_the_same_postgresql_does_not_start_and_a_killed_one_is_no_hindrance(
    tmp_path: Path, postgresql: Cluster, rasa: RasaDouble
) -> None:
    name = postgresql.make()
    first = GatewayProcess(tmp_path / "first", rasa, database_url=postgresql.url(name))
    second = GatewayProcess(tmp_path / "second", rasa, database_url=postgresql.url(name))
    first.start()
    key = (tmp_path / "first" / "key").read_text()
    refused = run_to_the_end(second.environ | {"JIEFEN_KEY": key})
    assert refused.returncode == 2 and "another gateway uses the database" in refused.stderr
    first.kill()
    second.environ["JIEFEN_KEY"] = key
    second.start()
    second.stop()
    postgresql.drop(name)


@pytest.mark.parametrize(
    ("name", "value"), [("JIEFEN_GATEWAY_PRT", "8000"), ("JIEFEN_GATEWAY_PORT", "eight"), ("JIEFEN_TRACKER_URL", "x")]
)
def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path: Path, name: str, value: str) -> None:
    environ = clean_environ() | {"JIEFEN_VAR": str(tmp_path), name: value}
    run = run_to_the_end(environ)
    assert run.returncode == 2
    assert name in run.stderr
    assert list(tmp_path.iterdir()) == []

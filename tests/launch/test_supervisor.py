"""A process that dies comes back after a growing pause, and the others never notice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from launch.services import Service
from launch.supervisor import Backoff, Supervisor
from tests.launch.witness import LIMIT, Witness

ROOT = Path(__file__).resolve().parents[2]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_pauses_double_to_thirty_seconds() -> None:
    backoff = Backoff()
    assert [backoff.after(lived=5) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_minute_of_life_forgives() -> None:
    backoff = Backoff()
    for _ in range(4):
        backoff.after(lived=59.9)
    assert backoff.after(lived=60) == 1
    assert backoff.after(lived=5) == 2


def test_what_dies_comes_back_and_the_others_live_on(tmp_path: Path, witness: Witness) -> None:
    clock = Clock()
    told: list[str] = []
    services = [witness.service(name, tmp_path / f"{name}.log") for name in ("rasa", "actions")]
    keeper = Supervisor(services, tmp_path, told.append, clock)
    keeper.tick()
    lines = witness.arrivals(2)
    rasa, actions = keeper.kept

    os.kill(lines["rasa"].pid, signal.SIGKILL)
    assert rasa.process is not None
    rasa.process.wait(LIMIT)
    keeper.tick()
    assert told == [f"rasa stopped (code 137); starting it again in 1 s, log: {tmp_path / 'rasa.log'}"]

    clock.now += 0.9
    keeper.tick()
    assert rasa.process is None
    clock.now += 0.2
    keeper.tick()
    again = witness.arrival()
    assert again.name == "rasa"
    assert told[1:] == ["rasa is started again"]
    assert actions.deaths == 0
    keeper.stop()
    for line in (again, lines["actions"]):
        line.wait_until_gone()


def test_one_is_changed_for_another_while_the_rest_live_on(tmp_path: Path, witness: Witness) -> None:
    told: list[str] = []
    services = [witness.service(name, tmp_path / f"{name}.log") for name in ("rasa", "bot")]
    keeper = Supervisor(services, tmp_path, told.append)
    keeper.tick()
    lines = witness.arrivals(2)
    keeper.kept[0].change(witness.service("earlier", tmp_path / "rasa.log"))
    keeper.tick()
    lines["rasa"].wait_until_gone()
    earlier = witness.arrival()
    assert earlier.name == "earlier" and told == ["earlier is started anew"]
    assert [kept.deaths for kept in keeper.kept] == [0, 0]
    keeper.tick()
    assert len(told) == 1
    keeper.stop()
    for line in (earlier, lines["bot"]):
        line.wait_until_gone()


def test_stop_ends_all_of_them_with_their_children(tmp_path: Path, witness: Witness) -> None:
    services = [witness.service(name, tmp_path / f"{name}.log", "parent") for name in ("rasa", "bot")]
    keeper = Supervisor(services, tmp_path, print)
    keeper.tick()
    lines = witness.arrivals(4)
    keeper.stop()
    for line in lines.values():
        line.wait_until_gone()


def test_a_killed_supervisor_leaves_no_orphan(tmp_path: Path, witness: Witness) -> None:
    command = witness.command("rasa", "parent")
    script = (
        "import pathlib, threading; from launch.supervisor import Supervisor; from launch.services import Service; "
        f"log = pathlib.Path({str(tmp_path / 'rasa.log')!r}); "
        f"keeper = Supervisor([Service('rasa', {command!r}, {{}}, '', log)], log.parent, print); "
        "keeper.run(threading.Event())"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    lines = witness.arrivals(2)
    process.kill()
    process.wait(LIMIT)
    for line in lines.values():
        line.wait_until_gone()


def test_a_command_that_cannot_start_counts_as_a_death(tmp_path: Path) -> None:
    told: list[str] = []
    keeper = Supervisor([Service("bot", ("/no/such",), {}, "", tmp_path / "bot.log")], tmp_path, told.append, Clock())
    keeper.tick()
    process = keeper.kept[0].process
    assert process is not None
    process.wait(LIMIT)
    keeper.tick()
    assert "code 127" in told[0]
    keeper.stop()

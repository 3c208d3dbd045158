"""Two whole gateways, each a process as an operator runs it, killed again and again while cases go over."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.cases.tables import cases
from bot.settings import Settings
from tests.bot.gateway import GatewayProcess
from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Office
from tests.exchange.two_systems import SECRET, data_folder, partner

CASES = 8
PATIENCE = 60.0


class Place:
    """One gateway and the people at its desk."""

    def __init__(self, folder: Path, name: str, rasa: RasaDouble) -> None:
        self.folder = folder / name
        self.process = GatewayProcess(
            self.folder, rasa, data=self.folder / "data", packets_every=0.1, packet_pause=0.2, packet_timeout=2.0
        )

    def start(self, other: str, url: str | None) -> Office:
        data = data_folder(self.folder, [partner(other, url)])
        self.process.environ["JIEFEN_PARTNER_SECRETS"] = json.dumps({other: SECRET})
        self.process.start()
        return Office(self.process.url, Settings(var=self.folder, data=data, partner_secrets={other: SECRET}))


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[RasaDouble]:
    double = RasaDouble(tmp_path / "tracker.db")
    yield double
    double.stop()


def wait_for(reached: Callable[[], bool]) -> None:
    """Wait until another process has done something; it tells nobody."""
    ends_at = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < ends_at, "it takes too long"
        time.sleep(0.02)


def test_cases_go_over_once_however_often_either_side_is_killed(tmp_path: Path, rasa: RasaDouble) -> None:
    hongkou, pudong = Place(tmp_path, "hongkou", rasa), Place(tmp_path, "pudong", rasa)
    there = pudong.start("hongkou", None)
    here = hongkou.start("pudong", f"{pudong.process.url}/api/partners/hongkou/packets")

    def left() -> int:
        return _count(here, cases.c.state == "transferred")

    def came() -> int:
        return _count(there, cases.c.source == "partner")

    lead = here.member("lead")
    for number in range(CASES):
        lead.post(f"/cases/{here.case()}/send", {"partner": "pudong", "why": "归浦东管"})
        if number % 4 == 1:
            wait_for(lambda: came() > 0)
            pudong.process.kill()
            pudong.process.start()
        if number % 4 == 3:
            hongkou.process.kill()
            hongkou.process.start()
    wait_for(lambda: left() == CASES)
    hongkou.process.kill()
    pudong.process.kill()

    with there.database.reading() as connection:
        arrived = connection.execute(select(cases.c.id).where(cases.c.source == "partner")).scalars().all()
    origins = Counter(there.now(case).facts.origin["number"] for case in arrived)
    assert len(origins) == CASES
    assert set(origins.values()) == {1}
    here.close()
    there.close()


def _count(office: Office, which: object) -> int:
    with office.database.reading() as connection:
        counted = select(func.count()).select_from(cases).where(which)  # type: ignore[arg-type]
        return int(connection.execute(counted).scalar_one())

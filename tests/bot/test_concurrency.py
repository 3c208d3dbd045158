"""Whatever pages send at once, and however often they repeat it: one answer each, in the order in which it was kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bot.gateway import Client, gateway_in_thread, until
from tests.bot.rasa_double import RasaDouble


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaDouble]:
    double = RasaDouble(tmp_path_factory.mktemp("rasa") / "tracker.db")
    yield double
    double.stop()


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory, rasa: RasaDouble) -> Iterator[Client]:
    with gateway_in_thread(Path(tmp_path_factory.mktemp("var")), rasa) as url:
        client = Client(url)
        yield client
        client.close()


# Which conversation and which of its messages; a pair that comes twice is a repetition.
SENDINGS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=16)


@settings(max_examples=15, deadline=None)
@given(sendings=SENDINGS)
def test_every_message_is_answered_once_and_in_order(visitor: Client, rasa: RasaDouble, sendings: list) -> None:
    talks = [visitor.stranger() for _ in range(3)]
    del rasa.asked[:]
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda one: talks[one[0]].post(f"第{one[1]}句", f"m{one[1]}"), sendings))

    answers: dict[tuple[int, int], object] = {}
    for sending, response in zip(sendings, responses, strict=True):
        assert response.status_code == 200
        assert answers.setdefault(sending, response.json()) == response.json()
    for number, talk in enumerate(talks):
        messages = talk.list()["messages"]
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        said = [message["text"] for message in messages if message["from"] == "citizen"]
        heard = [message["text"] for message in messages if message["from"] == "assistant"]
        assert sorted(said) == sorted({f"第{one}句" for talk_number, one in sendings if talk_number == number})
        assert heard == [f"答：{text}" for text in said]
    assert len(rasa.asked) == len(set(sendings))


@settings(max_examples=8, deadline=None)
@given(sendings=SENDINGS, gone_after=st.integers(0, 8))
def test_an_outage_in_between_changes_nothing_of_it(
    visitor: Client, rasa: RasaDouble, sendings: list, gone_after: int
) -> None:
    talks = [visitor.stranger() for _ in range(3)]
    before, after = sendings[:gone_after], sendings[gone_after:]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: talks[one[0]].post(f"第{one[1]}句", f"m{one[1]}"), before))
        rasa.stop()
        list(pool.map(lambda one: talks[one[0]].post(f"第{one[1]}句", f"m{one[1]}"), after))
    rasa.start()

    for talk in talks:
        said = [message["text"] for message in talk.list()["messages"] if message["from"] == "citizen"]
        with talk.events() as events:
            seen = until(events, f"答：{said[-1]}") if said else []
        answers = [message["text"] for message in seen if message.get("text", "").startswith("答：")]
        assert answers == [f"答：{text}" for text in said]

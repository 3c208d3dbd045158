"""How long each part takes alone, for a guidance question: where the time of a reply goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import requests

from benchmarks import clients
from benchmarks.clients import session_open
from benchmarks.figures import Sample
from benchmarks.load import Deadline
from benchmarks.messages import QUESTION_EN, Utterance
from launch.services import gateway_url
from launch.settings import Settings

ARTICLES = (
    ("中华人民共和国民法典", "第五百七十七条"),
    ("中华人民共和国民法典", "第一千零七十九条"),
    ("中华人民共和国劳动合同法", "第三十八条"),
    ("中华人民共和国劳动争议调解仲裁法", "第二十七条"),
    ("中华人民共和国消费者权益保护法", "第五十五条"),
)


@dataclass(frozen=True)
class Part:
    """Something that can be asked alone. ``ask`` does it once; several parts are asked in turn."""

    name: str
    ask: Callable[[requests.Session, int], Sample]
    times: int


def parts(settings: Settings, questions: Sequence[Utterance]) -> list[Part]:
    """The parts of the assistant that runs with ``settings``, from the whole down to one article."""
    rasa, actions = (f"http://127.0.0.1:{port}" for port in (settings.rasa_port, settings.actions_port))
    whole, no_gateway = clients.gateway(gateway_url(settings)), clients.rasa(rasa)

    def understand(session: requests.Session, number: int) -> Sample:
        body = {"text": questions[number % len(questions)].text}
        return _timed("", lambda: session.post(f"{rasa}/model/parse", json=body, timeout=clients.LIMIT))

    def search(session: requests.Session, number: int) -> Sample:
        said = questions[number % len(questions)]
        asked = {"q": said.text, "language": "en" if said.kind == QUESTION_EN else "zh"}
        return _get(session, f"{actions}/search", asked)

    def article(session: requests.Session, number: int) -> Sample:
        law, place = ARTICLES[number % len(ARTICLES)]
        return _get(session, f"{actions}/articles", {"law": law, "article": place})

    def first_word(partner: clients.Partner) -> Callable[[requests.Session, int], Sample]:
        return lambda session, number: partner(session).say(questions[number % len(questions)])

    twice = 2 * len(questions)
    return [
        Part("whole reply, through the gateway", first_word(whole), twice),
        Part("without the gateway: Rasa with its calls to the action server", first_word(no_gateway), twice),
        Part("understanding alone: Rasa's /model/parse", understand, twice),
        Part("guidance search alone: action server's /search", search, twice),
        Part("one statute article: action server's /articles", article, twice),
    ]


def measure(chosen: Sequence[Part], until: Deadline) -> dict[str, list[Sample]]:
    """Ask each part as often as it says, in turn with the others."""
    taken: dict[str, list[Sample]] = {part.name: [] for part in chosen}
    with session_open() as session:
        for number in range(max(part.times for part in chosen)):
            until.check()
            for part in chosen:
                if number < part.times:
                    taken[part.name].append(part.ask(session, number))
    return taken


def _get(session: requests.Session, address: str, asked: Mapping[str, str]) -> Sample:
    return _timed("", lambda: session.get(address, params=asked, timeout=clients.LIMIT))


def _timed(kind: str, call: Callable[[], requests.Response]) -> Sample:
    began = time.perf_counter()
    try:
        answer = call()
    except requests.RequestException:
        return Sample(kind, time.perf_counter() - began, "failed")
    return Sample(kind, time.perf_counter() - began, "answered" if answer.ok else "failed")

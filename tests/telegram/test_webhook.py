"""With a public address Telegram calls us; whoever does not know the secret is not listened to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.gateway import gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import QUICK
from tests.telegram.people import Person

SECRET = "a-secret-of-the-tests_1"
HEADER = "x-telegram-bot-api-secret-token"


class Caller:
    """Telegram as it calls the webhook: what people do is posted to ``url``, again until it is taken."""

    def __init__(self, api: BotApi, url: str) -> None:
        self.api = api
        self.http = httpx.Client(base_url=url, timeout=20, trust_env=False)

    def call(self, update: Any, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {HEADER: secret}
        return self.http.post("/telegram/webhook", json=update, headers=headers).status_code

    def bring(self) -> list[int]:
        """Post everything that happened and was not taken yet."""
        codes = []
        for update in list(self.api.updates):
            codes.append(self.call(update))
            if codes[-1] == 200:
                self.api.updates.remove(update)
        return codes


@pytest.fixture(scope="module")
def hooked(var: Path, running_rasa: RasaDouble, telegram: BotApi) -> Iterator[str]:
    changes = {**QUICK, "public_url": "https://example.org", "telegram_webhook_secret": SECRET, "store_timeout": 0.3}
    with gateway_in_thread(var, running_rasa, telegram_api=telegram.url, **changes) as url:
        yield url


@pytest.fixture
def caller(hooked: str, rasa: RasaDouble, telegram: BotApi) -> Iterator[Caller]:
    caller = Caller(telegram, hooked)
    yield caller
    caller.http.close()


def test_telegram_is_told_where_to_call_and_is_not_asked(caller: Caller, telegram: BotApi) -> None:
    (told,) = telegram.wait(lambda: telegram.called("setWebhook"))

    assert told["url"] == "https://example.org/telegram/webhook"
    assert told["secret_token"] == SECRET
    assert "channel_post" not in told["allowed_updates"]
    assert telegram.called("getUpdates") == []


def test_a_call_with_the_secret_is_answered(caller: Caller, telegram: BotApi) -> None:
    person = Person(telegram)
    person.says("房东不退押金")

    assert caller.bring() == [200]
    person.sees("答：房东不退押金")


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "密"])
def test_a_call_without_the_secret_is_refused(
    caller: Caller, rasa: RasaDouble, telegram: BotApi, secret: str | None
) -> None:
    person = Person(telegram)
    update = person.says("房东不退押金")
    headers = {} if secret is None else {HEADER: secret.encode()}
    refused = caller.http.post("/telegram/webhook", json=update, headers=headers)
    telegram.updates.clear()

    assert refused.status_code == 403
    assert rasa.messages() == []


def test_what_is_no_update_is_refused_and_harms_nothing(caller: Caller, telegram: BotApi) -> None:
    for body in (b"", b"{", b"[]", b'{"message": {}}', b'{"update_id": "1"}'):
        assert caller.http.post("/telegram/webhook", content=body, headers={HEADER: SECRET}).status_code == 400
    assert caller.call({"update_id": 5, "unknown_of_the_future": {}}) == 200
    person = Person(telegram)
    person.says("你好")
    caller.bring()

    person.sees("答：你好")


def test_duplicates_and_late_ones_are_each_taken_once(caller: Caller, rasa: RasaDouble, telegram: BotApi) -> None:
    person = Person(telegram)
    first = person.says("一", update_id=900_001)
    second = person.says("二", update_id=900_002)
    telegram.updates.clear()

    assert [caller.call(update) for update in (second, second, first, second, first)] == [200] * 5
    person.sees("答：一")
    person.sees("答：二")
    assert sorted(rasa.messages()) == ["一", "二"]
    assert len(person.texts()) == 2


def test_what_cannot_be_stored_is_not_confirmed_and_comes_again(caller: Caller, telegram: BotApi, var: Path) -> None:
    person = Person(telegram)
    person.says("要存下来")
    with closing(sqlite3.connect(var / "jiefen.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert caller.bring() == [503]
        other.execute("ROLLBACK")

    assert caller.bring() == [200]
    person.sees("答：要存下来")


def test_without_a_secret_nobody_may_call(gateway: str, telegram: BotApi) -> None:
    answer = httpx.post(f"{gateway}/telegram/webhook", json={"update_id": 1}, headers={HEADER: ""}, trust_env=False)

    assert answer.status_code == 403

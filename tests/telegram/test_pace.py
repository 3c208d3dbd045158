"""How fast Telegram is written to: its limits are kept, and what it refuses holds up only whom it must."""

from __future__ import annotations

import pytest

from bot.messengers.telegram.pace import ALL_PER_SECOND, CHAT_BURST, GROUP_BURST, Pace


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


async def send(pace: Pace, clock: Clock, chat: int, times: int) -> float:
    """Send so many messages as fast as may be; returns how many seconds that takes."""
    began = clock.now
    for _ in range(times):
        clock.now += pace.wait(chat)
        await pace.turn(chat)
    return clock.now - began


async def test_a_few_go_at_once_and_then_one_a_second(pace: Pace, clock: Clock) -> None:
    assert await send(pace, clock, 7, CHAT_BURST) < 1
    assert await send(pace, clock, 7, 10) == pytest.approx(10, abs=1)


async def test_a_group_gets_twenty_a_minute(pace: Pace, clock: Clock) -> None:
    await send(pace, clock, -7, GROUP_BURST)

    assert await send(pace, clock, -7, 20) == pytest.approx(60, abs=3)


async def test_all_chats_together_stay_below_thirty_a_second(pace: Pace, clock: Clock) -> None:
    began = clock.now
    for chat in range(1, 301):
        await send(pace, clock, chat, 1)

    assert clock.now - began == pytest.approx(300 / ALL_PER_SECOND, abs=0.6)


async def test_a_refused_chat_waits_and_the_others_do_not(pace: Pace, clock: Clock) -> None:
    pace.flooded(1, 30)

    assert pace.wait(1) == pytest.approx(30)
    assert pace.wait(2) == 0
    clock.now += 30
    assert pace.wait(1) == 0


async def test_a_second_refused_chat_means_everyone(pace: Pace, clock: Clock) -> None:
    pace.flooded(1, 30)
    pace.flooded(2, 10)

    assert pace.wait(3) == pytest.approx(10)
    clock.now += 10
    assert pace.wait(3) == 0
    assert pace.wait(1) == pytest.approx(20)


async def test_what_is_no_message_counts_for_nothing(pace: Pace, clock: Clock) -> None:
    for _ in range(100):
        await pace.turn(-7, is_message=False)

    assert pace.wait(-7) == 0

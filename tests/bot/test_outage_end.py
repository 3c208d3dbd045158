"""An outage ends with a look, or at once with an answer that came through."""

from __future__ import annotations

import asyncio

from bot.outage import Outage


async def never_well(_part: str) -> bool:
    return False


async def test_an_answer_ends_the_outage_before_the_next_look() -> None:
    changes: list[str] = []
    outage = Outage(never_well, lambda: changes.append("changed"), first=3600, longest=3600)
    outage.begin("rasa")
    assert outage.is_on
    outage.seen("rasa")
    await asyncio.wait_for(outage.end(), 1)
    assert changes == ["changed", "changed"]
    await outage.close()


async def test_what_else_is_gone_keeps_it_on() -> None:
    outage = Outage(never_well, lambda: None, first=3600, longest=3600)
    outage.begin("rasa")
    outage.begin("actions")
    outage.seen("rasa")
    assert outage.is_on
    await outage.close()

"""An organisation's group with topics: one topic a case, and only the holder's words go to the citizen."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Desk, Office
from tests.telegram.bot_api import BotApi
from tests.telegram.cases import link_code, mediator, with_case
from tests.telegram.people import Person

Team = tuple[int, Person, Person, Desk]
groups = itertools.count(-1_001_000_000_001, -1)


@pytest.fixture
def team(office: Office, telegram: BotApi, rasa: RasaDouble) -> Iterator[Team]:
    """A linked group with two mediators in it."""
    group = next(groups)
    boss = Person(telegram, group=group)
    boss.says(f"/linkgroup {link_code(office.member('lead'))}")
    boss.sees("调解中心的案件以后都在这个群里")
    (wang, desk), (li, _desk) = mediator(office, telegram, "王调解"), mediator(office, telegram, "李调解")
    yield group, wang.of_group(group), li.of_group(group), desk
    boss.api.arrive({"my_chat_member": boss._membership("member", "left")})
    for person in (wang, li):
        person.says("/unlink")
        person.sees("断开了")


def topic(telegram: BotApi, group: int, number: str) -> int:
    """Wait for the topic of a case."""

    def find() -> int | None:
        named = [thread for (chat, thread), one in telegram.topics.items() if chat == group and number in one["name"]]
        return named[0] if named else None

    return int(telegram.wait(find))


def writes(person: Person, thread: int, text: str, **fields: Any) -> None:
    """Write in a topic."""
    person.says(text, message_thread_id=thread, is_topic_message=True, **fields)


def test_a_case_becomes_a_topic_and_is_worked_on_there(
    team: Team, citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    group, wang, li, _desk = team
    number, _code = with_case(citizen, rasa)
    thread = topic(telegram, group, number)
    assert telegram.topics[group, thread]["name"].startswith(f"🟡 {number} 租房")
    offered = wang.sees(number, thread=thread)["text"]
    assert "李四" not in offered
    writes(wang, thread, "您好")
    wang.sees("还没有人认领这个案件", thread=thread)
    wang.presses("✋ 认领")
    wang.sees("联系方式：微信 zhangsan", thread=thread)
    telegram.wait(lambda: telegram.topics[group, thread]["name"].startswith(f"🟢 {number}"))
    assert "王调解" in telegram.topics[group, thread]["name"]

    writes(wang, thread, "我是王调解")
    citizen.sees("我是王调解")
    citizen.says("太好了")
    wang.sees("太好了", thread=thread)
    writes(li, thread, "要我帮忙吗")
    li.sees("只有王调解写的话会发给市民", thread=thread)
    writes(wang, thread, "/note 收到")
    wang.sees(f"备注记在 {number} 里了", thread=thread)
    writes(wang, thread, "/close")
    wang.presses("没有谈成")
    writes(wang, thread, "对方不同意")
    wang.sees(f"案件 {number} 结案了", thread=thread)

    citizen.sees(f"案件 {number} 结案：这次没有谈成")
    telegram.wait(lambda: not telegram.topics[group, thread]["is_open"])
    assert telegram.topics[group, thread]["name"].startswith("✅")
    assert not any("要我帮忙吗" in text or "收到" in text or text == "您好" for text in citizen.texts())
    assert not any(number in text for text in telegram.texts(wang.user))


def test_only_linked_members_can_claim_or_speak(
    team: Team, citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    group, wang, _li, _desk = team
    number, _code = with_case(citizen, rasa)
    thread = topic(telegram, group, number)
    wang.sees(number, thread=thread)
    stranger = Person(telegram, group=group)
    press = stranger.presses("✋ 认领")
    assert "还没有连上工作账号" in (stranger.alert(press) or "")
    writes(stranger, thread, "我来插一句")
    stranger.sees("还没有连上工作账号，这句话没有发给市民", thread=thread)
    writes(stranger, thread, "再插一句")
    wang.presses("✋ 认领")
    wang.sees("联系方式：微信 zhangsan", thread=thread)
    writes(wang, thread, "轮到我了")
    citizen.sees("轮到我了")

    assert not any("插一句" in text for text in citizen.texts())
    assert sum("还没有连上" in text for text in stranger.texts(thread)) == 1


def test_a_released_case_is_offered_again_and_a_deleted_topic_comes_back(
    team: Team, citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    group, wang, li, _desk = team
    number, _code = with_case(citizen, rasa)
    thread = topic(telegram, group, number)
    wang.presses("✋ 认领")
    wang.sees("归您了", thread=thread)
    writes(wang, thread, "/release 请假")
    wang.sees(f"案件 {number} 退回了队列", thread=thread)
    telegram.wait(lambda: telegram.topics[group, thread]["name"].startswith("🟡"))
    li.presses("✋ 认领")
    li.sees("归您了", times=2, thread=thread)

    del telegram.topics[group, thread]
    citizen.says("还在吗")
    telegram.wait(lambda: any(thread != other for chat, other in telegram.topics if chat == group))
    again = topic(telegram, group, number)
    li.sees("联系方式：微信 zhangsan", thread=again)


def test_a_group_without_topics_is_told_what_to_do(office: Office, telegram: BotApi, rasa: RasaDouble) -> None:
    boss = Person(telegram, group=next(groups))
    code = link_code(office.member("lead"))
    plain = {"id": boss.chat, "type": "supergroup", "title": "普通群"}
    boss.says(f"/linkgroup {code}", chat=plain)
    boss.sees("打开“话题”")
    boss.says(f"/linkgroup {code}")
    boss.sees("以后都在这个群里")
    boss.api.arrive({"my_chat_member": boss._membership("member", "left")})


def test_a_mediator_cannot_link_a_group(office: Office, telegram: BotApi, rasa: RasaDouble) -> None:
    person = Person(telegram, group=next(groups))
    person.says(f"/linkgroup {link_code(office.member('mediator'))}")
    person.sees("只有负责人的连接码能连群")
    person.says("/linkgroup ABCDEFGHJK")

    person.sees("连接码不对")


def test_a_bot_that_may_not_make_topics_says_so_once(
    office: Office, telegram: BotApi, citizen: Person, rasa: RasaDouble
) -> None:
    group = next(groups)
    telegram.fail("createForumTopic", times=99, chat=group, status=400,
                  description="Bad Request: not enough rights to create a topic")  # fmt: skip
    boss = Person(telegram, group=group)
    boss.says(f"/linkgroup {link_code(office.member('lead'))}")
    boss.sees("以后都在这个群里")
    with_case(citizen, rasa)
    boss.sees("我建不了话题")
    with_case(Person(telegram), rasa)
    time.sleep(0.5)

    assert sum("我建不了话题" in text for text in boss.texts()) == 1
    boss.api.arrive({"my_chat_member": boss._membership("member", "left")})


def test_any_other_group_is_refused_politely_and_once(telegram: BotApi, gateway: str, rasa: RasaDouble) -> None:
    person = Person(telegram, group=next(groups))
    person.api.arrive({"my_chat_member": person._membership("left", "member")})
    person.sees("我不在群里说话")
    person.says("@jiefen_test_bot 房东不退押金")
    person.says("/human")
    person.says("房东不退押金")
    neighbour = Person(telegram)
    neighbour.says("好")
    neighbour.sees("答：好")

    assert len(person.texts()) == 1
    assert rasa.messages() == ["好"]


def test_channel_posts_are_not_even_asked_for(telegram: BotApi, gateway: str) -> None:
    telegram.wait(lambda: telegram.called("getUpdates"))

    assert "channel_post" not in telegram.called("getUpdates")[-1]["allowed_updates"]


def test_a_group_that_gets_another_id_goes_on_there(
    team: Team, citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    group, wang, _li, _desk = team
    number, _code = with_case(citizen, rasa)
    thread = topic(telegram, group, number)
    after = next(groups)
    telegram.topics[after, thread] = telegram.topics[group, thread]
    telegram.fail("sendMessage", chat=group, times=99, status=400, description="Bad Request: group chat was upgraded",
                  parameters={"migrate_to_chat_id": after})  # fmt: skip
    other = Person(telegram)
    second, _code = with_case(other, rasa)
    topic(telegram, after, second)
    there = Person(telegram, user=wang.user, group=after)
    there.presses("✋ 认领")
    there.sees("联系方式：微信 zhangsan")
    there.api.arrive({"my_chat_member": there._membership("member", "left")})


def test_a_bot_that_is_thrown_out_brings_cases_to_the_members_again(
    team: Team, citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    group, wang, _li, _desk = team
    number, _code = with_case(citizen, rasa)
    thread = topic(telegram, group, number)
    wang.sees(number, thread=thread)
    wang.presses("✋ 认领")
    wang.sees("联系方式：微信 zhangsan", thread=thread)
    writes(wang, thread, "您好")
    citizen.sees("您好")
    telegram.blocked.add(group)
    citizen.says("还在吗")

    alone = Person(telegram, user=wang.user)
    alone.sees("联系方式：微信 zhangsan")
    alone.says("在的")
    citizen.sees("在的")

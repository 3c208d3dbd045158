"""The rules of danger have their hotlines, in both languages, or the gateway does not start."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.emergency import NUMBERS, Emergency, HotlinesError, hotlines_load
from bot.settings import ROOT

FILE = ROOT / "data" / "hotlines.yml"


def test_every_kind_of_danger_that_the_rules_know_has_its_numbers() -> None:
    rules = yaml.safe_load((ROOT / "data" / "safety.yml").read_text(encoding="utf-8"))["signals"]
    assert {rule["sub_kind"] for rule in rules} == set(NUMBERS)


@pytest.mark.parametrize(
    ("text", "number"),
    [("我不想活了", "120"), ("老公正在打我", "110"), ("有人说要弄死我", "110"), ("我刚转账给骗子，怎么办", "96110")],
)
def test_danger_names_whom_to_call_first(text: str, number: str) -> None:
    reply = Emergency(hotlines_load(FILE)).reply(text, "en")
    assert reply is not None and reply.urgent
    assert reply.contacts[0].number == number


def test_a_plain_question_is_no_emergency() -> None:
    assert Emergency(hotlines_load(FILE)).reply("房东不退押金怎么办", "zh") is None


def test_a_file_that_cannot_help_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "hotlines.yml"
    with pytest.raises(HotlinesError, match=r"hotlines\.yml"):
        hotlines_load(path)
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump([entry for entry in entries if entry["number"] != "110"]), encoding="utf-8")
    with pytest.raises(HotlinesError, match="lacks 110"):
        hotlines_load(path)
    del entries[0]["name"]["en"]
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    with pytest.raises(HotlinesError, match="en"):
        hotlines_load(path)

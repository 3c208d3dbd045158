"""data/approval.yml: what it may say, and what stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cases.approval_rules import ApprovalError, approval_load

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for topic, card in (("housing", "rent-deposit"), ("safety", "domestic-violence")):
        (tmp_path / "guidance" / topic).mkdir(parents=True)
        (tmp_path / "guidance" / topic / f"{card}.md").touch()
    return tmp_path


def written(data: Path, text: str) -> Path:
    (data / "approval.yml").write_text(text, encoding="utf-8")
    return data


def test_nothing_is_on_trial_as_shipped() -> None:
    rules = approval_load(DATA)
    assert len(rules.topic_of) > 100
    assert not any(map(rules.nods_needed, rules.topic_of))


def test_cards_and_topics_are_read(data: Path) -> None:
    rules = approval_load(written(data, "{wait_minutes: 5, cards: {rent-deposit: 3}, topics: {housing: 1}}"))
    assert rules.nods_needed("rent-deposit") == 3
    assert rules.nods_needed("something-else") == 0
    assert rules.wait_minutes == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{wait_minutes: 5, cards: {rent-deposits: 3}, topics: {}}", "rent-deposits, which does not exist"),
        ("{wait_minutes: 5, cards: {}, topics: {houses: 3}}", "houses, which does not exist"),
        ("{wait_minutes: 5, cards: {rent-deposit: 0}, topics: {}}", "whole number"),
        ("{wait_minutes: 5, cards: {rent-deposit: true}, topics: {}}", "whole number"),
        ("{wait_minutes: 0, cards: {}, topics: {}}", "wait_minutes"),
        ("{wait_minutes: soon, cards: {}, topics: {}}", "wait_minutes"),
        ("{cards: {}, topics: {}}", "wait_minutes"),
        ("{wait_minutes: 5, cards: [rent-deposit], topics: {}}", "needs"),
        ("{wait_minutes: 5, cards: {}, topics: {safety: 2}}", "never held"),
        ("{wait_minutes: 5, cards: {domestic-violence: 2}, topics: {}}", "never held"),
        ("{wait_minutes: 5,", "cannot be read"),
    ],
)
def test_what_does_not_fit_stops_the_start(data: Path, text: str, words: str) -> None:
    with pytest.raises(ApprovalError, match=words):
        approval_load(written(data, text))


def test_a_missing_file_stops_the_start(data: Path) -> None:
    with pytest.raises(ApprovalError, match="cannot be read"):
        approval_load(data)

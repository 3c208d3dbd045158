"""What counts as worse than the model in service, and that it is told with the utterances."""

import pytest

from evaluation.acts_heard import Act, utterances
from evaluation.predecessor import reasons
from launch.settings import settings_load


def acts(*rows: tuple[str, str]) -> list[Act]:
    return [Act(line, f"utterance {line}", *row) for line, row in enumerate(rows, 1)]


GOOD = [("danger", "danger")] * 50 + [("fraud", "fraud")] * 50 + [("greet", "greet")] * 100


def test_the_same_is_not_worse():
    assert reasons(acts(*GOOD), acts(*GOOD)) == []


@pytest.mark.parametrize("name", ["danger", "fraud"])
def test_one_missed_danger_is_worse_and_is_named(name):
    place = GOOD.index((name, name))
    rows = [*GOOD]
    rows[place] = (name, "greet")
    told = reasons(acts(*rows), acts(*GOOD))
    assert told[0] == f"{name}: recall 98.0%, was 100.0%. Missed now:"
    assert f"utterances.yml:{place + 1}: utterance {place + 1} ({name}, heard as greet)" in told[1]
    assert reasons(acts(*GOOD), acts(*rows)) == []  # and the other way round it is better


def test_a_missed_greeting_is_not_worse_and_many_are():
    few, many = [*GOOD], [*GOOD]
    few[-1:] = [("greet", "thanks")]
    many[-10:] = [("greet", "thanks")] * 10
    assert reasons(acts(*few), acts(*GOOD)) == []
    told = reasons(acts(*many), acts(*GOOD))
    assert told[0].startswith("all intents: macro-F1 98.2%, was 100.0%")
    assert told[-1] == "  and 2 more"


def test_the_place_of_an_utterance_is_its_line():
    root = settings_load().root
    lines = (root / "tests/heldout/utterances.yml").read_text(encoding="utf-8").splitlines()
    found = utterances(root)
    assert len(found) > 600
    assert all(text in lines[line - 1].replace('\\"', '"') for line, text, _ in found)

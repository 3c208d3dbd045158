"""Follow-up aspects, places in a list and languages, wherever they stand."""

import pytest
import yaml

from understanding.normalise import normalise
from understanding.phrases import PHRASES, phrases_in


@pytest.mark.parametrize(
    "text, entity, value",
    [
        ("那要多久", "aspect", "duration"),
        ("要帶什麼材料", "aspect", "papers"),
        ("几钿", "aspect", "cost"),
        ("how much does it cost", "aspect", "cost"),
        ("最晚什么时候", "aspect", "deadline"),
        ("對方不履行呢", "aspect", "failure"),
        ("我選第二個", "ordinal", "2"),
        ("选2吧", "ordinal", "2"),
        ("2", "ordinal", "2"),
        ("最后一个", "ordinal", "last"),
        ("option two", "ordinal", "2"),
        ("能用英語嗎", "language_wanted", "en"),
        ("请说中文", "language_wanted", "zh"),
    ],
)
def test_value(text, entity, value):
    assert (entity, value) in {(meant.entity, meant.value) for meant in phrases_in(text)}


@pytest.mark.parametrize("text", ["coffee", "call someone by phone", "12", "2026年", "我一定要回来"])
def test_part_of_a_word_means_nothing(text):
    assert phrases_in(text) == []


def test_place_is_that_of_the_typed_text():
    (meant,) = phrases_in("那　要\u200b多 久呢")
    assert "那　要\u200b多 久呢"[meant.start : meant.end] == "多 久"


def test_phrases_are_written_normalised_and_mean_one_thing():
    for entity, values in yaml.safe_load(PHRASES.read_text(encoding="utf-8")).items():
        phrases = [phrase for entry in values.values() for phrase in entry["phrases"] + entry.get("alone", [])]
        assert len(phrases) == len(set(phrases)), entity
        assert [phrase for phrase in phrases if normalise(phrase).lower() != phrase] == []

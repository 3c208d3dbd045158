"""The understanding's tables count what they say they count."""

import pytest

from evaluation.acts_tables import Heard, by_register, misheard, summary
from evaluation.outside import is_answered


def heard(intent, as_what, **more):
    return Heard("话", intent, as_what, 0.9, **more)


def test_the_two_sets_are_told_apart_and_together():
    some = [
        heard("danger", "danger"),
        heard("fraud", "fraud"),
        heard("out_of_scope", "ask_guidance"),
        heard("danger", "fraud", part=2),
        heard("fraud", "fraud", part=2),
        heard("out_of_scope", "small_talk", part=2),
    ]
    rows = {row[0]: row[1:] for row in summary(some, some, "test", 12.3).rows}
    first, second, both = (slice(start, start + 2) for start in (0, 2, 4))
    assert (rows["danger: recall"][first], rows["danger: recall"][second]) == ([1.0, 1.0], [0.0, 0.0])
    assert rows["danger: recall"][both] == [0.5, 0.5]
    assert rows["fraud: precision"][second] == [0.5, 0.5]
    assert rows["out of scope, heard as if it were ours"] == [1.0, 1.0, 0.0, 0.0, 0.5, 0.5]


def test_registers_and_misheard():
    some = [heard("greet", "greet", register="terse"), heard("greet", "thanks", register="terse")]
    some.append(heard("stop", "stop"))
    assert by_register(some, some).rows == [["plain", 1, 1.0, 1.0], ["terse", 2, 0.5, 0.5]]
    assert [row[:2] for row in misheard(some).rows] == [["greet", "thanks"]]


@pytest.mark.parametrize(
    ("act", "text", "is_sure", "answered"),
    [
        ("ask_guidance", "明天下雨吗", True, True),
        ("ask_guidance", "明天下雨吗", False, False),
        ("ask_followup", "那要多久", True, False),  # asks which matter is meant
        ("danger", "怎么打死boss", False, True),
        ("find_channel", "去哪里", False, True),
        ("out_of_scope", "明天下雨吗", True, False),
        ("nlu_fallback", "明天下雨吗", True, False),
    ],
)
def test_what_is_answered_end_to_end(act, text, is_sure, answered):
    assert is_answered(act, text, is_sure) is answered

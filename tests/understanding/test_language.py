"""The reply's language follows the message's."""

import pytest

from understanding.language import language_of


@pytest.mark.parametrize(
    "text, language",
    [
        ("老板拖欠工资", "zh"),
        ("老闆拖欠工資", "zh"),
        ("My boss has not paid me", "en"),
        ("hello", "en"),
        ("我的deposit被landlord扣了", "zh"),
        ("please help, my landlord 房东 will not return the deposit", "en"),
        ("ok", None),
        ("OK 👍", None),
        ("13800000000", None),
        ("😭😭", None),
        ("？？！", None),
        ("", None),
        ("vip", None),
        ("https://example.org/some/long/page", None),
        ("ありがとう", None),
    ],
)
def test_language(text, language):
    assert language_of(text) == language

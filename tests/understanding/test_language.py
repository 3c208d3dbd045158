"""The reply's language follows the message's."""

import pytest

from understanding.language import is_scribble, language_of


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
        ("asdfgh", None),
        ("qwerty", None),
        ("lkjasd fjdksla", None),
        ("my case", "en"),
        ("房东 asdfgh", "zh"),
    ],
)
def test_language(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["asdfgh", "ASDFGH!!", "qwerty", "lkjasd", "fjdksla", "ghjk", "aaaaaa", "wefwef", "sdfs sdfsdf"]
)
def test_random_letters_are_no_words(text):
    assert is_scribble(text)


@pytest.mark.parametrize(
    "text",
    [
        *("property", "liberty", "were", "retry", "divorce", "landlord", "strength", "wuyegongsi", "ok", "hi"),
        *("", "？？", "😭", "13800000000", "asdfgh 12", "你好asdfgh", "ありがとう"),
    ],
)
def test_words_numbers_and_signs_are_no_random_letters(text):
    assert not is_scribble(text)

"""One article, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.article_numbers import article_label, article_number, is_official, official_article


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("第二十七条", "第二十七条"),
        ("第27条", "第二十七条"),
        ("27", "第二十七条"),
        (" 二十七 ", "第二十七条"),
        ("第一百二十条之一", "第一百二十条之一"),
        ("120之1", "第一百二十条之一"),
        ("10", "第十条"),
        ("1260", "第一千二百六十条"),
        ("105", "第一百零五条"),
        ("1005", "第一千零五条"),
        ("210", "第二百一十条"),
    ],
)
def test_every_spelling_means_the_same_article(written, official):
    assert official_article(written) == official
    assert is_official(official)


@pytest.mark.parametrize("text", ["", "第条", "abc", "0", "第零条", "27条款", "第二十七条第一款", "99999", "-1", "②"])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match="article"):
        article_number(text)


@pytest.mark.parametrize("text", ["27", "第27条", "第二十七", "第一十条"])
def test_only_the_laws_own_spelling_is_official(text):
    assert not is_official(text)


@given(st.integers(1, 9999), st.integers(0, 20))
def test_label_and_number_are_inverse(number, insertion):
    assert article_number(article_label(number, insertion)) == (number, insertion)

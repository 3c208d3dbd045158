"""Sentences that mean the same come together, with the real embedder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from actions.groups import AT_ONCE, Groups
from actions.knowledge import ROOT
from actions.search.embedder import Embedder


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder.load("models/embedder", ROOT)


def test_the_largest_group_comes_first_and_begins_with_what_is_typical(embedder: Embedder) -> None:
    texts = ["明天会下雨吗", "狗把我咬了谁赔", "被邻居家的狗咬了，谁来赔", "狗咬伤了我，找谁赔", "怎么注册商标"]
    groups = Groups().group(texts, embedder.questions)
    assert sorted(place for group in groups for place in group) == list(range(len(texts)))
    assert sorted(groups[0]) == [1, 2, 3]
    assert [4] in groups


def test_vectors_are_made_once_and_a_few_at_a_time(embedder: Embedder) -> None:
    asked: list[int] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.append(len(texts))
        return embedder.questions(texts)

    groups = Groups()
    texts: Sequence[str] = [f"第{number}句话" for number in range(AT_ONCE + 3)]
    first = groups.group(texts, encode)
    assert asked == [AT_ONCE, 3]
    assert groups.group(texts, encode) == first and len(asked) == 2


@pytest.mark.parametrize(("texts", "groups"), [([], []), (["一句"], [[0]])])
def test_nothing_and_one_sentence_need_no_model(texts: list[str], groups: list[list[int]]) -> None:
    def encode(_: list[str]) -> np.ndarray:
        raise AssertionError

    assert Groups().group(texts, encode) == groups


def test_the_same_sentence_twice_and_an_empty_one(embedder: Embedder) -> None:
    groups = Groups().group(["押金不退", "押金不退", ""], embedder.questions)
    assert [0, 1] in groups and [2] in groups

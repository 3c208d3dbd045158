"""Every kind of dispute is counted under one of the eighteen categories."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cases.catalogue import catalogue_load
from bot.cases.categories import CategoriesError, categories_load
from tests.papers.filled_case import DATA

CATEGORIES = categories_load(DATA / "categories.yml")


def test_there_are_eighteen_in_their_order() -> None:
    assert [category.number for category in CATEGORIES.all] == list(range(1, 19))
    assert CATEGORIES.all[0].zh == "婚姻家庭纠纷"
    assert CATEGORIES.all[-1].id == "other"


def test_every_kind_of_dispute_that_can_be_told_is_counted() -> None:
    assert set(catalogue_load(DATA).kinds) == set(CATEGORIES.by_kind)


def test_an_unknown_kind_counts_as_other() -> None:
    assert CATEGORIES.of("divorce").id == "family"
    assert CATEGORIES.of("something-new").id == "other"


def test_a_kind_that_is_counted_twice_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "categories.yml"
    path.write_text("- {id: other, zh: 其他, en: Other, kinds: [a]}\n- {id: b, zh: 乙, en: B, kinds: [a]}\n", "utf-8")
    with pytest.raises(CategoriesError, match="twice"):
        categories_load(path)

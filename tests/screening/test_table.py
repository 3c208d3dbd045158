"""The screening's decision table over its whole answer space, and its ways of being wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.screening import Outcome, Question, Result, Screening, ScreeningError

TABLE = Path(__file__).resolve().parents[2] / "data" / "screening.yml"
SCREENING = Screening.load(TABLE)
PATHS = list(SCREENING.paths())


def walk(**answers: str) -> Result:
    step = SCREENING.next(answers)
    assert isinstance(step, Result), step
    return step


def test_every_path_ends_in_one_row_and_every_row_is_reached() -> None:
    assert {result.row.id for result in PATHS} == {row.id for row in SCREENING.rows}
    assert len({tuple(result.answers.items()) for result in PATHS}) == len(PATHS)


def test_no_path_asks_more_than_five_questions() -> None:
    assert max(len(result.answers) for result in PATHS) <= 5


@pytest.mark.parametrize("matter", ["violence", "samaritan", "martyr", "acquitted"])
def test_article_32_never_asks_for_income(matter: str) -> None:
    result = walk(role="civil", lawyer="without", matter=matter)
    assert result.row.outcome is Outcome.LIKELY
    assert ("中华人民共和国法律援助法", "第三十二条") in {(c.law, c.article) for c in result.row.citations}


def test_a_migrant_worker_claiming_wages_is_not_asked_for_income() -> None:
    assert walk(role="civil", lawyer="without", matter="migrant").row.id == "civil-migrant"


def test_somebody_a_little_above_an_old_standard_is_not_told_no() -> None:
    for matter in ("wages", "traffic", "labour_contract", "retrial"):
        result = walk(role="civil", lawyer="without", matter=matter, group="none", income="slightly_above")
        assert result.row.outcome is Outcome.CANNOT_SAY


def test_a_suspect_under_eighteen_need_not_apply() -> None:
    assert walk(role="suspect", lawyer="without", suspect_is="minor").row.outcome is Outcome.LIKELY


def test_the_question_about_income_is_asked_only_when_it_matters() -> None:
    step = SCREENING.next({"role": "civil", "lawyer": "without", "matter": "wages", "group": "relief"})
    assert isinstance(step, Result)


def test_the_shown_income_is_the_configured_one() -> None:
    amount = f"{SCREENING.threshold.yuan}"
    assert amount in SCREENING.questions["income"].ask.zh
    assert f"{SCREENING.threshold.yuan:,}" in SCREENING.questions["income"].ask.en


@given(st.dictionaries(st.sampled_from([*SCREENING.questions, "nonsense"]), st.text(max_size=8)))
def test_answers_that_are_none_are_ignored(answers: dict[str, str]) -> None:
    assert isinstance(SCREENING.next(answers), Question | Result)


@given(st.sampled_from(PATHS), st.data())
def test_the_order_of_answers_does_not_matter(path: Result, data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(path.answers.items()))))
    step = SCREENING.next(shuffled)
    assert isinstance(step, Result)
    assert step.row == path.row


def broken(tmp_path: Path, change: str) -> Path:
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    if change == "gap":
        table["rows"] = [row for row in table["rows"] if row["id"] != "civil-migrant"]
    elif change == "overlap":
        table["rows"].append({**table["rows"][0], "id": "twin"})
    else:
        table["rows"][0]["when"] = {"lawyer": ["maybe"]}
    path = tmp_path / "screening.yml"
    path.write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "says"),
    [("gap", "must be one row"), ("overlap", "must be one row"), ("unknown answer", "has no answer")],
)
def test_a_table_with_a_hole_or_a_contradiction_is_refused(tmp_path: Path, change: str, says: str) -> None:
    with pytest.raises(ScreeningError, match=says):
        Screening.load(broken(tmp_path, change))

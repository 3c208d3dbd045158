"""The figures are counted as they are described, and the held-out questions are sound."""

import json
from datetime import UTC, date, datetime

import pytest

from actions.knowledge import ROOT, Knowledge
from actions.search.confidence import Features
from actions.search.parameters import ConfidenceParameters, FeatureWeights, read_parameters
from evaluation.calibration import MOST_WRONG, at_line, calibration_table, fit
from evaluation.questions import Question, QuestionsError, held_out, left_out
from evaluation.ranked import Ranked
from evaluation.report import Section, Table, markdown, write_report

ON = date(2026, 11, 24)
# Confidence equals the logistic function of the score.
PLAIN = ConfidenceParameters(
    fitted=ON,
    fitted_on="nothing",
    weights=FeatureWeights(score=1, margin=0, length=0, english=0),
    intercept=0,
    line=0.5,
    wrong_at_line=0,
    answered_at_line=0,
)


def ranked(score, *, right=True, outside=False):
    question = Question("q", () if outside else ("a",), "zh", "test")
    found = ("a", "b", "c") if right else ("b", "a", "c")
    return Ranked(question, found, found, found, Features(score, 0.0, 0.0, 0.0))


def test_shares_at_the_line_are_what_they_are_called():
    some = [ranked(2), ranked(2, right=False), ranked(-2), ranked(2, outside=True), ranked(-2, outside=True)]
    at = at_line(some, PLAIN, 0.5)
    assert at.answered == pytest.approx(2 / 3)  # of three with a card, two are answered
    assert at.wrong == pytest.approx(2 / 3)  # of three answers, one is another card and one is outside
    assert at.outside == pytest.approx(1 / 2)


def test_nothing_answered_is_nothing_wrong():
    at = at_line([ranked(-9)], PLAIN, 0.5)
    assert (at.answered, at.wrong, at.outside) == (0, 0, 0)


def test_a_question_with_two_fair_cards_is_right_with_either():
    both = Question("q", ("x", "a"), "zh", "test")
    assert Ranked(both, ("a",), ("a",), ("a",), Features(1, 0, 0, 0)).is_right


def test_a_fit_tells_right_from_wrong_and_keeps_its_promise():
    some = [ranked(1 + i / 100) for i in range(100)] + [ranked(-i / 100, right=False) for i in range(100)]
    fitted = fit(some, ON, "made-up questions")
    assert fitted.weights.score > 0
    assert fitted.wrong_at_line <= MOST_WRONG
    assert fitted.answered_at_line > 0.4
    assert at_line(some, fitted, fitted.line).wrong == pytest.approx(fitted.wrong_at_line, abs=1e-3)


def test_the_calibration_table_counts_every_question_once():
    table = calibration_table([ranked(-5), ranked(0), ranked(9), ranked(99)], PLAIN)
    assert sum(row[1] for row in table.rows) == 4


def test_the_committed_parameters_say_how_they_were_made():
    parameters = read_parameters(ROOT).confidence
    assert parameters.wrong_at_line <= MOST_WRONG
    assert "calibration part" in parameters.fitted_on


def test_the_held_out_questions_are_sound_and_reach_every_card():
    cards = list(Knowledge.load().cards.values())
    questions = held_out(ROOT, cards)
    assert {question.split for question in questions} == {"calibration", "test"}
    assert any(not question.cards for question in questions)
    asked = {card for question in questions for card in question.cards}
    assert not {card.id for card in cards} - asked


def test_a_question_for_a_card_that_is_gone_is_named(tmp_path):
    folder = tmp_path / "tests" / "heldout"
    folder.mkdir(parents=True)
    (folder / "guidance.yml").write_text("- {question: 问, card: gone, language: zh, split: test}\n")
    with pytest.raises(QuestionsError, match=r"guidance\.yml: 1: there is no card 'gone'"):
        held_out(tmp_path, [])
    (folder / "guidance.yml").write_text("- {question: 问, card: null, language: zh, split: tset}\n")
    with pytest.raises(QuestionsError, match="split"):
        held_out(tmp_path, [])


def test_left_out_questions_are_the_same_on_every_run():
    cards = list(Knowledge.load().cards.values())
    assert left_out(cards, 50) == left_out(cards, 50)
    assert len(left_out(cards, 50)) == 50


def test_a_report_is_kept_for_people_and_machines(tmp_path):
    section = Section("Search", [Table("Recall", ("method", "@1"), [("混合", 0.5), ("n", 3)], "On two.")], {"a": 1})
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    path = write_report([section], tmp_path / "reports", at)
    assert "| 混合   | 50.0% |" in path.read_text()
    assert path.read_text() == markdown([section], at)
    assert json.loads(path.with_suffix(".json").read_text())["sections"][0]["figures"] == {"a": 1}

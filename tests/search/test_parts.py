"""The pure parts of ranking, on numbers small enough to check by hand."""

import math

import numpy as np
import pytest

from actions.search.confidence import Features, confidence, features_of
from actions.search.follow_up import is_thin
from actions.search.lexical import Lexicon, tokens
from actions.search.parameters import ParametersError, read_parameters
from actions.search.ranking import Scores
from actions.search.space import CardSpace


def test_tokens_are_words_and_pairs_of_characters():
    found = tokens("老板拖欠工资 Deposit isn't 27")
    assert {"拖欠", "工资", "板拖", "欠工", "deposit", "isn't", "27"} <= set(found)


def test_words_find_the_document_that_has_them():
    lexicon = Lexicon(["房东不退押金", "老板拖欠工资", "landlord keeps the deposit"])
    assert lexicon.scores("押金怎么要回来").argmax() == 0
    assert lexicon.scores("Deposit").argmax() == 2
    assert not lexicon.scores("天气").any()
    assert not lexicon.scores("").any()


def test_the_space_divides_out_what_varies_within_cards():
    # The first axis is loud but tells nothing of the card; the second is quiet and tells all.
    rows = np.array([[5, 1], [-5, 1], [4, 1], [5, -1], [-5, -1], [-4, -1]], float)
    space = CardSpace(rows, np.array([0, 0, 0, 1, 1, 1]), ["zh"] * 6, np.ones(6), shrinkage=0.1)
    assert space.similarities(np.array([4.5, 0.4]), "zh").argmax() == 0
    assert space.similarities(np.array([4.5, -0.4]), "zh").argmax() == 1


def test_one_card_with_one_text_is_enough():
    space = CardSpace(np.array([[1.0, 0.0]]), np.array([0]), ["en"], np.ones(1), shrinkage=0.5)
    assert np.isfinite(space.similarities(np.array([0.0, 1.0]), "zh")).all()


def scores(*fused, words=1, language="zh"):
    values = np.array(fused)
    return Scores(values, np.zeros(len(values)), values, words, language)


def test_features_look_only_at_cards_that_may_be_given():
    made = features_of(scores(0.9, 0.5, 0.2, words=3), np.array([1, 2]))
    assert made == Features(0.5, pytest.approx(0.3), pytest.approx(math.log(3)), 0.0)
    assert features_of(scores(0.9, language="en"), np.array([0])).english == 1.0
    assert features_of(scores(0.9, 0.5), np.array([1])).margin == 0.5


def test_confidence_rises_with_the_lead_and_stays_between_0_and_1():
    from actions.knowledge import ROOT

    parameters = read_parameters(ROOT).confidence
    told = [confidence(Features(0.5, margin, 2.0, 0.0), parameters) for margin in (0.0, 0.1, 0.5, 1000.0)]
    assert told == sorted(told)
    assert 0 < told[0] < 0.5 < told[2] < told[3] <= 1


def test_mixing_takes_a_share_of_each():
    mixed = scores(0.0, 1.0).mixed(scores(1.0, 0.0), 0.7)
    assert mixed.fused.tolist() == pytest.approx([0.7, 0.3])


@pytest.mark.parametrize(
    "question",
    [
        "那要多久",
        "要花多少钱?",
        "网上能办吗",
        "how much does it cost?",
        "what if they refuse",
        "And then?",
        "要带什么材料",
    ],
)
def test_a_question_without_a_topic_is_thin(question):
    assert is_thin(question)


@pytest.mark.parametrize("question", ["离婚要多久", "房东不退押金", "借钱不还怎么办", "my landlord refuses", "工资"])
def test_a_question_with_a_topic_is_not(question):
    assert not is_thin(question)


def test_parameters_that_cannot_be_used_are_named(tmp_path):
    with pytest.raises(ParametersError, match=r"data/search\.yml: No such file"):
        read_parameters(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "search.yml").write_text("ranking: {lexical_weight: -1}\n")
    with pytest.raises(ParametersError, match=r"ranking\.lexical_weight"):
        read_parameters(tmp_path)

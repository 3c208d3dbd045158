"""Questions of citizens, over the project's own cards."""

import time
from datetime import date

import pytest

from actions.knowledge import ROOT
from actions.search.results import Found, NothingFits, SearchUnavailable
from actions.search.service import Engine, GuidanceSearch

TODAY = date(2026, 11, 24)


def first(outcome):
    return (outcome.hits if isinstance(outcome, Found) else outcome.closest)[0].card_id


@pytest.mark.parametrize(
    ("question", "card"),
    [
        ("老板拖了我仨月工资一直不发", "wage-arrears"),
        ("老闆拖欠薪水三個月不給", "wage-arrears"),
        ("租房到期了房东扣着押金不肯退给我", "rent-deposit"),
        ("My landlord will not give my deposit back after I moved out", "rent-deposit"),
    ],
)
def test_a_plain_question_gets_its_card(search, cards, question, card):
    assert card in {one.id for one in cards}
    outcome = search.search(question, on=TODAY)
    assert isinstance(outcome, Found)
    assert outcome.hits[0].card_id == card
    assert 0.5 < outcome.confidence <= 1


def test_a_cards_own_question_finds_it_for_certain(search, cards):
    for card in cards[::25]:
        if card.applies_on(TODAY):
            for question in (card.questions[0], card.en.title):
                outcome = search.search(f"  {question}？", on=TODAY)
                assert isinstance(outcome, Found), question
                assert (outcome.hits[0].card_id, outcome.confidence) == (card.id, 1.0)


@pytest.mark.parametrize(
    "question",
    [
        "今天天气怎么样",
        "给我讲个笑话",
        "写一首关于春天的诗",
        "what is the weather today",
        "1+1等于几",
        "asdfghjkl",
        "？？？",
        "",
    ],
)
def test_what_is_no_business_of_ours_fits_nothing(search, question):
    outcome = search.search(question, on=TODAY)
    assert isinstance(outcome, NothingFits)
    assert len(outcome.closest) <= 3


def test_a_card_is_given_only_in_its_term(search, cards):
    timed = [card for card in cards if card.effective_from or card.effective_to]
    assert timed
    for card in timed:
        for day in (date(2026, 11, 24), date(2027, 1, 1), date(2035, 1, 1)):
            outcome = search.search(card.questions[0], on=day, limit=20)
            shown = {hit.card_id for hit in (outcome.hits if isinstance(outcome, Found) else outcome.closest)}
            assert (card.id in shown) == card.applies_on(day), (card.id, day)


@pytest.mark.parametrize(
    "question", ["那要多久", "要带什么材料", "网上能办吗", "how much does it cost?", "what documents do I need"]
)
def test_a_follow_up_is_about_the_last_card(search, question):
    outcome = search.search(question, "wage-arrears", on=TODAY)
    assert isinstance(outcome, Found)
    assert outcome.hits[0].card_id == "wage-arrears"


def test_a_new_topic_is_not_held_back_by_the_last_card(search):
    assert first(search.search("租房到期了房东扣着押金不肯退给我", "wage-arrears", on=TODAY)) == "rent-deposit"


def test_an_unknown_context_changes_nothing(search):
    asked = "公司拖欠工资"
    assert search.search(asked, "no-such-card", on=TODAY) == search.search(asked, on=TODAY)


def test_the_limit_is_kept(search):
    outcome = search.search("老板拖了我仨月工资一直不发", on=TODAY, limit=1)
    assert len(outcome.hits) == 1
    assert len(search.search("老板拖了我仨月工资一直不发", on=TODAY, limit=10).hits) == 10


def test_a_very_long_question_is_read_in_bounded_time(search):
    started = time.monotonic()
    search.search("工资" * 100_000, on=TODAY)
    assert time.monotonic() - started < 10


def test_search_is_unavailable_until_it_is_warm(cards):
    cold = GuidanceSearch.over(cards, "models/embedder")
    assert cold.unavailable == "starting"
    assert cold.search("工资", on=TODAY) == SearchUnavailable("starting")


def test_a_missing_model_makes_search_unavailable_with_its_reason(cards, tmp_path):
    broken = GuidanceSearch(lambda: Engine.load(cards, "models/gone", ROOT))
    broken.warm_up()
    assert isinstance(broken.search("工资", on=TODAY), SearchUnavailable)
    assert "there is no model at models/gone" in broken.search("工资", on=TODAY).reason


def test_without_cards_search_says_so():
    empty = GuidanceSearch.over([], "models/embedder")
    empty.warm_up()
    assert empty.search("工资", on=TODAY) == SearchUnavailable("there are no guidance cards")

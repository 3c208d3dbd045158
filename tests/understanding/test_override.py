"""When danger comes before what the classifier thought."""

from understanding.override import Limits, overridden

LIMITS = Limits(danger=0.3, fraud=0.4, least=0.25, trust=0.6)


def ranking(**confidence):
    return [
        {"name": name, "confidence": value} for name, value in sorted(confidence.items(), key=lambda item: -item[1])
    ]


def test_a_sure_sign_outweighs_the_classifier_and_keeps_the_rest():
    new, sub_kind = overridden("他打我", ranking(ask_guidance=0.95, danger=0.05), LIMITS)
    assert [one["name"] for one in new] == ["danger", "ask_guidance"]
    assert (new[0]["confidence"], sub_kind) == (1.0, "violence")


def test_a_hint_yields_to_a_sure_classifier_only():
    text = "诈骗多少钱可以立案"
    assert overridden(text, ranking(ask_guidance=0.8, fraud=0.2), LIMITS) == ([], None)
    new, sub_kind = overridden(text, ranking(ask_guidance=0.5, out_of_scope=0.3), LIMITS)
    assert (new[0]["name"], sub_kind) == ("fraud", "fraud")


def test_asking_about_fraud_comes_before_a_fraud_that_only_the_classifier_heard():
    unsure = ranking(fraud=0.6, ask_guidance=0.3)
    assert overridden("常见的电话套路", unsure, LIMITS)[0][0]["name"] == "ask_guidance"
    assert overridden("常见的电话套路", ranking(fraud=0.9, ask_guidance=0.1), LIMITS)[0] == []
    assert overridden("电话里一直催我", unsure, LIMITS)[0][0]["name"] == "fraud"
    # Danger stays, however it is put.
    assert overridden("常见的电话套路", ranking(danger=0.6, ask_guidance=0.3), LIMITS)[0] == []


def test_letters_at_random_are_nothing_of_ours():
    new, _ = overridden("asdfgh", ranking(danger=0.5, thanks=0.3), LIMITS)
    assert new[0] == {"name": "out_of_scope", "confidence": 1.0}


def test_an_unsure_message_of_danger_is_not_asked_back():
    asked_back = [{"name": "nlu_fallback", "confidence": 0.25}, *ranking(danger=0.27, ask_guidance=0.26)]
    new, sub_kind = overridden("门外一直有动静", asked_back, LIMITS)
    assert (new[0]["name"], sub_kind) == ("danger", None)


def test_second_place_needs_more_than_first():
    assert overridden("门外一直有动静", ranking(ask_guidance=0.5, danger=0.29), LIMITS)[0] == []
    assert overridden("门外一直有动静", ranking(ask_guidance=0.5, danger=0.3), LIMITS)[0][0]["name"] == "danger"
    assert overridden("门外一直有动静", ranking(ask_guidance=0.5, fraud=0.39), LIMITS)[0] == []


def test_the_past_is_not_the_present():
    assert overridden("小时候受过苦", ranking(danger=0.5, ask_guidance=0.4), LIMITS) == ([], None)


def test_no_ranking():
    assert overridden("你好", [], LIMITS) == ([], None)
    assert overridden("救命", [], LIMITS)[0][0]["name"] == "danger"

"""When danger or fraud comes before what the classifier thought likeliest."""

from typing import List, NamedTuple, Optional, Tuple, TypedDict

from understanding.safety import assess, is_only_a_question

SAFETY_INTENTS = ("danger", "fraud")
NOT_UNDERSTOOD = "nlu_fallback"


class Ranked(TypedDict):
    """An intent and its probability, as Rasa writes them."""

    name: str
    confidence: float


class Limits(NamedTuple):
    """Probabilities, chosen on the dev part of tests/heldout/utterances.yml.

    `danger`, `fraud`: either wins from here on although another intent is likelier. `least`: either wins from here on
    when it is the likeliest, however unsure the classifier is. `trust`: from here on another intent outweighs a rule's
    hint.
    """

    danger: float = 0.3
    fraud: float = 0.4
    least: float = 0.25
    trust: float = 0.6


def overridden(text: str, ranking: List[Ranked], limits: Limits) -> Tuple[List[Ranked], Optional[str]]:
    """Return the new ranking (empty: leave as it is) and the rule's sub-kind of danger, if a rule decided.

    `ranking` is [{name, confidence}], the likeliest first.
    """
    understood = [one for one in ranking if one["name"] != NOT_UNDERSTOOD]
    signal = assess(text)
    if signal and (signal.sure or not _sure_of_another(understood, limits.trust)):
        return _first(signal.kind, 1.0, ranking), signal.sub_kind
    likely = [one for place, one in enumerate(understood) if _likely(place, one, limits)]
    if likely and not is_only_a_question(text):
        return _first(likely[0]["name"], likely[0]["confidence"], ranking), None
    return [], None


def _sure_of_another(understood: List[Ranked], trust: float) -> bool:
    return bool(understood) and understood[0]["name"] not in SAFETY_INTENTS and understood[0]["confidence"] >= trust


def _likely(place: int, one: Ranked, limits: Limits) -> bool:
    lines = {"danger": limits.danger, "fraud": limits.fraud}
    return one["name"] in lines and one["confidence"] >= (limits.least if place == 0 else lines[one["name"]])


def _first(name: str, confidence: float, ranking: List[Ranked]) -> List[Ranked]:
    others = [one for one in ranking if one["name"] != name]
    return [Ranked(name=name, confidence=confidence), *others]

"""When something comes before what the classifier thought likeliest: danger, fraud, letters at random."""

from typing import List, NamedTuple, Optional, Tuple, TypedDict

from understanding.language import is_scribble
from understanding.safety import assess, is_only_a_question

SAFETY_INTENTS = ("danger", "fraud")
NOT_UNDERSTOOD = "nlu_fallback"
NOT_OURS = "out_of_scope"


class Ranked(TypedDict):
    """An intent and its probability, as Rasa writes them."""

    name: str
    confidence: float


class Limits(NamedTuple):
    """Probabilities, chosen on the dev part of tests/heldout/utterances.yml.

    `danger`, `fraud`: either wins from here on although another intent is likelier. `least`: either wins from here on
    when it is the likeliest, or when the message would be asked back. `trust`: from here on another intent outweighs a
    rule's hint. `question`: from here on asking comes before a fraud that is likelier, where the words only ask about
    the law.
    """

    danger: float = 0.27
    fraud: float = 0.4
    least: float = 0.25
    trust: float = 0.6
    question: float = 0.2


def overridden(text: str, ranking: List[Ranked], limits: Limits) -> Tuple[List[Ranked], Optional[str]]:
    """Return the new ranking (empty: leave as it is) and the rule's sub-kind of danger, if a rule decided.

    `ranking` is [{name, confidence}], the likeliest first.
    """
    if is_scribble(text):  # whatever letters at random look like; the action for what is not ours asks back
        return _first(NOT_OURS, 1.0, ranking), None
    understood = [one for one in ranking if one["name"] != NOT_UNDERSTOOD]
    signal = assess(text)
    if signal and (signal.sure or not _sure_of_another(understood, limits.trust)):
        return _first(signal.kind, 1.0, ranking), signal.sub_kind
    is_unsure = bool(ranking) and ranking[0]["name"] == NOT_UNDERSTOOD
    likely = [one for place, one in enumerate(understood) if _likely(place == 0 or is_unsure, one, limits)]
    if not likely:
        return [], None
    if not is_only_a_question(text):
        return _first(likely[0]["name"], likely[0]["confidence"], ranking), None
    return _question(understood, ranking, limits.question), None


def _question(understood: List[Ranked], ranking: List[Ranked], least: float) -> List[Ranked]:
    """Words about fraud that only ask about the law; of danger the likeliest stays, however it is put."""
    asked = [one for one in understood if one["name"] == "ask_guidance" and one["confidence"] >= least]
    if asked and understood[0]["name"] == "fraud":
        return _first("ask_guidance", asked[0]["confidence"], ranking)
    return []


def _sure_of_another(understood: List[Ranked], trust: float) -> bool:
    return bool(understood) and understood[0]["name"] not in SAFETY_INTENTS and understood[0]["confidence"] >= trust


def _likely(is_open: bool, one: Ranked, limits: Limits) -> bool:
    lines = {"danger": limits.danger, "fraud": limits.fraud}
    return one["name"] in lines and one["confidence"] >= (limits.least if is_open else lines[one["name"]])


def _first(name: str, confidence: float, ranking: List[Ranked]) -> List[Ranked]:
    others = [one for one in ranking if one["name"] != name]
    return [Ranked(name=name, confidence=confidence), *others]

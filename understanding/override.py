"""When danger or fraud comes before what the classifier thought likeliest."""
from typing import Dict, List, Optional, Tuple, Union

from understanding.safety import assess, is_only_a_question

Ranked = Dict[str, Union[str, float]]
SAFETY_INTENTS = ("danger", "fraud")


def overridden(text: str, ranking: List[Ranked], line: float) -> Tuple[List[Ranked], Optional[str]]:
    """Return the new ranking (empty: leave as it is) and the rule's sub-kind of danger, if a rule spoke.

    `ranking` is [{name, confidence}], the likeliest first. A rule outweighs the classifier; without one, danger
    or fraud at or above `line` wins, unless the text only asks about the law or tells of the past.
    """
    signal = assess(text)
    if signal:
        return _first(signal.kind, 1.0, ranking), signal.sub_kind
    likely = [one for one in ranking if one["name"] in SAFETY_INTENTS and one["confidence"] >= line]
    if likely and not is_only_a_question(text):
        return _first(likely[0]["name"], likely[0]["confidence"], ranking), None
    return [], None


def _first(name: str, confidence: float, ranking: List[Ranked]) -> List[Ranked]:
    others = [one for one in ranking if one["name"] != name]
    return [{"name": name, "confidence": confidence}] + others

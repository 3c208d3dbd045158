"""How likely the best card is the right one, as measured on questions whose right card is known."""

import math
from dataclasses import astuple, dataclass

import numpy as np

from actions.search.parameters import ConfidenceParameters
from actions.search.ranking import Scores


@dataclass(frozen=True)
class Features:
    """What the confidence is computed from.

    ``score`` is the best card's, ``margin`` its lead over the second, ``length`` the logarithm of the number of
    different tokens asked: of a short question less is known; English counts fewer tokens than Chinese does for the
    same, which ``english`` (1 or 0) evens out. Other features were tried and added nothing at the line.
    """

    score: float
    margin: float
    length: float
    english: float


def features_of(scores: Scores, allowed: np.ndarray) -> Features:
    """The features of the best of the cards ``allowed`` (positions, at least one)."""
    ranked = np.sort(scores.fused[allowed])[::-1]
    second = ranked[1] if len(ranked) > 1 else 0.0
    length = math.log(max(scores.words, 1))
    return Features(float(ranked[0]), float(ranked[0] - second), length, float(scores.language == "en"))


def confidence(features: Features, parameters: ConfidenceParameters) -> float:
    """The probability that the best card is the right one."""
    weights = parameters.weights
    weighed = (weights.score, weights.margin, weights.length, weights.english)
    logit = parameters.intercept + sum(w * x for w, x in zip(weighed, astuple(features), strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

"""How likely the best card is the right one, as measured on questions whose right card is known."""

import math
from dataclasses import astuple, dataclass

import numpy as np

from actions.search.parameters import ConfidenceParameters
from actions.search.ranking import Scores


@dataclass(frozen=True)
class Features:
    """What the confidence is computed from; all about the best card of one ranking."""

    score: float
    margin: float
    dense: float
    lexical: float
    agreement: float


def features_of(scores: Scores, allowed: np.ndarray) -> Features:
    """The features of the best of the cards ``allowed`` (positions, at least one).

    ``margin`` is its lead over the second; ``agreement`` is the share of the two methods that chose it alone, too.
    """
    order = allowed[np.argsort(-scores.fused[allowed], kind="stable")]
    best = order[0]
    second = scores.fused[order[1]] if len(order) > 1 else 0.0
    methods = (scores.dense, scores.lexical)
    agreement = sum(bool(method[best] >= method[allowed].max()) for method in methods) / len(methods)
    return Features(
        score=float(scores.fused[best]),
        margin=float(scores.fused[best] - second),
        dense=float(scores.dense[best]),
        lexical=float(scores.lexical[best]),
        agreement=agreement,
    )


def confidence(features: Features, parameters: ConfidenceParameters) -> float:
    """The probability that the best card is the right one."""
    weights = parameters.weights
    weighed = (weights.score, weights.margin, weights.dense, weights.lexical, weights.agreement)
    logit = parameters.intercept + sum(w * x for w, x in zip(weighed, astuple(features), strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

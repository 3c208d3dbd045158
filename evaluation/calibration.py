"""Fits the confidence to questions with known answers, and counts what it is worth on others."""

import itertools
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np
import yaml

from actions.search.confidence import Features, confidence
from actions.search.parameters import ConfidenceParameters, FeatureWeights, SearchParameters
from evaluation.ranked import Ranked
from evaluation.report import Table

# Of the answers that are given, at most this share may be wrong on the calibration part.
MOST_WRONG = 0.05
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class AtLine:
    """What happens when an answer is given from confidence ``line`` on.

    ``answered`` is the share of questions with a right card that get an answer; ``wrong`` the share of wrong cards
    among all answers given; ``outside`` the share of answered ones among questions that no card answers.
    """

    line: float
    answered: float
    wrong: float
    outside: float


def fit(ranked: Sequence[Ranked], on: date, source: str) -> ConfidenceParameters:
    """A logistic model of "the first card is right", and the lowest line that keeps ``MOST_WRONG``."""
    from sklearn.linear_model import LogisticRegression

    values = np.array([astuple(one.features) for one in ranked])
    right = np.array([one.is_right for one in ranked])
    middle, spread = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=1000).fit((values - middle) / spread, right)
    slopes = model.coef_[0] / spread
    names = [field.name for field in fields(Features)]
    weights = FeatureWeights(**{name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)})
    intercept = round(float(model.intercept_[0] - (slopes * middle).sum()), 4)
    draft = ConfidenceParameters(
        fitted=on, fitted_on=source, weights=weights, intercept=intercept, line=0, wrong_at_line=0, answered_at_line=0
    )
    at = lowest_line(ranked, draft)
    changes = {"line": at.line, "wrong_at_line": round(at.wrong, 3), "answered_at_line": round(at.answered, 3)}
    return draft.model_copy(update=changes)


def lowest_line(ranked: Sequence[Ranked], parameters: ConfidenceParameters) -> AtLine:
    """The line that answers most while at most ``MOST_WRONG`` of the answers are wrong; 0.99 where none does.

    Both by count and by what the model itself expects: on few questions the count alone flatters.
    """
    for percent in range(30, 100):
        at = at_line(ranked, parameters, percent / 100)
        if max(at.wrong, _expected_wrong(ranked, parameters, at.line)) <= MOST_WRONG:
            return at
    return at_line(ranked, parameters, 0.99)


def _expected_wrong(ranked: Sequence[Ranked], parameters: ConfidenceParameters, line: float) -> float:
    told = [confidence(one.features, parameters) for one in ranked]
    given = [chance for chance in told if chance >= line]
    return 1 - share(sum(given), len(given)) if given else 0.0


def at_line(ranked: Sequence[Ranked], parameters: ConfidenceParameters, line: float) -> AtLine:
    """Counts at one line; a share of nothing is 0."""
    given = [one for one in ranked if confidence(one.features, parameters) >= line]
    inside = [one for one in ranked if one.question.cards]
    answered = [one for one in given if one.question.cards]
    return AtLine(
        line=line,
        answered=share(len(answered), len(inside)),
        wrong=share(sum(not one.is_right for one in given), len(given)),
        outside=share(len(given) - len(answered), len(ranked) - len(inside)),
    )


def share(part: float, whole: int) -> float:
    """``part`` of ``whole``, 0 when there is no whole."""
    return part / whole if whole else 0.0


def calibration_table(ranked: Sequence[Ranked], parameters: ConfidenceParameters) -> Table:
    """How often the first card is right, by the confidence that was told."""
    told = np.array([confidence(one.features, parameters) for one in ranked])
    right = np.array([one.is_right for one in ranked])
    rows = []
    for low, high in itertools.pairwise(BINS):
        inside = (told >= low) & ((told < high) | (high == BINS[-1]))
        if inside.any():
            mean, correct = float(told[inside].mean()), float(right[inside].mean())
            rows.append((f"{low:.1f}-{high:.1f}", int(inside.sum()), mean, correct))
    return Table("Is the confidence true?", ("confidence", "questions", "mean told", "first card right"), rows)


def write_parameters(root: Path, parameters: SearchParameters) -> None:
    """Write data/search.yml anew."""
    head = "# How search weighs and when it answers. Measured: `python -m evaluation --fit` writes `confidence` anew.\n"
    body = yaml.safe_dump(parameters.model_dump(), allow_unicode=True, sort_keys=False, width=110)
    (root / "data" / "search.yml").write_text(head + body, encoding="utf-8")

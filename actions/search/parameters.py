"""data/search.yml: the measured numbers of search, each file with the day and the questions it was fitted on."""

from datetime import date
from pathlib import Path

from pydantic import Field

from actions.knowledge.models import Entry, Text
from actions.knowledge.reading import parse_yaml, validated


class ParametersError(Exception):
    """data/search.yml cannot be used; the message names the field."""


class RankingParameters(Entry):
    """``lexical_weight`` of BM25 beside the cosine; ``shrinkage`` and ``description_weight`` of the space of cards."""

    lexical_weight: float = Field(ge=0)
    shrinkage: float = Field(gt=0, le=1)
    description_weight: float = Field(ge=0, le=1)


class ContextParameters(Entry):
    """How far the last card speaks with: ``thin_*`` for a question without a topic of its own, else the others."""

    thin_share: float = Field(ge=0, le=1)
    thin_boost: float = Field(ge=0)
    card_boost: float = Field(ge=0)
    topic_boost: float = Field(ge=0)


class FeatureWeights(Entry):
    """The logistic model's weight of each feature of ``confidence.Features``."""

    score: float
    margin: float
    length: float
    english: float


class ConfidenceParameters(Entry):
    """The logistic model, the line below which no answer is given, and what was measured at that line."""

    fitted: date
    fitted_on: Text
    weights: FeatureWeights
    intercept: float
    line: float = Field(ge=0, le=1)
    wrong_at_line: float = Field(ge=0, le=1)
    answered_at_line: float = Field(ge=0, le=1)


class SearchParameters(Entry):
    """The whole file."""

    ranking: RankingParameters
    context: ContextParameters
    confidence: ConfidenceParameters


def read_parameters(root: Path) -> SearchParameters:
    """The file's numbers; raises ``ParametersError``."""
    path = root / "data" / "search.yml"
    try:
        value = parse_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ParametersError(f"data/search.yml: {error.strerror}") from error
    parameters, problems = validated(SearchParameters, value, "data/search.yml")
    if parameters is None:
        raise ParametersError("; ".join(map(str, problems)))
    return parameters

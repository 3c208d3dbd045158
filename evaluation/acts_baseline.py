"""The plainest classifier of acts, so that the report shows what the rest of the pipeline is worth."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

ANNOTATION = re.compile(r"\[([^\]]+)\]\{[^}]*\}")


def examples(root: Path) -> tuple[list[str], list[str]]:
    """The training examples of data/nlu, without entity marks, and their intents."""
    texts: list[str] = []
    intents: list[str] = []
    for path in sorted((root / "data" / "nlu").rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [ANNOTATION.sub(r"\1", line[2:]) for line in block["examples"].splitlines() if "intent" in block]
            texts += lines
            intents += [block["intent"] for _ in lines]
    return texts, intents


def baseline(root: Path, rows: Sequence[Mapping[str, str]]) -> list[tuple[str, float]]:
    """The intent and its probability for each row's ``text``, learnt from characters alone."""
    texts, intents = examples(root)
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True, min_df=2),
        LogisticRegression(C=10, class_weight="balanced", max_iter=300, tol=1e-3),
    ).fit(texts, intents)
    likelihoods = model.predict_proba([row["text"] for row in rows])
    return [(str(model.classes_[line.argmax()]), float(line.max())) for line in likelihoods]

"""How well articles are found for questions that nobody learnt from: words, meaning, and both together."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from actions.statutes.search import WORDS_BESIDE_MEANING
from adaptation.examples import Example

Scores = Callable[[str], np.ndarray]
"""The score of every article for a question."""


def figures(examples: Sequence[Example], scores: Scores) -> dict[str, float]:
    """Recall of the articles that answer among the first 1, 10 and 100, and the mean reciprocal rank within 10."""
    recall: dict[int, list[float]] = {1: [], 10: [], 100: []}
    reciprocal = []
    for example in examples:
        ranked = np.argsort(-scores(example.question), kind="stable")[:100].tolist()
        right = set(example.answers)
        for depth, found in recall.items():
            found.append(len(right & set(ranked[:depth])) / len(right))
        ranks = [rank for rank, position in enumerate(ranked[:10], 1) if position in right]
        reciprocal.append(1 / ranks[0] if ranks else 0.0)
    return {f"recall@{depth}": float(np.mean(found)) for depth, found in recall.items()} | {
        "MRR@10": float(np.mean(reciprocal))
    }


def table(examples: Sequence[Example], words: Scores, models: Mapping[str, Scores]) -> str:
    """A Markdown table: words alone, and each model alone and with words."""
    ways = {"words": words}
    for name, close in models.items():
        ways[name] = close
        ways[f"{name} and words"] = _fused(close, words)
    rows = [f"| way | {' | '.join(figures(examples[:1], words))} |", "|---|---|---|---|---|"]
    for name, scores in ways.items():
        found = figures(examples, scores).values()
        rows.append(f"| {name} | {' | '.join(f'{value:.3f}' for value in found)} |")
    return "\n".join(rows)


def _fused(close: Scores, words: Scores) -> Scores:
    return lambda asked: close(asked) + WORDS_BESIDE_MEANING * words(asked)

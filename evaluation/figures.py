"""Draws the confusion matrix and the histogram of confidence; run by Rasa's Python, which has matplotlib.

`python evaluation/figures.py FOLDER < rows.json`, rows being [intent, heard, confidence].
"""

import json
import sys
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
from matplotlib import pyplot


def confusion(rows: list, path: Path) -> None:
    """Each line an intent, each column what was heard instead, shaded by its share of the line."""
    meant = sorted({row[0] for row in rows})
    heard = meant + sorted({row[1] for row in rows} - set(meant))
    counts = np.zeros((len(meant), len(heard)))
    for intent, other, _ in rows:
        counts[meant.index(intent), heard.index(other)] += 1
    figure, axes = pyplot.subplots(figsize=(13, 12))
    axes.imshow(counts / counts.sum(axis=1, keepdims=True), cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(heard)), heard, rotation=90)
    axes.set_yticks(range(len(meant)), meant)
    for line, column in zip(*np.nonzero(counts), strict=True):
        shade = "white" if line == column else "black"
        axes.text(column, line, int(counts[line, column]), ha="center", va="center", fontsize=7, color=shade)
    axes.set_xlabel("heard")
    axes.set_ylabel("meant")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def confidence(rows: list, path: Path) -> None:
    """How sure the classifier was where it was right and where it was wrong."""
    figure, axes = pyplot.subplots(figsize=(8, 4.5))
    groups = [[row[2] for row in rows if (row[0] == row[1]) is right] for right in (True, False)]
    axes.hist(groups, bins=20, range=(0, 1), stacked=True, label=["right", "wrong"], color=["#4472c4", "#c0504d"])
    axes.set_xlabel("confidence")
    axes.set_ylabel("utterances")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    read, folder = json.load(sys.stdin), Path(sys.argv[1])
    confusion(read, folder / "intents-confusion.png")
    confidence(read, folder / "intents-confidence.png")

"""Tables of what was heard: parts and registers side by side, each act, and what was misheard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.report import Cell, Table
from evaluation.scores import Scores, scores

SAFETY = ("danger", "fraud")
# Acts that answer a stranger's question with a sentence and never with guidance or a procedure.
HARMLESS = {"out_of_scope", "nlu_fallback", "small_talk", "greet", "goodbye", "thanks", "insult", "ask_if_robot"}
BASELINE = "Baseline: logistic regression over characters (1 to 4 in a row), the same examples, no rules, no vectors."


@dataclass(frozen=True)
class Heard:
    """One held-out utterance, and the act that a classifier heard with its probability.

    ``part`` is 1 or 2: which of the two sets of held-out utterances it is from.
    """

    text: str
    intent: str
    heard: str
    confidence: float
    looks_like: str | None = None
    part: int = 1
    register: str = "plain"
    language: str = "zh"


def scored(heard: Iterable[Heard]) -> Scores:
    """Precision and recall of every act that is meant."""
    return scores((one.intent, one.heard) for one in heard)


def answered_wrongly(heard: Sequence[Heard]) -> float:
    """Of what is out of scope, the share heard as an act that is not harmless."""
    outside = [one for one in heard if one.intent == "out_of_scope"]
    return sum(one.heard not in HARMLESS for one in outside) / len(outside) if outside else 0.0


def summary(heard: Sequence[Heard], plain: Sequence[Heard], split: str, median: float) -> Table:
    """The main figures of the old and the new set apart, each beside the baseline; ``plain`` is in the same order."""
    columns, numbers = [""], []
    for part, name in ((1, "first set"), (2, "second set"), (None, "both")):
        for who, all_of in (("assistant", heard), ("baseline", plain)):
            columns.append(f"{name}, {who}")
            numbers.append([one for one in all_of if part in (None, one.part)])
    rows: list[list[Cell]] = [["utterances", *map(len, numbers)]]
    rows += [[name, *map(figure, numbers)] for name, figure in FIGURES.items()]
    rows.append(["median milliseconds a message", f"{median:.0f}", *[None] * (len(numbers) - 1)])
    return Table(f"Acts: held-out utterances, {split} part", columns, rows, BASELINE)


def by_intent(heard: Sequence[Heard], plain: Sequence[Heard]) -> Table:
    """Precision, recall and F1 of each act."""
    ours, theirs = scored(heard), scored(plain)
    rows: list[list[Cell]] = [
        [name, ours.support(name), ours.precision(name), ours.recall(name), ours.f1(name), theirs.f1(name)]
        for name in ours.names
    ]
    return Table("By intent", ["intent", "utterances", "precision", "recall", "F1", "baseline F1"], rows)


def by_register(heard: Sequence[Heard], plain: Sequence[Heard]) -> Table:
    """How much is heard right in each way of writing."""
    rows: list[list[Cell]] = []
    for register in sorted({one.register for one in heard}):
        ours, theirs = ([one for one in all_of if one.register == register] for all_of in (heard, plain))
        rows.append([register, len(ours), _right(ours), _right(theirs)])
    return Table("By register", ["register", "utterances", "heard right", "baseline"], rows)


def of_guidance(counted: Mapping[str, int]) -> Table:
    """Acts heard in questions that a card answers."""
    total = sum(counted.values())
    most_first = sorted(counted.items(), key=lambda item: -item[1])
    rows: list[list[Cell]] = [[name, count, count / total] for name, count in most_first]
    note = (
        "Questions that another author wrote for the search, each answered by a card. Right is ask_guidance, or danger "
        "and fraud where the question tells of a present one."
    )
    return Table(
        f"Acts heard in {total} held-out guidance questions, test part", ["act", "questions", "share"], rows, note
    )


def misheard(heard: Sequence[Heard]) -> Table:
    """What was heard as something else, in words: only ever of the dev part."""
    wrong = [one for one in heard if one.intent != one.heard]
    rows: list[list[Cell]] = [[one.intent, one.heard, one.confidence, one.text] for one in wrong]
    note = "To learn from. Those of the test part are not shown: whoever reads them, tunes on them."
    return Table("Misheard, dev part", ["intent", "heard", "confidence", "utterance"], rows, note)


def _right(heard: Sequence[Heard]) -> float:
    return sum(one.intent == one.heard for one in heard) / len(heard)


def _false_alarms(heard: Sequence[Heard]) -> float:
    similar = [one for one in heard if one.looks_like]
    return sum(one.heard in SAFETY for one in similar) / len(similar) if similar else 0.0


FIGURES: Mapping[str, Callable[[Sequence[Heard]], float]] = {
    "macro F1": lambda heard: scored(heard).macro_f1,
    "danger: recall": lambda heard: scored(heard).recall("danger"),
    "danger: precision": lambda heard: scored(heard).precision("danger"),
    "fraud: recall": lambda heard: scored(heard).recall("fraud"),
    "fraud: precision": lambda heard: scored(heard).precision("fraud"),
    "look-alikes taken for danger or fraud": _false_alarms,
    "out of scope, heard as if it were ours": answered_wrongly,
    "asked back": lambda heard: sum(one.heard == "nlu_fallback" for one in heard) / len(heard),
}

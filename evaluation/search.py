"""The search part: does it find the right card, and does it know when it has not?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from actions.knowledge import ROOT, Knowledge
from actions.search.corpus import corpus_of
from actions.search.service import Engine
from actions.search.vectors import vectors_of
from actions.settings import read_settings
from evaluation.calibration import AtLine, at_line, calibration_table, fit, share, write_parameters
from evaluation.questions import held_out, left_out, outside
from evaluation.ranked import Ranked, rank_held_out, rank_left_out
from evaluation.report import Section, Table

LEFT_OUT_QUESTIONS = 600


@dataclass(frozen=True)
class Measured:
    """All questions ranked, and where they come from."""

    ranked: Sequence[Ranked]
    source: str


def run(on: date, refit: bool = False, root: Path = ROOT) -> Section:
    """Measure on the test part of the held-out questions; with ``refit`` fit to the calibration part first."""
    knowledge = Knowledge.load(root)
    cards = list(knowledge.cards.values())
    engine = Engine.load(cards, read_settings().embedder, root)
    measured = _measure(engine, root, on)
    parameters = engine.parameters
    part = [one for one in measured.ranked if one.question.split == "calibration"]
    if refit:
        fitted = fit(part, on, f"{len(part)} {measured.source}, calibration part")
        parameters = parameters.model_copy(update={"confidence": fitted})
        write_parameters(root, parameters)
    tested = [one for one in measured.ranked if one.question.split == "test"]
    topics = {card.id: card.topic for card in cards}
    line = parameters.confidence.line
    before, at = (at_line(ranked, parameters.confidence, line) for ranked in (part, tested))
    tables = [
        _methods_table(tested, f"{len(tested)} {measured.source}, test part"),
        _groups_table(tested, topics),
        calibration_table(tested, parameters.confidence),
        _line_table(line, {"calibration": before, "test": at}),
    ]
    return Section(
        "Search",
        tables,
        {"source": measured.source, "recall_at_1": _recall(tested, 1), "recall_at_3": _recall(tested, 3), **asdict(at)},
    )


def _measure(engine: Engine, root: Path, on: date) -> Measured:
    questions = held_out(root, engine.ranker.cards)
    if questions is not None:
        return Measured(rank_held_out(engine, questions, on), "held-out questions")
    own = left_out(engine.ranker.cards, LEFT_OUT_QUESTIONS)
    rows = vectors_of(corpus_of(engine.ranker.cards), engine.embedder, root / "models" / "index")
    ranked = rank_left_out(engine, own, rows, on) + rank_held_out(engine, outside(root), on)
    return Measured(ranked, "questions: the cards' own, each left out, and some that no card answers")


def _recall(ranked: Iterable[Ranked], depth: int, method: str = "hybrid") -> float:
    inside = [one for one in ranked if one.question.cards]
    found = [one for one in inside if set(one.question.cards) & set(getattr(one, method)[:depth])]
    return share(len(found), len(inside))


def _methods_table(ranked: Sequence[Ranked], source: str) -> Table:
    names = (("hybrid", "hybrid"), ("meaning alone", "dense"), ("BM25 alone", "lexical"))
    languages: list[tuple[str, Callable[[Ranked], bool]]] = [
        ("all", lambda one: True),
        ("zh", lambda one: one.question.language == "zh"),
        ("en", lambda one: one.question.language == "en"),
    ]
    rows = []
    for label, method in names:
        row: list[str | float] = [label]
        for _, chosen in languages:
            part = [one for one in ranked if chosen(one)]
            row += [_recall(part, 1, method), _recall(part, 3, method)]
        rows.append(row)
    columns = ["method"] + [f"{name} @{depth}" for name, _ in languages for depth in (1, 3)]
    return Table("Is the right card first, or among the first three?", columns, rows, f"On {source}.")


def _groups_table(ranked: Sequence[Ranked], topics: Mapping[str, str]) -> Table:
    groups: dict[str, list[Ranked]] = {}
    for one in ranked:
        if one.question.cards:
            groups.setdefault(topics[one.question.cards[0]], []).append(one)
    rows = [(topic, len(part), _recall(part, 1), _recall(part, 3)) for topic, part in sorted(groups.items())]
    return Table("By topic", ("topic", "questions", "@1", "@3"), rows)


def _line_table(line: float, parts: Mapping[str, AtLine]) -> Table:
    columns = ("part", "answered", "wrong among answers", "answered though outside")
    rows = [(part, at.answered, at.wrong, at.outside) for part, at in parts.items()]
    return Table(f"At the confidence line of {line:.2f}", columns, rows)

"""Which held-out questions are answered by another card than before the edit."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from actions.knowledge import Knowledge
from actions.search.corpus import corpus_of
from actions.search.parameters import read_parameters
from actions.search.ranking import Ranker
from evaluation.questions import Question, held_out
from maintenance.changes import Changes
from maintenance.examples import Encode
from maintenance.remarks import Remark, place_of
from understanding.normalise import normalise

FILE = "tests/heldout/guidance.yml"


def question_remarks(changes: Changes, today: date, encode: Encode) -> Iterator[Remark]:
    """The held-out questions whose first card is another one now, and a last line that counts them.

    A question that lost its right card is a warning. Both states are ranked anew with today's code, so nothing that
    was kept can be out of date. Raises ``QuestionsError`` and ``ParametersError``.
    """
    bases = [list(Knowledge.read(root)[0].cards.values()) for root in (changes.before, changes.root)]
    questions = held_out(changes.root, bases[1])
    if not questions or not all(bases):
        return
    corpora = [[text.text for text in corpus_of(cards)] for cards in bases]
    spelled = [normalise(question.text) for question in questions]
    # In one call: what is not asked for leaves the cache of vectors.
    rows = np.split(encode([*corpora[0], *corpora[1], *spelled]), np.cumsum([len(one) for one in corpora]))
    before, now = (
        _first(Ranker(cards, corpus_of(cards), own, read_parameters(root).ranking), spelled, rows[2], today)
        for cards, own, root in zip(bases, rows[:2], (changes.before, changes.root), strict=True)
    )
    moved = list(zip(questions, before, now, strict=True))
    yield from (_remark(changes.root, *one) for one in moved if one[1] != one[2])
    yield Remark("note", "", _counts(moved))


def _first(ranker: Ranker, questions: Sequence[str], rows: np.ndarray, today: date) -> list[str]:
    allowed = np.array([place for place, card in enumerate(ranker.cards) if card.applies_on(today)], dtype=int)
    found = []
    for question, row in zip(questions, rows, strict=True):
        fused = ranker.scores(question, row).fused
        found.append(ranker.cards[allowed[np.argmax(fused[allowed])]].id)
    return found


def _remark(root: Path, question: Question, before: str, now: str) -> Remark:
    place = place_of(root, FILE, question.text.replace('"', '\\"'))
    moved = f"「{question.text}」 finds {now}, was {before}"
    if before in question.cards and now not in question.cards:
        return Remark("warning", place, f"lost: {moved}")
    return Remark("note", place, f"{'won' if now in question.cards else 'moved'}: {moved}")


def _counts(moved: Sequence[tuple[Question, str, str]]) -> str:
    inside = [one for one in moved if one[0].cards]
    before, now = (sum(one[place] in one[0].cards for one in inside) for place in (1, 2))
    changed = sum(one[1] != one[2] for one in moved)
    right = f"the right card is first for {now} of {len(inside)}, was {before}"
    return f"{changed} of {len(moved)} questions moved; {right}"

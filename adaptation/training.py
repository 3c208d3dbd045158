"""Contrastive fine-tuning: a question moves to an article that answers it, and away from those it was confused with."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from adaptation.examples import Example
from adaptation.halves import Halves

LONGEST_PASSAGE, LONGEST_QUESTION = 144, 80
# Articles nearest to a question that do not answer it, as the model finds them before the training.
CONFUSED_WITH = 40
_WARM_UP, _LEAST_RATE = 0.08, 0.02

Key = int | str
"""The position of an article, or the words of a question."""


@dataclass(frozen=True)
class Recipe:
    """How to train; ``passes`` over all examples. The seed fixes the order of examples, not every rounding."""

    passes: float = 1.3
    rate: float = 1.5e-4
    batch: int = 40
    negatives: int = 4
    temperature: float = 0.02
    other_questions: float = 0.2
    """How often another question of the same article stands for the article itself."""
    seed: int = 3


class Trainer:
    """Everything that one training needs, prepared."""

    def __init__(self, halves: Halves, passages: Sequence[str], examples: Sequence[Example], recipe: Recipe) -> None:
        """``passages`` are all articles as the model reads them; only those of use are encoded."""
        self._halves, self._recipe = halves, recipe
        self._examples = {one.question: one for one in examples}
        self._asked_of: dict[int, list[str]] = defaultdict(list)
        for one in examples:
            for answer in one.answers:
                self._asked_of[answer].append(one.question)
        self._passages = passages
        self._random = random.Random(recipe.seed)

    def train(self, nearest: Sequence[Sequence[int]], say: Callable[[str], None]) -> None:
        """Change the weights of ``halves``; ``nearest`` are, for each example, articles that look like an answer."""
        examples = list(self._examples.values())
        self._confused = {
            one.question: [position for position in near if position not in one.answers][:CONFUSED_WITH]
            for one, near in zip(examples, nearest, strict=True)
        }
        needed = sorted({*self._asked_of, *(n for near in self._confused.values() for n in near)})
        say(f"lower half: {len(needed)} articles, {len(examples)} questions")
        read = self._halves.lower([f"passage: {self._passages[one]}" for one in needed], LONGEST_PASSAGE)
        asked = self._halves.lower([f"query: {one.question}" for one in examples], LONGEST_QUESTION)
        self._states: dict[Key, torch.Tensor] = {**dict(zip(needed, read, strict=True))}
        self._states.update(zip(self._examples, asked, strict=True))
        self._run([one.question for one in examples for _ in range(one.weight)], say)

    def _run(self, seen: list[str], say: Callable[[str], None]) -> None:
        recipe, weights = self._recipe, list(self._halves.parameters.values())
        optimizer = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=0.01)
        steps = max(1, int(len(seen) / recipe.batch * recipe.passes))
        rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share_of_rate(step, steps))
        left: list[str] = []
        for step in range(steps):
            if len(left) < recipe.batch:
                left = self._random.sample(seen, len(seen))
            loss = self._loss([left.pop() for _ in range(min(recipe.batch, len(left)))])
            loss.backward()
            self._halves.take_gradients()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            rate.step()
            self._halves.update()
            if step % 20 == 0:
                say(f"step {step} of {steps}, loss {loss.item():.3f}")

    def _loss(self, asked: list[str]) -> torch.Tensor:
        """Cross-entropy over the cosines to all answers and confusions of the batch; other right answers count for
        nothing."""
        keys = [self._answer(question) for question in asked]
        confusions = [
            position
            for question in asked
            for position in self._random.sample(self._confused[question], self._recipe.negatives)
        ]
        against: list[Key] = list(dict.fromkeys([*keys, *confusions]))
        vectors = self._halves.upper([self._states[one] for one in (*asked, *against)])
        cosines = vectors[: len(asked)] @ vectors[len(asked) :].T / self._recipe.temperature
        right = np.array(
            [
                [self._answers(question, one) and one != key for one in against]
                for question, key in zip(asked, keys, strict=True)
            ]
        )
        cosines = cosines.masked_fill(torch.from_numpy(right), -1e4)
        return torch.nn.functional.cross_entropy(cosines, torch.tensor([against.index(key) for key in keys]))

    def _answer(self, question: str) -> Key:
        article = self._random.choice(self._examples[question].answers)
        others = [one for one in self._asked_of[article] if one != question]
        if others and self._random.random() < self._recipe.other_questions:
            return self._random.choice(others)
        return article

    def _answers(self, question: str, other: Key) -> bool:
        mine = self._examples[question].answers
        if isinstance(other, int):
            return other in mine
        return other == question or bool(set(mine) & set(self._examples[other].answers))


def _share_of_rate(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / max(1.0, steps * _WARM_UP)) * max(_LEAST_RATE, 1 - step / steps)

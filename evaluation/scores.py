"""Precision, recall and F1 of named classes, from pairs of what was meant and what was heard."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scores:
    """Counts by class; a class that was never heard has precision 0, one that was never meant is not in ``names``."""

    names: Sequence[str]
    meant: Counter[str]
    heard: Counter[str]
    right: Counter[str]

    def support(self, name: str) -> int:
        """How many utterances mean ``name``."""
        return self.meant[name]

    def precision(self, name: str) -> float:
        """Of those heard as ``name``, the share that meant it."""
        return self.right[name] / self.heard[name] if self.heard[name] else 0.0

    def recall(self, name: str) -> float:
        """Of those that meant ``name``, the share heard as it."""
        return self.right[name] / self.meant[name]

    def f1(self, name: str) -> float:
        """The harmonic mean of precision and recall."""
        total = self.meant[name] + self.heard[name]
        return 2 * self.right[name] / total

    @property
    def macro_f1(self) -> float:
        """The mean F1 over classes, however rare."""
        return sum(map(self.f1, self.names)) / len(self.names)


def scores(pairs: Iterable[tuple[str, str]]) -> Scores:
    """Count (meant, heard) pairs."""
    listed = list(pairs)
    meant, heard = Counter(one for one, _ in listed), Counter(one for _, one in listed)
    return Scores(sorted(meant), meant, heard, Counter(one for one, other in listed if one == other))

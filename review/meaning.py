"""Vectors of cards' questions, taken from the search index where it has them."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from actions.search.embedder import Embedder
from actions.search.vectors import vectors_of


@dataclass(frozen=True)
class _Text:
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class Meaning:
    """A loaded model with a cache of its own, so that a review never changes what search has built."""

    def __init__(self, embedder: Embedder, index: Path, folder: Path) -> None:
        """``index`` is where search keeps its vectors, ``folder`` where the review may keep its own."""
        self._embedder = embedder
        self._folder = folder
        own, built = (place / f"{embedder.identity}.npz" for place in (folder, index))
        if built.exists() and (not own.exists() or own.stat().st_mtime < built.stat().st_mtime):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(built, own)

    def encode(self, texts: list[str]) -> np.ndarray:
        """Unit vectors of spelled questions, one row for each. Raises ``VectorsError``."""
        return vectors_of([_Text(text) for text in texts], self._embedder, self._folder)

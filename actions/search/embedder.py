"""Turns texts into vectors with whatever sentence-transformers model the operator named."""

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from actions.search.embedder_build import STAMP

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Up to so many texts are encoded on one thread. Two would be a little faster on an idle machine, but beside other
# busy processes they wait for each other, and one question then takes a second instead of a tenth of one.
FEW = 8


class EmbedderError(Exception):
    """The model cannot be loaded; the message is one line for the operator."""


class Embedder:
    """A loaded model. ``identity`` changes when its vectors would, so that cached ones are not mixed up."""

    def __init__(self, model: "SentenceTransformer", identity: str) -> None:
        self.model = model
        self.identity = identity

    @classmethod
    def load(cls, name: str, root: Path) -> "Embedder":
        """Load a folder (relative to ``root`` or absolute) or, where there is none, a model hub's name.

        Raises ``EmbedderError``.
        """
        folder = root / name
        if not folder.exists() and name.startswith(("models/", "/", ".")):
            raise EmbedderError(f"there is no model at {name}: run python -m actions.search build")
        # Imported late: it takes seconds, and most users of this package never need it.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        try:
            model = SentenceTransformer(
                str(folder if folder.exists() else name), device="cpu", model_kwargs={"dtype": torch.float32}
            )
        except (OSError, ValueError, KeyError, json.JSONDecodeError) as error:
            raise EmbedderError(f"the model {name} cannot be loaded: {str(error).splitlines()[0]}") from error
        return cls(model, _identity(folder, name))

    def questions(self, texts: list[str]) -> np.ndarray:
        """Unit vectors, one row for each text, of a citizen's question or of a card's text.

        Both are encoded as questions: a card is mostly found by its questions, and measured so the right card came
        first more often than with the prompt for passages.
        """
        import torch

        torch.set_num_threads(1 if len(texts) <= FEW else os.cpu_count() or 1)
        return self.model.encode(
            texts,
            prompt=self.model.prompts.get("query") or None,
            batch_size=64,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        ).astype(np.float32)


def _identity(folder: Path, name: str) -> str:
    stamp = folder / STAMP
    if stamp.exists():
        source = stamp.read_text()
    elif folder.exists():
        # A model that somebody put there: told apart by its files' sizes and times.
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        source = repr([(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files])
    else:
        source = name
    return hashlib.sha256(source.encode()).hexdigest()[:16]

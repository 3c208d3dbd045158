"""The embedder of the statute search: the assistant's own, with the statutes' adapter over it where it fits."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from actions.search.embedder import FEW, Embedder
from actions.statutes.adapter import ADAPTER, adapted, adapter_identity, is_made_for

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# A rule stands at the front of its article; what comes after so many tokens costs much and tells little.
LONGEST_PASSAGE = 144
LONGEST_QUESTION = 96
# Tokens in one batch, padding included: the processor's caches hold what a layer makes of them.
_BATCH = 3072


class StatuteModel:
    """Turns questions and articles into unit vectors. ``identity`` changes when they would."""

    def __init__(self, model: "SentenceTransformer", identity: str, *, is_adapted: bool) -> None:
        self._model = model
        self.identity = identity
        self.is_adapted = is_adapted

    @classmethod
    def over(cls, embedder: Embedder, name: str, root: Path) -> "StatuteModel":
        """The statutes' model over a loaded ``embedder`` named ``name``; the plain one where the adapter is not for it.

        Raises ``EmbedderError`` when the adapter is damaged.
        """
        folder = root / ADAPTER
        if not is_made_for(folder, root / name):
            return cls(embedder.model, embedder.identity, is_adapted=False)
        return cls(adapted(embedder.model, folder), f"{embedder.identity}-{adapter_identity(folder)}", is_adapted=True)

    def questions(self, texts: list[str]) -> np.ndarray:
        """Unit vectors, one row for each question (at least one), in full precision."""
        import torch

        torch.set_num_threads(1 if len(texts) <= FEW else os.cpu_count() or 1)
        return self._encoded("query", texts, LONGEST_QUESTION, half=False)

    def many_questions(self, texts: list[str]) -> np.ndarray:
        """The same for an index: faster, in half precision where the processor has it."""
        return self._encoded("query", texts, LONGEST_QUESTION, half=True)

    def passages(self, texts: list[str]) -> np.ndarray:
        """Unit vectors, one row for each article, for an index: in half precision where the processor has it."""
        return self._encoded("document", texts, LONGEST_PASSAGE, half=True)

    def _encoded(self, prompt: str, texts: list[str], longest: int, *, half: bool) -> np.ndarray:
        import torch

        before = self._model.prompts.get(prompt) or ""
        tokens = self._model.tokenizer([before + text for text in texts], truncation=True, max_length=longest)
        lengths = [len(ids) for ids in tokens["input_ids"]]
        found: dict[int, np.ndarray] = {}
        with torch.inference_mode(), _precision(half=half):
            for batch in batches(lengths, _BATCH):
                features = self._model.tokenizer.pad(
                    {"input_ids": [tokens["input_ids"][position] for position in batch]}, return_tensors="pt"
                )
                found.update(zip(batch, self._model(dict(features))["sentence_embedding"].float().numpy(), strict=True))
        rows = np.stack([found[position] for position in range(len(texts))])
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Positions in batches of texts of about the same length, so that little is padding.

    ``most`` tokens at most are in one, padding included; a longer text has one of its own.
    """
    found: list[list[int]] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        # Sorted, so this text is the longest of its batch.
        if not found or (len(found[-1]) + 1) * lengths[position] > most:
            found.append([])
        found[-1].append(position)
    return found


def _precision(*, half: bool) -> "contextlib.AbstractContextManager[object]":
    """bfloat16 where the processor computes with it; elsewhere it would be emulated, and slower than full precision."""
    import torch

    if half and torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return torch.autocast("cpu", torch.bfloat16)
    return contextlib.nullcontext()

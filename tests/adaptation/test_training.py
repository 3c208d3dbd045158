"""A small training on the real embedder: it learns, what it learnt is packed, and the pack lies over the model."""

import json

import pytest
import torch
from transformers import BertModel

from actions.knowledge import ROOT
from actions.search.embedder import Embedder
from actions.settings import BUILT_EMBEDDER
from actions.statutes.adapter import adapted
from actions.statutes.questions import StatuteQuestion
from actions.statutes.statutes import Passage
from adaptation.examples import Example, examples_of, read_real
from adaptation.halves import Halves
from adaptation.measuring import figures
from adaptation.packing import pack, write_adapter
from adaptation.training import Recipe, Trainer

PASSAGES = [
    "划船条例 第一条 划船的人应当穿救生衣。",
    "划船条例 第二条 租船押金应当退还。",
    "养犬条例 第三条 养犬的人应当牵绳。",
]
EXAMPLES = [Example("甲板蓝不蓝", (0,)), Example("风筝线断了", (1,)), Example("月亮圆不圆", (2,))]


@pytest.fixture(scope="module")
def embedder():
    return Embedder.load(BUILT_EMBEDDER, ROOT)


def trained(embedder, passes):
    torch.manual_seed(3)
    model = BertModel.from_pretrained(ROOT / BUILT_EMBEDDER, dtype=torch.bfloat16, attn_implementation="eager").eval()
    halves = Halves(model, embedder.model.tokenizer)
    before = {name: weight.detach().clone() for name, weight in halves.parameters.items()}
    recipe = Recipe(passes=passes, batch=2, negatives=1, rate=3e-4)
    Trainer(halves, PASSAGES, EXAMPLES, recipe).train([[0, 1, 2]] * len(EXAMPLES), lambda line: None)
    return before, halves


def right(model):
    rows = model.encode([f"passage: {one}" for one in PASSAGES], normalize_embeddings=True)
    asked = model.encode([f"query: {one.question}" for one in EXAMPLES], normalize_embeddings=True)
    return sum(best in one.answers for best, one in zip((asked @ rows.T).argmax(axis=1), EXAMPLES, strict=True))


def test_what_was_learnt_is_packed_and_laid_over_the_embedder(embedder, tmp_path):
    before, halves = trained(embedder, passes=8)
    write_adapter(tmp_path, pack(before, halves.parameters), {"base": {}})
    assert right(embedder.model) < len(EXAMPLES)
    assert right(adapted(embedder.model, tmp_path)) == len(EXAMPLES)
    assert (tmp_path / "adapter.safetensors").stat().st_size < 6_000_000


def test_a_question_keeps_all_articles_that_answer_it():
    passages = [Passage("中华人民共和国民法典", "第一条", "甲"), Passage("劳动法", "第二条", "乙")]
    written = [StatuteQuestion("民法典", "第一条", "问"), StatuteQuestion("没有的法", "第一条", "另问")]
    assert examples_of(passages, written, [], [Example("问", (1,))]) == [Example("问", (0, 1), 3)]


def test_real_questions_find_their_articles_by_name_or_words(tmp_path):
    rows = [
        {"question": "一", "articles": [{"name": "民法典第一条", "text": "甲"}, {"name": "旧法第九条", "text": "乙 "}]},
        {"question": "二", "articles": [{"name": "解释（2020年修正）第三条", "text": "丙"}]},
    ]
    (tmp_path / "real.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    passages = [Passage("中华人民共和国民法典", "第一条", "甲"), Passage("劳动法", "第二条", "乙")]
    assert [one.answers for one in read_real(tmp_path / "real.jsonl", passages)] == [(0, 1), (2,)]
    assert passages[2] == Passage("解释（2020年修正）", "第三条", "丙")


def test_figures_count_each_answer_and_the_first_rank():
    found = figures([Example("问", (0, 2))], lambda asked: torch.tensor([0.9, 0.8, 0.1]).numpy())
    assert found == {"recall@1": 0.5, "recall@10": 1.0, "recall@100": 1.0, "MRR@10": 1.0}

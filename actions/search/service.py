"""Guidance search as the rest of the assistant sees it: a question in, one of three outcomes out."""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from actions.knowledge.base import ROOT
from actions.knowledge.models import Card
from actions.search.confidence import confidence, features_of
from actions.search.corpus import corpus_of, language_of
from actions.search.embedder import Embedder, EmbedderError
from actions.search.follow_up import is_thin
from actions.search.labels import Label, Labels
from actions.search.parameters import ParametersError, SearchParameters, read_parameters
from actions.search.ranking import Ranker, Scores, in_context
from actions.search.results import Found, Hit, NothingFits, Outcome, SearchUnavailable
from actions.search.vectors import VectorsError, vectors_of
from understanding.normalise import normalise

__all__ = ["Found", "GuidanceSearch", "Hit", "NothingFits", "Outcome", "SearchUnavailable"]

LONGEST_QUESTION = 2000
STARTING = "starting"
logger = logging.getLogger(__name__)


class Engine:
    """A loaded model and a ranker: all that a search needs."""

    def __init__(self, embedder: Embedder, ranker: Ranker, parameters: SearchParameters, labels: Labels) -> None:
        self.embedder = embedder
        self.labels = labels
        self.ranker = ranker
        self.parameters = parameters

    @classmethod
    def load(
        cls,
        cards: Sequence[Card],
        embedder: str,
        root: Path = ROOT,
        say: Callable[[str], None] = lambda line: None,
        labels: Iterable[str] = (),
    ) -> "Engine":
        """Load the model, encode what is new and build the ranker.

        Raises ``EmbedderError``, ``VectorsError`` or ``ParametersError``.
        """
        parameters = read_parameters(root)
        model = Embedder.load(embedder, root)
        texts = corpus_of(cards)
        rows = vectors_of(texts, model, root / "models" / "index", say)
        spoken = [Label(text) for text in dict.fromkeys(labels)]
        known = Labels(spoken, vectors_of(spoken, model, root / "models" / "index" / "labels", say))
        return cls(model, Ranker(cards, texts, rows, parameters.ranking), parameters, known)

    def scores(self, question: str, context: str | None) -> Scores:
        """Every card's scores for a normalised question, asked after the card ``context`` if there is one."""
        position = self.ranker.position(context)
        if position is None:
            return self.ranker.scores(question, self.embedder.questions([question])[0])
        if not is_thin(question):
            plain = self.ranker.scores(question, self.embedder.questions([question])[0])
            return in_context(self.ranker, plain, None, position, self.parameters.context)
        card = self.ranker.cards[position]
        title = card.title if language_of(question) == "zh" else card.en.title
        together = normalise(f"{title} {question}")
        rows = self.embedder.questions([question, together])
        plain, contextual = self.ranker.scores(question, rows[0]), self.ranker.scores(together, rows[1])
        return in_context(self.ranker, plain, contextual, position, self.parameters.context)


class GuidanceSearch:
    """Search over guidance cards. Until ``warm_up`` is through, every search is ``SearchUnavailable``."""

    def __init__(self, load: Callable[[], Engine | None]) -> None:
        """``load`` makes the engine, or None when there is no card at all."""
        self._load = load
        self._engine: Engine | None = None
        self._reason = STARTING
        self._lock = threading.Lock()

    @classmethod
    def over(
        cls,
        cards: Sequence[Card],
        embedder: str,
        root: Path = ROOT,
        labels: Sequence[str] = (),
        say: Callable[[str], None] = logger.info,
    ) -> "GuidanceSearch":
        """A search over ``cards`` with the model named ``embedder``; nothing is loaded yet.

        ``labels`` are all that ``closeness`` will be asked about.
        """
        return cls(lambda: Engine.load(cards, embedder, root, say, labels) if cards else None)

    @property
    def unavailable(self) -> str | None:
        """None when search works; else ``starting`` or why it does not."""
        return self._reason or None

    def warm_up(self) -> None:
        """Load the model and the index and answer one question; takes seconds the first time, then nothing.

        A failure is logged and kept as the reason of every ``SearchUnavailable``; calling again tries again.
        """
        with self._lock:
            if self._engine is not None:
                return
            try:
                engine = self._load()
            except (EmbedderError, VectorsError, ParametersError) as error:
                logger.error("search is not available: %s", error)
                self._reason = str(error)
                return
            if engine is None:
                self._reason = "there are no guidance cards"
                return
            engine.scores("预热 warm up", None)
            self._engine, self._reason = engine, ""

    @property
    def embedder(self) -> Embedder | None:
        """The loaded model; None while search is not available."""
        engine = self._engine
        return engine.embedder if engine is not None else None

    @property
    def encode(self) -> Callable[[list[str]], np.ndarray] | None:
        """Unit vectors of texts, one row for each; None while search is not available."""
        engine = self._engine
        return engine.embedder.questions if engine is not None else None

    def closeness(self, text: str, labels: Sequence[str]) -> list[float]:
        """The cosine of ``text`` to each label; all 0 while search is not available."""
        engine = self._engine
        if engine is None:
            return [0.0] * len(labels)
        return engine.labels.closeness(text[:LONGEST_QUESTION], labels, engine.embedder)

    def card_scores(self, text: str, on: date) -> dict[str, float]:
        """How near ``text`` is to each card that applies on the day ``on``; empty while search is not available."""
        engine = self._engine
        spelled = normalise(text[:LONGEST_QUESTION])
        if engine is None or not spelled:
            return {}
        fused = engine.scores(spelled, None).fused
        cards = zip(engine.ranker.cards, fused, strict=True)
        return {card.id: float(score) for card, score in cards if card.applies_on(on)}

    def search(self, question: str, context: str | None = None, *, on: date, limit: int = 3) -> Outcome:
        """The cards that answer ``question`` on the day ``on``, best first, at most ``limit``.

        ``context`` is the id of the card given last, so that 那要多久 is asked of that card. Only the first
        2000 characters of a question are read.
        """
        engine = self._engine
        if engine is None:
            return SearchUnavailable(self._reason)
        spelled = normalise(question[:LONGEST_QUESTION])
        cards = engine.ranker.cards
        allowed = np.array([position for position, card in enumerate(cards) if card.applies_on(on)], dtype=int)
        if not spelled or not len(allowed):
            return NothingFits((), 0.0)
        scores = engine.scores(spelled, context)
        chance = confidence(features_of(scores, allowed), engine.parameters.confidence)
        ranked = scores.fused
        exact = engine.ranker.position(engine.ranker.asked_exactly(spelled))
        if exact is not None and exact in allowed:
            ranked, chance = ranked.copy(), 1.0
            ranked[exact] = ranked.max() + 1
        best = allowed[np.argsort(-ranked[allowed], kind="stable")]
        hits = tuple(Hit(cards[position], float(ranked[position])) for position in best[: max(limit, 3)])
        if chance >= engine.parameters.confidence.line:
            return Found(hits[:limit], chance)
        return NothingFits(hits[:3], chance)

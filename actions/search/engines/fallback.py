"""Goes on in memory while the operator's database does not answer, and says so once."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from actions.search.engines.engine import VectorEngine, VectorEngineError
from actions.search.engines.exact import ExactEngine

# Seconds until the database is tried again.
PATIENCE = 30.0
Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)


class FallbackEngine:
    """``first`` for as long as it answers, else ``spare``, which is always filled as well."""

    def __init__(self, first: VectorEngine, spare: ExactEngine, clock: Callable[[], float] = time.monotonic) -> None:
        self.space = first.space
        self._first = first
        self._spare = spare
        self._clock = clock
        self._filling = threading.Lock()
        self._given: tuple[Sequence[str], np.ndarray] | None = None
        self._tried_at = clock()
        self._answers: bool | None = None
        self._returning: threading.Thread | None = None

    def replace(self, keys: Sequence[str], rows: np.ndarray) -> None:
        """See ``VectorEngine``; raises ``ValueError`` only, for in memory there is always a place."""
        self._spare.replace(keys, rows)
        self._given = keys, rows
        self._fill_first()

    def nearest(self, row: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """See ``VectorEngine``; raises ``ValueError`` only."""
        return self._ask(lambda engine: engine.nearest(row, limit))

    def scores(self, row: np.ndarray, keys: Sequence[str]) -> np.ndarray:
        """See ``VectorEngine``; raises ``ValueError`` only."""
        return self._ask(lambda engine: engine.scores(row, keys))

    def close(self) -> None:
        """See ``VectorEngine``."""
        self._first.close()

    def _ask(self, question: Callable[[VectorEngine], Answer]) -> Answer:
        if self._answers:
            try:
                return question(self._first)
            except VectorEngineError as error:
                self._lose(error)
        elif self._given is not None and self._clock() - self._tried_at >= PATIENCE:
            self._return()
        return question(self._spare)

    def _fill_first(self) -> None:
        with self._filling:
            self._tried_at = self._clock()
            given = self._given
            if given is None:
                return
            try:
                self._first.replace(*given)
            except VectorEngineError as error:
                self._lose(error)
                return
            if self._answers is False:
                logger.warning("vectors of %s: the database answers again", self.space)
            self._answers = True

    def _lose(self, error: VectorEngineError) -> None:
        self._tried_at = self._clock()
        if self._answers is not False:
            logger.warning("vectors of %s are searched in memory instead: %s", self.space, error)
        self._answers = False

    def _return(self) -> None:
        """Fill the first engine again beside the searches, which do not wait for it."""
        if self._returning is None or not self._returning.is_alive():
            self._returning = threading.Thread(target=self._fill_first, name=f"vectors-{self.space}", daemon=True)
            self._returning.start()

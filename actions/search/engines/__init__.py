"""Engines that hold unit vectors under keys and find the nearest ones: in memory, or in PostgreSQL with pgvector."""

from actions.search.engines.engine import VectorEngine, VectorEngineError
from actions.search.engines.exact import ExactEngine
from actions.search.engines.fallback import FallbackEngine
from actions.search.engines.pgvector import PgvectorEngine

__all__ = ["ExactEngine", "FallbackEngine", "PgvectorEngine", "VectorEngine", "VectorEngineError", "engine_for"]


def engine_for(space: str, model: str, address: str | None) -> VectorEngine:
    """The engine of one set: in the database at ``address`` where there is one, with memory to fall back on.

    ``model`` is the identity of the model that makes the vectors. Connects to nothing yet.
    """
    exact = ExactEngine(space, model)
    return exact if address is None else FallbackEngine(PgvectorEngine(space, model, address), exact)

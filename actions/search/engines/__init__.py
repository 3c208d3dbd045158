"""Engines that hold unit vectors under keys and find the nearest ones: in memory, or in PostgreSQL with pgvector."""

from actions.search.engines.engine import VectorEngine, VectorEngineError
from actions.search.engines.exact import ExactEngine

__all__ = ["ExactEngine", "VectorEngine", "VectorEngineError"]

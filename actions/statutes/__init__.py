"""The statutes: article texts and what applies on a day."""

from actions.statutes.database import StatutesError
from actions.statutes.statutes import Article, Passage, Statutes

__all__ = ["Article", "Passage", "Statutes", "StatutesError"]

"""The statutes: article texts and what applies on a day."""

from actions.statutes.database import StatutesError
from actions.statutes.statutes import Article, Statutes

__all__ = ["Article", "Statutes", "StatutesError"]

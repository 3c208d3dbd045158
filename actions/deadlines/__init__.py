"""Deadlines: from a date in anybody's words to what can still be done, and until when.

The rules are data (``data/deadlines.yml``); the arithmetic follows the Civil Code, articles 201 to 203,
and the Civil Procedure Law, article 85.
"""

from actions.deadlines.rules import DeadlineRule, Deadlines, DeadlinesError, Due, Status

__all__ = ["DeadlineRule", "Deadlines", "DeadlinesError", "Due", "Status"]

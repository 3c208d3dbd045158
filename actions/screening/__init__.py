"""Legal-aid screening: asks only what still matters and ends in likely, likely not, or cannot say.

The questions and the decision table are data (``data/screening.yml``). A screening never promises aid: the
legal aid office decides (Legal Aid Law, article 43).
"""

from actions.questionnaire import Question
from actions.screening.table import Outcome, Result, Row, Screening, ScreeningError

__all__ = ["Outcome", "Question", "Result", "Row", "Screening", "ScreeningError"]

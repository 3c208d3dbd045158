"""Which of the imported texts of an instrument is the text that data/instruments.yml describes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from actions.knowledge.models import Instrument
from actions.statutes.versions import Version

# A text is dated by its adoption, its signing or its publication, depending on who made the file.
_SAME_TEXT = timedelta(days=31)
Relation = Literal["same", "older", "newer"]


def relation(version: Version, instrument: Instrument) -> Relation:
    """Whether ``version`` is the text that the table's dates mean, or one before or after it."""
    if instrument.published is None and instrument.effective_from is None:
        return "same"
    if version.starts == instrument.effective_from:
        return "same"
    day = instrument.published or instrument.effective_from
    assert day is not None
    if abs(version.adopted - day) <= _SAME_TEXT:
        return "same"
    return "older" if version.adopted < day else "newer"


def text_of(instrument: Instrument, versions: Sequence[Version]) -> Version | None:
    """The imported text of ``instrument``; None when there is none, or only texts of other years."""
    same = [version for version in versions if relation(version, instrument) == "same"]
    return max(same, key=lambda version: version.adopted, default=None)

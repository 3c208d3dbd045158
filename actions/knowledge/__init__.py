"""What the assistant knows, loaded from data/ and refused as a whole when any of it is wrong."""

from actions.knowledge.base import ROOT, Knowledge, KnowledgeError
from actions.knowledge.models import Bilingual, Card, CardWords, Channel, Citation, Deadline, Hotline, Instrument
from actions.knowledge.reading import Problem

__all__ = [
    "ROOT",
    "Bilingual",
    "Card",
    "CardWords",
    "Channel",
    "Citation",
    "Deadline",
    "Hotline",
    "Instrument",
    "Knowledge",
    "KnowledgeError",
    "Problem",
]

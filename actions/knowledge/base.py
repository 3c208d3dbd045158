"""The knowledge base in memory: cards, channels, hotlines and instruments, each by its id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from actions.knowledge.models import Card, Channel, Hotline, Instrument
from actions.knowledge.reading import Problem, read_card, read_table

ROOT = Path(__file__).resolve().parents[2]


class KnowledgeError(Exception):
    """The knowledge base has problems; ``problems`` lists each with its file and field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Knowledge:
    """All of data/: cards, channels and hotlines by id, instruments by official name."""

    cards: Mapping[str, Card]
    channels: Mapping[str, Channel]
    hotlines: Mapping[str, Hotline]
    instruments: Mapping[str, Instrument]

    @classmethod
    def load(cls, root: Path = ROOT) -> "Knowledge":
        """Everything under ``root``/data; raises ``KnowledgeError`` with all problems at once."""
        knowledge, problems = cls.read(root)
        if problems:
            raise KnowledgeError(problems)
        return knowledge

    @classmethod
    def read(cls, root: Path = ROOT) -> tuple["Knowledge", list[Problem]]:
        """What is sound under ``root``/data, and the problems of the rest."""
        data = root / "data"
        cards, problems = _cards(data / "guidance", root)
        channels, of_channels = read_table(Channel, data / "channels.yml", root, "id")
        hotlines, of_hotlines = read_table(Hotline, data / "hotlines.yml", root, "id")
        instruments, of_instruments = read_table(Instrument, data / "instruments.yml", root, "name")
        knowledge = cls(
            MappingProxyType(cards),
            MappingProxyType(channels),
            MappingProxyType(hotlines),
            MappingProxyType(instruments),
        )
        return knowledge, problems + of_channels + of_hotlines + of_instruments


def _cards(folder: Path, root: Path) -> tuple[dict[str, Card], list[Problem]]:
    cards: dict[str, Card] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*/*.md")):
        card, found = read_card(path, root)
        problems += found
        if card is None:
            continue
        if card.id in cards:
            name = path.relative_to(root).as_posix()
            problems.append(Problem(name, "id", f"is already that of a card in {cards[card.id].topic}"))
            continue
        cards[card.id] = card
    return cards, problems

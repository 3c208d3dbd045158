"""What actions and HTTP routes share in one process: knowledge, statutes, search and the clock."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.choices import spoken
from actions.deadlines import Deadlines
from actions.deadlines.calendar import ChineseCalendar
from actions.intake.entities import Reader
from actions.intake.places import Places
from actions.intake.table import IntakeTable
from actions.knowledge import ROOT, Knowledge
from actions.navigator import Navigator
from actions.screening import Screening
from actions.screening.offices import Offices
from actions.search.embedder import EmbedderError
from actions.search.engines import VectorEngine, VectorEngineError, engine_for
from actions.search.service import GuidanceSearch
from actions.search.vectors import VectorsError
from actions.settings import read_settings
from actions.statutes import Passage, Statutes
from actions.statutes.former import FormerLaws
from actions.statutes.importing import DATABASE as IMPORTED_STATUTES
from actions.statutes.indexing import meaning_of
from actions.statutes.meaning import Meaning
from actions.statutes.mentions import Mentions
from actions.statutes.model import StatuteModel
from actions.statutes.search import FOLDER as STATUTES_INDEX
from actions.statutes.search import StatuteSearch

SHANGHAI = ZoneInfo("Asia/Shanghai")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Clock:
    """The time in Shanghai; ``read`` gives the present moment with its time zone."""

    read: Callable[[], datetime] = lambda: datetime.now(SHANGHAI)

    def now(self) -> datetime:
        """The present moment in Shanghai."""
        return self.read().astimezone(SHANGHAI)

    def today(self) -> date:
        """Today's date in Shanghai."""
        return self.now().date()


class Services:
    """Everything built on first use, once."""

    def __init__(
        self,
        root: Path = ROOT,
        embedder: str | None = None,
        clock: Clock | None = None,
        say: Callable[[str], None] = logger.info,
    ) -> None:
        """``say`` is told how far building has come."""
        self.clock = clock or Clock()
        self._root = root
        self._embedder = embedder
        self._say = say
        self._building = threading.RLock()
        self._engines: dict[str, VectorEngine] = {}
        self.statutes_progress: str | None = None
        """How far the vectors of articles are, while they are being made."""

    @property
    def knowledge(self) -> Knowledge:
        """The sound part of data/. What is wrong is logged: one bad card must not silence all the others."""
        with self._building:
            return self._knowledge

    @property
    def statutes(self) -> Statutes:
        """The statutes; raises ``StatutesError`` when they cannot be read."""
        with self._building:
            return self._statutes

    @property
    def search(self) -> GuidanceSearch:
        """Search, unavailable until it is warmed up."""
        with self._building:
            return self._search

    @property
    def statute_search(self) -> StatuteSearch:
        """Search over all articles in force; its index is built at first use."""
        with self._building:
            return self._statute_search

    @property
    def former_laws(self) -> FormerLaws:
        """Laws that ended before the statutes begin. What is wrong in their table is logged."""
        with self._building:
            return self._former_laws

    @property
    def law_mentions(self) -> Mentions:
        """Finds the laws and articles that a sentence names."""
        with self._building:
            return self._law_mentions

    @property
    def deadlines(self) -> Deadlines:
        """The deadline rules; raises ``DeadlinesError`` when they cannot be used."""
        with self._building:
            return self._deadlines

    @property
    def screening(self) -> Screening:
        """The legal-aid screening; raises ``ScreeningError`` when its table cannot be used."""
        with self._building:
            return self._screening

    @property
    def offices(self) -> Offices:
        """The offices whose contact has a source; raises ``OfficesError`` when the table cannot be used."""
        with self._building:
            return self._offices

    @property
    def navigator(self) -> Navigator:
        """The channel navigator; raises ``NavigatorError`` when its rules cannot be used."""
        with self._building:
            return self._navigator

    @property
    def intake_table(self) -> IntakeTable:
        """Kinds of dispute and what the intake asks; raises ``IntakeError`` when the table cannot be used."""
        with self._building:
            return self._intake_table

    @property
    def places(self) -> Places:
        """Districts and subdistricts; raises ``DistrictsError`` when the table cannot be used."""
        with self._building:
            return self._places

    @property
    def intake_reader(self) -> Reader:
        """Reads what a sentence tells of a dispute."""
        return Reader(self.intake_table, self.places, self.search)

    def closeness(self, text: str, labels: Sequence[str]) -> list[float]:
        """How close ``text`` is in meaning to each label, as cosines; all 0 while search is not available."""
        return self.search.closeness(text, labels)

    def today(self) -> date:
        """Today's date in Shanghai."""
        return self.clock.today()

    @cached_property
    def _deadlines(self) -> Deadlines:
        return Deadlines.load(self._root / "data" / "deadlines.yml", ChineseCalendar())

    @cached_property
    def _screening(self) -> Screening:
        return Screening.load(self._root / "data" / "screening.yml")

    @cached_property
    def _offices(self) -> Offices:
        return Offices.load(self._root / "data" / "organisations.yml")

    @cached_property
    def _navigator(self) -> Navigator:
        return Navigator.load(self._root / "data" / "navigator.yml", self.knowledge.channels)

    @cached_property
    def _intake_table(self) -> IntakeTable:
        return IntakeTable.load(self._root / "data" / "intake.yml")

    @cached_property
    def _places(self) -> Places:
        return Places.load(self._root / "data" / "districts.yml")

    @cached_property
    def _knowledge(self) -> Knowledge:
        knowledge, problems = Knowledge.read(self._root)
        for problem in problems:
            logger.error("left out: %s", problem)
        return knowledge

    @cached_property
    def _statutes(self) -> Statutes:
        return Statutes.open(
            self.knowledge.instruments, self._root, imported=self._root / read_settings().var / IMPORTED_STATUTES
        )

    @cached_property
    def _statute_search(self) -> StatuteSearch:
        folder = self._root / read_settings().var / STATUTES_INDEX
        return StatuteSearch(self.statutes, folder, self._root, self._meaning_of_statutes)

    def _meaning_of_statutes(self, passages: tuple[Passage, ...]) -> Meaning | None:
        embedder = self.search.embedder
        if embedder is None or not read_settings().statutes_by_meaning:
            return None
        name = self._embedder or read_settings().embedder
        try:
            model = StatuteModel.over(embedder, name, self._root)
            # One for all days: a search that began before the law changed goes on with what it knows of the new set.
            fresh = engine_for("articles", model.identity, read_settings().vector_database)
            engine = self._engines.setdefault(model.identity, fresh)
            return meaning_of(passages, model, self._root, self._say_of_statutes, engine)
        except (EmbedderError, VectorsError, VectorEngineError) as error:
            logger.error("statutes are searched by words alone: %s", error)
            return None
        finally:
            self.statutes_progress = None

    def _say_of_statutes(self, line: str) -> None:
        self.statutes_progress = line
        self._say(f"statutes: {line}")

    @cached_property
    def _law_mentions(self) -> Mentions:
        return Mentions.load(self._name_of_law, self._root / "data" / "law-names.yml")

    def _name_of_law(self, written: str) -> str | None:
        former = self.former_laws.find(written)
        return former.name if former else self.statutes.official_name(written)

    @cached_property
    def _former_laws(self) -> FormerLaws:
        laws, problems = FormerLaws.read(self._root)
        for problem in problems:
            logger.error("left out: %s", problem)
        return laws

    @cached_property
    def _search(self) -> GuidanceSearch:
        cards = tuple(self.knowledge.cards.values())
        embedder = self._embedder or read_settings().embedder
        return GuidanceSearch.over(cards, embedder, self._root, self._labels(), self._say)

    def _labels(self) -> list[str]:
        """Everything that an answer in a citizen's own words is compared with."""
        questions = [*self.screening.questions.values(), *self.navigator.questions.values()]
        options = [option for question in questions for option in question.options]
        options += [rule.as_option() for rule in self.deadlines.rules.values()]
        return spoken(options)


@lru_cache(maxsize=1)
def services() -> Services:
    """The services of this process; ``python -m actions`` asks for them before it has a second thread."""
    return Services()

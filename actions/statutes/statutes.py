"""One article as it stands on a day: its text, whether it applies, and from when, if that is certain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from actions.article_numbers import article_number, official_article
from actions.knowledge.base import ROOT
from actions.knowledge.models import Instrument
from actions.statutes.database import LawsDatabase, StatutesError, laws_file
from actions.statutes.dates import read_law_dates
from actions.statutes.versions import Status, Version, standing_on

_COUNTRY = "中华人民共和国"


@dataclass(frozen=True)
class Article:
    """An article of a law or instrument, or (``article`` is None) the law as a whole, seen from a day.

    ``status`` is ``in_force``, ``not_yet`` (it applies later), ``ended`` or ``changed`` (it applies in other words
    than the database has). ``text`` is None where there is none to show. ``applies_from`` and ``last_day`` are None
    where they are not certain. ``adopted`` tells which version of the law this is.
    """

    law: str
    article: str | None
    status: Status
    text: str | None = None
    adopted: date | None = None
    applies_from: date | None = None
    last_day: date | None = None
    instrument: Instrument | None = None

    @property
    def applies(self) -> bool:
        """Whether it may be cited as law on that day."""
        return self.status in ("in_force", "changed")

    @property
    def has_text(self) -> bool:
        """Whether a reader can open its words."""
        return self.text is not None

    @property
    def label(self) -> str:
        """How it is cited, such as 《商标法》第五十七条."""
        name = self.instrument.short if self.instrument else self.law.removeprefix(_COUNTRY)
        return f"《{name}》{self.article or ''}"


class Statutes:
    """All laws of the database and all instruments of data/instruments.yml."""

    def __init__(self, database: LawsDatabase, instruments: Mapping[str, Instrument]) -> None:
        self._database = database
        self._instruments = instruments
        self._short_names = {instrument.short: name for name, instrument in instruments.items()}

    @classmethod
    def open(cls, instruments: Mapping[str, Instrument], root: Path = ROOT, database: Path | None = None) -> "Statutes":
        """Open the installed statutes; raises ``StatutesError`` when they or data/law-dates.yml cannot be used."""
        dates, problems = read_law_dates(root / "data" / "law-dates.yml")
        if problems:
            raise StatutesError("; ".join(map(str, problems)))
        return cls(LawsDatabase(database or laws_file(), dates), instruments)

    def article(self, law: str, number: str | None, on: date) -> Article | None:
        """The article as it stands on ``on``; None when there is no such law or article.

        ``law`` is the full name, also without 中华人民共和国, or an instrument's short name; ``number`` may be
        written 第二十七条, 第27条 or 27, and None asks for the law as a whole, which has no text here.
        Raises ``ValueError`` when ``number`` is no article number.
        """
        article = official_article(number) if number is not None else None
        name = self._law_name(law)
        if name in self._database.versions:
            return self._of_law(self._database.versions[name], article, on)
        if name in self._instruments:
            return _of_instrument(self._instruments[name], article, on)
        return None

    def versions(self, law: str) -> list[Version]:
        """All texts of a law that the database has, oldest first; empty for an unknown law."""
        return sorted(self._database.versions.get(self._law_name(law), []), key=lambda version: version.starts)

    def _law_name(self, law: str) -> str:
        name = law.strip().strip("《》")
        candidates = (name, _COUNTRY + name, self._short_names.get(name, name))
        known = (one for one in candidates if one in self._database.versions or one in self._instruments)
        return next(known, name)

    def _of_law(self, versions: list[Version], article: str | None, on: date) -> Article | None:
        standing = standing_on(versions, on)
        version = standing.version
        text = self._database.text(version, article) if article is not None else None
        if article is not None and text is None:
            return None
        changed = standing.status == "in_force" and article in version.changed_articles
        return Article(
            law=version.law,
            article=article,
            status="changed" if changed else standing.status,
            text=None if changed else text,
            adopted=version.adopted,
            applies_from=version.applies_from,
            last_day=standing.last_day,
        )


def _of_instrument(instrument: Instrument, article: str | None, on: date) -> Article | None:
    counted = instrument.articles
    if article is not None and counted is not None and article_number(article)[0] > counted:
        return None
    status: Status = "in_force"
    if instrument.effective_from and on < instrument.effective_from:
        status = "not_yet"
    elif instrument.effective_to and instrument.effective_to < on:
        status = "ended"
    return Article(
        law=instrument.name,
        article=article,
        status=status,
        adopted=instrument.published,
        applies_from=instrument.effective_from,
        last_day=instrument.effective_to,
        instrument=instrument,
    )

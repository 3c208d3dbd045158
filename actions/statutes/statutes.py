"""One article as it stands on a day: its text, whether it applies, and from when, if that is certain."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from actions.article_numbers import article_number, official_article
from actions.knowledge.base import ROOT
from actions.knowledge.models import Instrument
from actions.statutes.database import LawsDatabase, StatutesError, laws_file
from actions.statutes.dates import read_law_dates
from actions.statutes.imported import text_of
from actions.statutes.names import COUNTRY, LawNames
from actions.statutes.versions import Status, Version, standing_on


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
        name = self.instrument.short if self.instrument else self.law.removeprefix(COUNTRY)
        return f"《{name}》{self.article or ''}"


@dataclass(frozen=True)
class Passage:
    """One article with its words, as it applies on the day that was asked for."""

    law: str
    article: str
    text: str
    heading: str = ""
    """What its chapter and section are about: 保管合同. An article often leaves out what its chapter's name says."""


class Statutes:
    """All laws of the database, all instruments of data/instruments.yml, and what an operator has imported."""

    def __init__(
        self, database: LawsDatabase, instruments: Mapping[str, Instrument], imported: LawsDatabase | None = None
    ) -> None:
        self._instruments = instruments
        self._databases = (database, imported) if imported else (database,)
        shorts = {instrument.short: name for name, instrument in instruments.items()}
        self._names = LawNames((*database.versions, *instruments), shorts)
        self._imported = _under_official_names(imported.versions if imported else {}, self._names)
        self._laws = {name: _with_newer(own, self._imported.get(name, ())) for name, own in database.versions.items()}
        others = {name: own for name, own in self._imported.items() if name not in self._names.all}
        self._laws.update(others)
        self._names = LawNames((*self._names.all, *others), shorts)

    @classmethod
    def open(
        cls,
        instruments: Mapping[str, Instrument],
        root: Path = ROOT,
        database: Path | None = None,
        imported: Path | None = None,
    ) -> "Statutes":
        """Open the installed statutes and, where the file exists, the ``imported`` ones.

        Raises ``StatutesError`` when they or data/law-dates.yml cannot be used.
        """
        dates, problems = read_law_dates(root / "data" / "law-dates.yml")
        if problems:
            raise StatutesError("; ".join(map(str, problems)))
        more = LawsDatabase(imported, dates) if imported is not None and imported.exists() else None
        return cls(LawsDatabase(database or laws_file(), dates), instruments, more)

    @property
    def names(self) -> tuple[str, ...]:
        """The official names of all laws and instruments."""
        return self._names.all

    def official_name(self, law: str) -> str | None:
        """The official name of a law however it is written, or None for one that is not known."""
        return self._names.official(law)

    def article(self, law: str, number: str | None, on: date) -> Article | None:
        """The article as it stands on ``on``; None when there is no such law or article.

        ``law`` is the full name, also without 中华人民共和国, or an instrument's short name; ``number`` may be
        written 第二十七条, 第27条 or 27, and None asks for the law as a whole, which has no text here.
        Raises ``ValueError`` when ``number`` is no article number.
        """
        article = official_article(number) if number is not None else None
        name = self._names.official(law)
        if name is None:
            return None
        if name in self._laws:
            return self._of_law(self._laws[name], article, on)
        return self._of_instrument(self._instruments[name], article, on)

    def versions(self, law: str) -> list[Version]:
        """All texts of a law that are at hand, oldest first; empty for an unknown law or one without text."""
        name = self._names.official(law) or law
        versions = self._laws.get(name) or self._imported.get(name, [])
        return sorted(versions, key=lambda version: version.starts)

    def text(self, version: Version, article: str) -> str | None:
        """The words of an article (official number) in one text of its law, whether it applies or not."""
        texts = (database.text(version, article) for database in self._databases)
        return next((text for text in texts if text is not None), None)

    def texts(self, version: Version) -> list[tuple[str, str]]:
        """Official number and words of every article in one text of a law, in order."""
        return [row for database in self._databases for row in database.texts(version)]

    def numbers(self, law: str, on: date) -> list[str]:
        """The official numbers of all articles whose words are at hand as they stand on ``on``, in order."""
        version = self._standing_text(self._names.official(law) or law, on)
        return [number for number, _ in self.texts(version)] if version else []

    def in_force(self, on: date) -> Iterator[Passage]:
        """Every article that applies on ``on`` and whose words are at hand."""
        for name in self._names.all:
            law, version = self.article(name, None, on), self._standing_text(name, on)
            if law is None or version is None or not law.applies:
                continue
            headings = self._headings(version)
            for number, text in self.texts(version):
                if number not in version.changed_articles:
                    yield Passage(name, number, text, headings.get(number, ""))

    def _headings(self, version: Version) -> dict[str, str]:
        return {number: name for database in self._databases for number, name in database.headings(version).items()}

    def _standing_text(self, name: str, on: date) -> Version | None:
        if name in self._laws:
            return standing_on(self._laws[name], on).version
        if name in self._instruments:
            return text_of(self._instruments[name], self._imported.get(name, []))
        return None

    def _of_law(self, versions: list[Version], article: str | None, on: date) -> Article | None:
        standing = standing_on(versions, on)
        version = standing.version
        text = self.text(version, article) if article is not None else None
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

    def _of_instrument(self, instrument: Instrument, article: str | None, on: date) -> Article | None:
        version = text_of(instrument, self._imported.get(instrument.name, []))
        text = self.text(version, article) if version and article is not None else None
        if article is not None and (text is None if version else _is_beyond(instrument, article)):
            return None
        return Article(
            law=instrument.name,
            article=article,
            status=_status(instrument, on),
            text=text,
            adopted=instrument.published,
            applies_from=instrument.effective_from,
            last_day=instrument.effective_to,
            instrument=instrument,
        )


def _under_official_names(imported: Mapping[str, list[Version]], names: LawNames) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for written, versions in imported.items():
        name = names.official(written) or written
        found.setdefault(name, []).extend(replace(version, law=name) for version in versions)
    return found


def _with_newer(own: list[Version], imported: Iterable[Version]) -> list[Version]:
    # The package's texts were checked against an independent copy, so an import adds only what came after them.
    newest = max(version.adopted for version in own)
    return own + [version for version in imported if version.adopted > newest]


def _is_beyond(instrument: Instrument, article: str) -> bool:
    return instrument.articles is not None and article_number(article)[0] > instrument.articles


def _status(instrument: Instrument, on: date) -> Status:
    if instrument.effective_from and on < instrument.effective_from:
        return "not_yet"
    if instrument.effective_to and instrument.effective_to < on:
        return "ended"
    return "in_force"

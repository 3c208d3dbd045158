"""The papers of a case as Word files, filled in from what is known and left blank where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Literal, cast

from bot.cases.catalogue import Catalogue
from bot.cases.categories import Categories
from bot.cases.papers import forms
from bot.cases.papers.filling import Filling, Letterhead, Line, day_written
from bot.cases.papers.layout import Sheet
from bot.cases.papers.words import Mediation, Words
from bot.cases.records import CaseView, Forbidden, Member
from bot.cases.routing import Organisation

Kind = Literal["application", "registration", "record", "agreement", "return-visit"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FORMS: Mapping[Kind, Callable[[Sheet, Filling], None]] = {
    "application": forms.application,
    "registration": forms.registration,
    "record": forms.record,
    "agreement": forms.agreement,
    "return-visit": forms.return_visit,
}

__all__ = ["DOCX", "Kind", "Line", "Papers", "Words", "papers_of"]


class Papers:
    """Makes papers with the names of organisations, districts and categories. Pure: it only reads what it is given."""

    def __init__(self, organisations: Mapping[str, Organisation], catalogue: Catalogue, categories: Categories) -> None:
        self._organisations = organisations
        self._catalogue = catalogue
        self._categories = categories

    def paper(self, view: CaseView, kind: Kind, member: Member, today: date, talk: Sequence[Line] = ()) -> bytes:
        """The paper ``kind`` of a case as a Word file. ``talk`` is what mediator and citizen said to each other.

        ``view`` is the case as ``member`` sees it: what they may not see stays blank. Raises ``Forbidden`` where papers
        are not among it.
        """
        if "papers" not in view.sees:
            raise Forbidden
        case = self._filling(view, talk)
        sheet = Sheet(case.title(kind), case.is_bilingual, datetime.combine(today, time(), UTC))
        _FORMS[kind](sheet, case)
        sheet.footer(f"{view.case.number}　{day_written(today)}　{member.shown_name}打印")
        return sheet.content()

    def titles(self, view: CaseView) -> dict[Kind, Words]:
        """The papers that this case can fill, with their titles."""
        case = self._filling(view, ())
        return {kind: case.title(kind) for kind in papers_of(view)}

    def _filling(self, view: CaseView, talk: Sequence[Line]) -> Filling:
        row = view.case
        district = self._catalogue.districts.get(row.district or "")
        place = (f"上海市{district['zh']}" if district else "") + (row.subdistrict or "")
        letterhead = _letterhead(self._organisations.get(row.organisation))
        return Filling(view, letterhead, self._categories.of(row.kind), place, talk)


def _letterhead(organisation: Organisation | None) -> Letterhead:
    if organisation is None:  # it was in charge once and is not in data/routing.yml any more
        return Letterhead(Words("", ""))
    name = Words(organisation.name["zh"], organisation.name["en"])
    return Letterhead(name, cast(Mediation, organisation.mediation), organisation.file_number)


def papers_of(view: CaseView) -> list[Kind]:
    """The papers that a case can fill in the state it is in; none for who may not see papers."""
    if "papers" not in view.sees or view.case.erased_at is not None:
        return []
    kinds: list[Kind] = ["application", "registration"]
    if view.case.claimed_at is not None:
        kinds += ["record"]
        kinds += ["agreement"] if view.case.outcome in (None, "agreement") else []
    return kinds + (["return-visit"] if view.case.state in ("closed", "reviewed") else [])

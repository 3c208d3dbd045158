"""The five papers of a mediation case, each as one function from a filling to a sheet.

Fields: the forms of the Ministry of Justice for people's mediation (2010) as they are in use, and the People's
Mediation Law, articles 26 to 30 and 33; for commercial mediation the Regulation on Commercial Mediation, articles 21
to 23.
"""

from __future__ import annotations

from docx.shared import Mm

from bot.cases.papers.filling import Filling, day_of, day_written
from bot.cases.papers.layout import Sheet
from bot.cases.papers.words import CHOICES, Words
from bot.cases.records import Party, Side

SIDES: tuple[Side, ...] = ("applicant", "other_side")
TALL, TALLEST = Mm(30), Mm(45)


def application(sheet: Sheet, case: Filling) -> None:
    """What the applicant signs: who, against whom, what happened, what is asked for."""
    _parties(sheet, case)
    grid = sheet.table(1.05, 4.95)
    grid.row(case.words("dispute"), case.facts.what_happened, least=TALLEST)
    grid.row(case.words("requests"), case.requests(), least=TALL)
    grid.row(case.words("amount"), case.amount())
    grid.row(case.words("evidence"), "\n".join(case.facts.evidence))
    sheet.gap()
    sheet.sentence(case.words("declared"))
    sheet.sentence(case.words("to"))
    sheet.signatures([case.words("signed_applicant")])


def registration(sheet: Sheet, case: Filling) -> None:
    """That the case was taken up, with the consent of the parties, and where it came from."""
    sheet.number(case.file_number())
    first, second = (Words(names, names) for names in (case.names("applicant"), case.names("other_side")))
    sheet.sentence(case.words("accepted", first=first, second=second))
    row = case.view.case
    grid = sheet.table(1.35, 1.85, 1.1, 1.7)
    grid.row(case.words("case_number"), row.number, case.words("registered_at"), day_of(row.opened_at))
    grid.row(case.words("kind"), case.kind(), case.words("happened_on"), day_written(row.happened_on))
    grid.row(case.words("place"), case.place, case.words("amount"), case.amount())
    grid.row(case.words("source"), case.source())
    grid.row(case.words("dispute"), case.facts.what_happened, least=TALL)
    grid.row(case.words("requests"), case.requests())
    grid.row(case.words("tried"), case.facts.tried)
    grid.row(case.words("remark"), case.words("by_body").zh)
    sheet.signatures([case.words("signed_party"), case.words("signed_clerk"), case.words("seal")])


def record(sheet: Sheet, case: Filling) -> None:
    """What was said in the mediation and how it ended."""
    sheet.number(case.file_number())
    grid = sheet.table(1.3, 5)
    grid.row(case.words("time"), "　　　　年　　月　　日　　时　　分至　　时　　分")
    grid.row(case.words("room"), "")
    grid.row(case.words("parties"), "\n".join(_named(case)))
    grid.row(case.words("present"), "")
    sheet.gap()
    sheet.sentence(case.words("told"))
    sheet.heading(case.words("statement"))
    sheet.prose(case.facts.what_happened, 4)
    sheet.heading(case.words("answer"))
    sheet.prose("", 4)
    sheet.heading(case.words("course"))
    sheet.prose("", 6)
    if spoken := case.spoken():
        sheet.heading(case.words("talk"))
        sheet.prose(spoken, 0)
    sheet.heading(case.words("result"))
    sheet.prose(case.result(), 0)
    signers = ("signed_party", "signed_party", "signed_present", "signed_mediator", "signed_recorder")
    sheet.signatures([case.words(name) for name in signers])


def agreement(sheet: Sheet, case: Filling) -> None:
    """What the parties agreed on: who they are, facts and responsibility, terms with how and by when."""
    is_commercial = case.letterhead.mediation == "commercial"
    sheet.number(case.file_number())
    _parties(sheet, case)
    sheet.gap()
    sheet.heading(case.words("facts_commercial" if is_commercial else "facts"))
    sheet.prose("\n".join(filter(None, (case.facts.what_happened, case.agreement("disputed")))), 5)
    if not is_commercial:
        sheet.heading(case.words("responsibility"))
        sheet.prose(case.agreement("responsibility"), 3)
    sheet.heading(case.words("terms_commercial" if is_commercial else "terms"))
    sheet.sentence(case.words("agreed"))
    sheet.prose(case.agreement("terms"), 6)
    sheet.heading(case.words("way_commercial" if is_commercial else "way"))
    sheet.prose("\n".join(filter(None, (case.agreement("way"), case.agreement("due")))), 3)
    sheet.sentence(case.words(f"effect_{case.letterhead.mediation}"))
    sheet.sentence(case.words("copies", copies=case.copies()))
    signers = ("signed_party", "signed_party", "signed_mediator", "signed_recorder", "seal")
    sheet.signatures([case.words(name) for name in signers])


def return_visit(sheet: Sheet, case: Filling) -> None:
    """What became of the agreement."""
    number = case.file_number()
    sheet.number(number)
    between = f"{case.names('applicant')}与{case.names('other_side')}之间的{case.category.zh}"
    grid = sheet.table(1.35, 1.85, 1.1, 1.7)
    grid.row(case.words("visited"), case.visit("with"), case.words("visited_on"), day_written(case.visit("on")))
    grid.row(case.words("agreement_number"), number if case.letterhead.file_number else "")
    grid.row(case.words("reason"), between)
    for name in ("visit_way", "performed"):
        chosen = case.visit("way" if name == "visit_way" else name)
        grid.row(case.words(name), case.choice(name, chosen if chosen in CHOICES[name] else None))
    grid.row(case.words("satisfied"), case.satisfied())
    grid.row(case.words("court"), case.visit("court"))
    grid.row(case.words("hidden_trouble"), case.visit("hidden_trouble"))
    grid.row(case.words("visit"), case.visit("text"), least=TALLEST)
    sheet.signatures([case.words("signed_party"), case.words("signed_visitor")])


def _parties(sheet: Sheet, case: Filling) -> None:
    grid = sheet.table(1.05, 1.5, 1.7, 0.75, 1)
    for side in SIDES:
        for place, party in enumerate(case.parties(side)):
            grid.block(case.words(side), _party(case, party, is_first=place == 0))


def _party(case: Filling, party: Party, is_first: bool) -> list[list[Words | str]]:
    """Name and means of contact as known; the rest of who somebody is, is for them to write."""
    named: list[Words | str] = [case.words("name"), party.name]
    reached: list[Words | str] = [case.words("reach"), case.contact(party, is_first)]
    headed: list[Words | str] = [case.words("head_of"), ""]
    address: list[Words | str] = [case.words("address"), case.address(party, is_first)]
    if case.letterhead.mediation == "commercial":
        return [named, headed, reached, address]
    person: list[Words | str] = [case.words("people"), "", case.words("age"), ""]
    return [[*named, case.words("sex"), ""], person, [case.words("occupation"), ""], reached, headed, address]


def _named(case: Filling) -> list[str]:
    return [f"{case.words(side).zh}：{party.name}" for side in SIDES for party in case.parties(side)]

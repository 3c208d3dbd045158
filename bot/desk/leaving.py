"""When a member leaves or moves: what they held waits again, with its place kept."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from bot.cases.cases import Cases
from bot.cases.records import CaseFilter, CaseRefusal, Member
from bot.desk.staff import StaffMember

WHY = "调解员离开或调动，案件退回队列。The mediator left or moved; the case waits again."
PAGE = 200


class Leaving:
    """Looks after the cases of members. Every method blocks and may raise ``StoreUnavailable``."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases

    def loads(self, members: Iterable[StaffMember]) -> dict[str, int]:
        """How many cases each member holds, by id."""
        loads: dict[str, int] = {}
        for organisation in {member.organisation for member in members}:
            loads |= self._cases.open_counts(Member("", "", "lead", organisation))
        return loads

    def put_back(self, member: StaffMember) -> None:
        """Put back every case that the member holds; one that ends at this moment needs it no more."""
        holder = Member.of(member)
        for case in self._held(holder):
            with suppress(CaseRefusal):
                self._cases.case_release(holder, case, WHY)

    def _held(self, holder: Member) -> list[str]:
        found: list[str] = []
        cursor = None
        while True:
            page = self._cases.case_list(holder, CaseFilter(view="mine"), cursor, PAGE)
            found += [row.case.id for row in page.rows]
            cursor = page.next
            if cursor is None:
                return found

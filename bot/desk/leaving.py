"""When a member leaves or moves: what they held waits again, with its place kept."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cases.cases import Cases
from bot.cases.records import CaseFilter, Member
from bot.desk.staff import StaffMember

WHY = "调解员离开或调动，案件退回队列。The mediator left or moved; the case waits again."


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
        """Put back every case that the member holds."""
        holder = Member.of(member)
        while held := self._cases.case_list(holder, CaseFilter(view="mine")).rows:
            for row in held:
                self._cases.case_release(holder, row.case.id, WHY)

"""Cases: the list, one case, and everything that is done with it. Who may do what is decided by ``Cases`` alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool

from bot.cases.cases import Cases
from bot.cases.records import Case, CaseFilter, CaseHidden, Member, State
from bot.desk.case_sent import Close, HandOn, ParticipantAdd, Raise, Review, Transfer, WithWhy
from bot.desk.case_shapes import CaseGone, CaseList, CaseViewShown, row_shown
from bot.desk.case_view import CaseViews
from bot.desk.gate import HANDLERS, Asker, Gate
from bot.sentences import Language

MOST_ROWS = 200
Route = TypeVar("Route", bound=Callable[..., Any])


def case_routes(gate: Gate, cases: Cases, views: CaseViews, clock: Callable[[], float]) -> APIRouter:
    """The routes under ``/cases`` that show and change a case."""
    router = gate.router(*HANDLERS, tag="desk: cases")

    async def done(actor: Member, work: Callable[..., Case], case: str, *given: Any, **named: Any) -> CaseViewShown:
        """Do something with a case, and show it as it then is."""
        await run_in_threadpool(work, actor, case, *given, **named)
        return await run_in_threadpool(views.get, actor, case)

    def post(path: str) -> Callable[[Route], Route]:
        return router.post(f"/cases/{{case}}/{path}", response_model_exclude_unset=True)

    @router.get("/cases")
    async def case_list(
        actor: Asker,
        view: Literal["queue", "mine", "all", "closed"] = "queue",
        state: State | None = None,
        kind: Annotated[str | None, Query(max_length=32)] = None,
        district: Annotated[str | None, Query(max_length=32)] = None,
        language: Language | None = None,
        overdue: bool = False,
        q: Annotated[str, Query(max_length=100, description="a number, a name, or words")] = "",
        cursor: Annotated[str | None, Query(max_length=200)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
    ) -> CaseList:
        """Cases of one's own organisation and those that it takes part in, the most pressing first."""
        wanted = CaseFilter(view, state, kind, district, language, overdue or None, q.strip())
        page = await run_in_threadpool(cases.case_list, actor, wanted, cursor, limit)
        return CaseList(cases=[row_shown(row, clock()) for row in page.rows], next=page.next, total=page.total)

    @router.get("/cases/{case}", response_model_exclude_unset=True)
    async def case_get(actor: Asker, case: str) -> CaseViewShown:
        """One case. Looking at it is written down."""
        return await run_in_threadpool(views.get, actor, case)

    @post("claim")
    async def case_claim(actor: Asker, case: str) -> CaseViewShown:
        """Take a case out of the queue. Of two at the same instant one gets it, the other is told who."""
        return await done(actor, cases.case_claim, case)

    @post("release")
    async def case_release(actor: Asker, case: str, sent: WithWhy) -> CaseViewShown:
        """Put a case back into the queue, at the place that it had."""
        return await done(actor, cases.case_release, case, sent.why)

    @post("take_over")
    async def case_take_over(actor: Asker, case: str) -> CaseViewShown:
        """Speak oneself: the assistant is silent from now on."""
        return await done(actor, cases.floor_take, case)

    @post("hand_back")
    async def case_hand_back(actor: Asker, case: str) -> CaseViewShown:
        """Let the assistant answer again."""
        return await done(actor, cases.floor_return, case)

    @post("hand_on")
    async def case_hand_on(actor: Asker, case: str, sent: HandOn) -> CaseViewShown:
        """Give the case to a colleague; a lead also assigns one from the queue."""
        return await done(actor, cases.case_hand_on, case, sent.to, sent.why)

    @post("transfer")
    async def case_transfer(actor: Asker, case: str, sent: Transfer) -> CaseViewShown | CaseGone:
        """Give the case to another organisation. Who does not take part in it sees it no longer."""
        await run_in_threadpool(cases.case_transfer, actor, case, sent.organisation, sent.why)
        try:
            return await run_in_threadpool(views.get, actor, case)
        except CaseHidden:
            return CaseGone(gone=True)

    @post("refuse")
    async def case_refuse(actor: Asker, case: str, sent: WithWhy) -> CaseViewShown:
        """Do not take the case on."""
        return await done(actor, cases.case_refuse, case, sent.why)

    @post("supervise")
    async def case_supervise(actor: Asker, case: str, sent: WithWhy) -> CaseViewShown:
        """See to it that the case moves."""
        return await done(actor, cases.case_supervise, case, sent.why)

    @post("resume")
    async def case_resume(actor: Asker, case: str) -> CaseViewShown:
        """It moves again."""
        return await done(actor, cases.case_resume, case)

    @post("close")
    async def case_close(actor: Asker, case: str, sent: Close) -> CaseViewShown:
        """End the case with an outcome, and with what was agreed."""
        agreement = sent.agreement.model_dump(exclude_none=True) if sent.agreement else {}
        return await done(actor, cases.case_close, case, sent.outcome, sent.why, agreement)

    @post("review")
    async def case_review(actor: Asker, case: str, sent: Review) -> CaseViewShown:
        """Write down what the return visit found."""
        visit = sent.visit.model_dump(mode="json", by_alias=True, exclude_none=True)
        return await done(actor, cases.case_review, case, visit)

    @post("reopen")
    async def case_reopen(actor: Asker, case: str, sent: WithWhy) -> CaseViewShown:
        """Take an ended case up again: it waits in the queue."""
        return await done(actor, cases.case_reopen, case, sent.why)

    @post("raise")
    async def case_raise(actor: Asker, case: str, sent: Raise) -> CaseViewShown:
        """Say how pressing it is."""
        return await done(actor, cases.case_raise, case, sent.priority, sent.why)

    @post("participants")
    async def participant_add(actor: Asker, case: str, sent: ParticipantAdd) -> CaseViewShown:
        """Have another organisation take part; it sees what its role lets it see."""
        return await done(actor, cases.participant_add, case, sent.organisation, sent.role)

    @router.delete("/cases/{case}/participants/{organisation}", response_model_exclude_unset=True)
    async def participant_remove(actor: Asker, case: str, organisation: str) -> CaseViewShown:
        """Have an organisation take part no longer."""
        return await done(actor, cases.participant_remove, case, organisation)

    return router

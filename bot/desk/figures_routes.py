"""A lead's numbers, as data and as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from bot.cases.calendar import SHANGHAI
from bot.cases.cases import Cases
from bot.cases.figures import LONGEST_DAYS
from bot.desk.gate import Asker, Gate
from bot.desk.problems import Refused
from bot.errors import language_wanted

USUAL_DAYS = 30
First = Annotated[date | None, Query(alias="from", description="the first day; else thirty days in all")]
Last = Annotated[date | None, Query(alias="to", description="the last day; else today")]


class FiguresShown(BaseModel):
    """Numbers of the own organisation. Times are seconds of the clock: what the citizen waited."""

    from_: date = Field(alias="from")
    to: date
    totals: dict[str, float | None]
    by_day: list[dict[str, Any]]
    by_kind: list[dict[str, Any]]
    by_category: list[dict[str, Any]]
    by_district: list[dict[str, Any]]
    by_state: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    satisfaction: list[dict[str, Any]]
    members: list[dict[str, Any]]


def figures_routes(gate: Gate, cases: Cases, clock: Callable[[], float]) -> APIRouter:
    """The routes ``/figures`` and ``/figures.csv``."""
    router = gate.router("lead", tag="desk: figures")

    def days(first: date | None, last: date | None) -> tuple[date, date]:
        end = last or datetime.fromtimestamp(clock(), SHANGHAI).date()
        start = first or end - timedelta(days=USUAL_DAYS - 1)
        if not 0 <= (end - start).days < LONGEST_DAYS:
            raise Refused(422, "days_wrong")
        return start, end

    @router.get("/figures")
    async def figures_get(actor: Asker, first: First = None, last: Last = None) -> FiguresShown:
        """What was opened, answered and closed in these days, and what is open now."""
        numbers = asdict(await run_in_threadpool(cases.figures, actor, *days(first, last)))
        span = {"from": numbers.pop("start"), "to": numbers.pop("end")}
        return FiguresShown.model_validate({**span, **numbers})

    @router.get("/figures.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
    async def figures_csv(request: Request, actor: Asker, first: First = None, last: Last = None) -> Response:
        """The same as a table, in the language of the request."""
        start, end = days(first, last)
        table = await run_in_threadpool(cases.figures_csv, actor, start, end, language_wanted(request))
        headers = {"content-disposition": f'attachment; filename="jiefen-{start}-{end}.csv"'}
        return Response(table, media_type="text/csv; charset=utf-8", headers=headers)

    return router

"""Answers of new cards that wait for a person's nod."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from bot.cases.approvals import APPROVERS, Approvals, Held
from bot.desk.case_sent import Decision
from bot.desk.case_shapes import moment
from bot.desk.gate import Gate, SignedIn


class HeldShown(BaseModel):
    """An answer that waits; the citizen has been told that somebody looks at it."""

    id: str
    at: datetime
    until: datetime = Field(description="when its time runs out, and the citizen is offered a person")
    card_id: str
    title: str
    question: str = Field(description="what the citizen asked, personal numbers masked")
    answer: dict[str, Any] = Field(description="a card as in a reply")


class ApprovalList(BaseModel):
    """All that waits, the oldest first."""

    approvals: list[HeldShown]


def approval_routes(gate: Gate, approvals: Approvals) -> APIRouter:
    """The routes under ``/approvals``."""
    router = gate.router(*APPROVERS, tag="desk: approvals")

    @router.get("/approvals")
    async def approval_list() -> ApprovalList:
        """Everything that waits."""
        return ApprovalList(approvals=[_shown(held) for held in await run_in_threadpool(approvals.held)])

    @router.post("/approvals/{approval}", status_code=204)
    async def approval_decide(session: SignedIn, approval: str, sent: Decision) -> None:
        """Let an answer go, or not. Of two who decide at once the first counts."""
        await run_in_threadpool(approvals.decide, approval, sent.decision == "approve", session.member.id)

    return router


def _shown(held: Held) -> HeldShown:
    return HeldShown(
        id=held.id,
        at=moment(held.at),
        until=moment(held.until),
        card_id=held.card_id,
        title=held.title,
        question=held.question,
        answer=dict(held.answer),
    )

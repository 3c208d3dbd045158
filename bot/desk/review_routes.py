"""A draft that a maintainer or lead hands in, checked against the law as it stands."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from bot.cases.records import Role
from bot.desk.gate import Gate
from bot.desk.reviewing import DraftReview
from bot.reply_parts import Citation

REVIEWERS: tuple[Role, ...] = ("lead", "maintainer")
BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


class Compared(BaseModel):
    """What the draft says and what the law says; either may be missing."""

    draft: str | None
    law: str | None


class FindingShown(BaseModel):
    """One thing to look at."""

    severity: Literal["error", "warning", "note"]
    place: str = Field(description="where in the draft, such as `line 3, 《民法典》第一条`")
    zh: str
    en: str
    suggestions: list[str] = Field(description="what was perhaps meant, best first")
    comparison: Compared | None
    citations: list[Citation]


class ReviewShown(BaseModel):
    """What was found, from the draft's beginning to its end."""

    subject: str
    on: date = Field(description="as of which day the law was read")
    looked_at: Annotated[list[int], Field(min_length=3, max_length=3, description="paragraphs, laws, articles")]
    not_done: list[str]
    findings: list[FindingShown]


def review_routes(gate: Gate, review: DraftReview) -> APIRouter:
    """The route for drafts."""
    router = gate.router(*REVIEWERS, tag="desk: review")

    @router.post("/review", openapi_extra=BODY)
    async def draft_review(
        request: Request, name: Annotated[str, Query(min_length=4, max_length=200)] = "draft.txt"
    ) -> ReviewShown:
        """Check a draft: a .docx, .md or .txt file as the body, called ``name``. Nothing of it is kept."""
        return ReviewShown.model_validate(await review.review(name, await request.body()))

    return router

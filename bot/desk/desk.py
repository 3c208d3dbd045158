"""Puts the desk together: everything under ``/desk/api``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter

from bot.articles import Articles
from bot.cases.approvals import Approvals
from bot.cases.attachments import Attachments
from bot.cases.cases import Cases
from bot.cases.exchange.opening import Exchange
from bot.cases.papers import Papers
from bot.conversation import Conversations
from bot.desk.approval_routes import approval_routes
from bot.desk.board import Board
from bot.desk.case_routes import case_routes
from bot.desk.case_view import CaseViews
from bot.desk.event_routes import event_routes
from bot.desk.figures_routes import figures_routes
from bot.desk.gate import Gate
from bot.desk.leaving import Leaving
from bot.desk.lockout import Lockout
from bot.desk.meta_routes import meta_routes, suggestion_routes
from bot.desk.own_routes import notice_routes, own_routes
from bot.desk.packet_routes import packet_routes
from bot.desk.paper_routes import paper_routes
from bot.desk.passwords import Passwords
from bot.desk.review_routes import review_routes
from bot.desk.reviewing import DraftReview
from bot.desk.session_routes import session_routes, sign_in_routes
from bot.desk.sessions import Sessions
from bot.desk.staff import Staff
from bot.desk.staff_routes import staff_routes
from bot.desk.suggestions import Suggestions
from bot.desk.talk_routes import talk_routes
from bot.desk.vocabulary import Vocabulary
from bot.settings import Settings


@dataclass(frozen=True)
class DeskParts:
    """What the desk shares with the gateway. ``data`` has the quick replies; ``clock`` gives Unix seconds."""

    settings: Settings
    cases: Cases
    conversations: Conversations
    attachments: Attachments
    approvals: Approvals
    exchange: Exchange
    articles: Articles
    data: Path
    clock: Callable[[], float]


def desk_routes(parts: DeskParts, passwords: Passwords | None = None) -> APIRouter:
    """All routes of the desk's API. Raises ``QuickRepliesError``."""
    cases, settings, clock, office = parts.cases, parts.settings, parts.clock, parts.cases.office
    passwords = passwords or Passwords()
    staff = Staff(office.database, passwords, clock)
    sessions = Sessions(office.database, passwords, Lockout(office.database, office.sealer, clock), clock)
    gate = Gate(sessions, settings)
    vocabulary = Vocabulary(office.catalogue, office.routing, parts.data)
    papers = Papers(office.routing.organisations, office.catalogue, office.categories)
    views = CaseViews(cases, parts.attachments, papers, vocabulary, clock)
    board = Board(cases, parts.conversations, parts.approvals)
    whole = APIRouter()
    for router in (
        sign_in_routes(gate, sessions, staff),
        session_routes(gate, sessions, staff, vocabulary, board),
        meta_routes(gate, cases, staff, parts.approvals, vocabulary),
        case_routes(gate, cases, views, clock),
        talk_routes(gate, cases, parts.conversations, board, staff),
        packet_routes(gate, cases, views, parts.exchange.outgoing, parts.exchange.incoming),
        paper_routes(gate, cases, papers, parts.attachments, clock),
        suggestion_routes(gate, cases, Suggestions(parts.articles)),
        own_routes(gate, cases, staff),
        notice_routes(gate, cases),
        staff_routes(gate, staff, vocabulary, Leaving(cases), board, settings.public_url),
        figures_routes(gate, cases, clock),
        approval_routes(gate, parts.approvals),
        review_routes(gate, DraftReview(settings.var)),
        event_routes(gate, sessions, cases, board, settings.heartbeat),
    ):
        whole.include_router(router)
    return whole

"""What the parts of a case are called, who may ask about it, and why they may be refused.

Times are Unix seconds, ids hexadecimal UUIDs. A ``Case`` holds everything; what somebody may see of it is decided in
``bot.cases.access`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, get_args

from bot.sentences import Language

State = Literal[
    "registered", "routed", "in_progress", "supervised", "closed", "reviewed", "refused", "withdrawn", "transferred"
]
Outcome = Literal["agreement", "no_agreement", "withdrawn", "referred"]
Role = Literal["mediator", "lead", "administrator", "maintainer"]
Source = Literal["citizen", "partner"]
Reason = Literal["asked", "person", "danger", "screening"]
Side = Literal["applicant", "other_side"]
Part = Literal["summary", "facts", "parties", "contact", "transcript", "files", "notes", "papers"]
"""What can be seen of a case, each apart."""
Action = Literal[
    "claim", "reply", "release", "take_over", "hand_back", "hand_on", "transfer", "refuse", "supervise", "resume",
    "close", "review", "reopen", "raise", "note", "participants", "send", "withdraw", "rate", "erase",
]  # fmt: skip
"""What somebody may do with a case."""
Event = Literal[
    "case_opened", "case_routed", "case_filled", "case_claimed", "case_released", "case_lease_ended", "case_handed_on",
    "case_transferred", "case_sent", "case_refused", "case_supervised", "case_resumed", "case_closed", "case_reviewed",
    "case_reopened", "case_withdrawn", "case_raised", "case_overdue", "case_warned", "case_viewed", "case_replied",
    "case_rated", "case_erased", "case_kept", "floor_taken", "floor_returned", "note_added", "participant_added",
    "participant_removed", "code_renewed", "code_used", "callback_asked", "file_added", "file_viewed", "paper_made",
    "packet_imported", "packet_made", "packet_acknowledged", "packet_failed",
]  # fmt: skip
"""What the audit trail knows. Rows are added and never changed."""
View = Literal["queue", "mine", "all", "closed"]
"""Lists of the desk: not yet claimed, held by oneself, everything open, everything that has ended."""
Speaker = Literal["assistant", "mediator"]
NoticeKind = Literal[
    "case_routed", "message", "due_soon", "overdue", "supervised", "lease_ended", "danger", "handed_on",
    "packet_failed",
]

OPEN: frozenset[State] = frozenset({"registered", "routed", "in_progress", "supervised"})
HELD: frozenset[State] = frozenset({"in_progress", "supervised"})
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Party:
    """Somebody of the dispute. ``contact`` is how to reach them, in their own words."""

    name: str
    side: Side
    contact: str | None = None


@dataclass(frozen=True)
class Facts:
    """What names people: kept sealed. Missing texts are empty.

    ``attachments`` are longer texts by name, such as the answers of the screening for legal aid. ``agreement`` and
    ``visit`` hold what was settled and what the return visit found, ``origin`` the partner that a packet came from and
    its number there: their fields are in ``docs/cases.md``.
    """

    what_happened: str = ""
    other_side: str = ""
    wishes: str = ""
    tried: str = ""
    evidence: tuple[str, ...] = ()
    contact: str = ""
    address: str = ""
    parties: tuple[Party, ...] = ()
    attachments: Mapping[str, str] = field(default_factory=dict)
    agreement: Mapping[str, Any] = field(default_factory=dict)
    visit: Mapping[str, Any] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A row of ``cases`` with its facts unsealed; ``facts`` is empty once they are erased or where they are hidden."""

    id: str
    number: str
    conversation: str | None
    source: Source
    state: State
    kind: str
    district: str | None
    subdistrict: str | None
    language: Language
    priority: int
    organisation: str
    routed_why: Mapping[str, str]
    holder: str | None
    lease_until: float | None
    queued_at: float
    opened_at: float
    state_at: float
    due_at: float | None
    warn_at: float | None
    warned_at: float | None
    overdue_at: float | None
    claimed_at: float | None
    first_reply_at: float | None
    closed_at: float | None
    outcome: Outcome | None
    satisfaction: int | None
    amount: float | None
    happened_on: str | None
    consent_at: float | None
    consent_version: str | None
    erased_at: float | None
    version: int
    facts: Facts = Facts()

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    @property
    def is_held(self) -> bool:
        """Whether a mediator works on it now. A closed case keeps its ``holder`` as who worked on it."""
        return self.state in HELD and self.holder is not None


@dataclass(frozen=True)
class Opening:
    """What is known when a case begins. ``organisation`` only when somebody has chosen it, else the rules route it.

    ``consent_version`` is the purpose that the citizen agreed to; without it ``contact`` and parties must be empty.
    """

    kind: str
    language: Language
    reason: Reason = "asked"
    facts: Facts = Facts()
    district: str | None = None
    subdistrict: str | None = None
    amount: float | None = None
    happened_on: str | None = None
    consent_version: str | None = None
    priority: int = 0
    organisation: str | None = None


@dataclass(frozen=True)
class Said:
    """Something to be said to the citizen: ``body`` as it may be kept in clear, ``sealed`` what is merged over it."""

    body: Mapping[str, Any]
    sealed: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Opened:
    """A case that began, or the one that there was (``is_new``). ``said`` is for the caller to add to the conversation.

    ``code`` is the only time that the code is known; None when the case had one already.
    """

    case: Case
    code: str | None
    said: tuple[Said, ...]
    is_new: bool


@dataclass(frozen=True)
class Citizen:
    """The citizen of the conversation with this key."""

    key: str

    @property
    def name(self) -> str:
        """As in the audit trail."""
        return "citizen"


class Staff(Protocol):
    """What must be known of a member of staff."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def organisation(self) -> str: ...


@dataclass(frozen=True)
class Member:
    """A member of staff who asks; ``shown_name`` is what citizens are told."""

    id: str
    shown_name: str
    role: Role
    organisation: str

    @staticmethod
    def of(staff: Staff) -> Member:
        """The member that a row or record of staff stands for."""
        return Member(staff.id, staff.name, staff.role, staff.organisation)

    @property
    def name(self) -> str:
        """As in the audit trail."""
        return f"staff:{self.id}"


@dataclass(frozen=True)
class Partner:
    """Another system, by its id in ``data/routing.yml``."""

    id: str

    @property
    def name(self) -> str:
        """As in the audit trail."""
        return f"partner:{self.id}"


@dataclass(frozen=True)
class System:
    """The program itself: time has passed, or a rule says so."""

    @property
    def name(self) -> str:
        """As in the audit trail."""
        return "system"


Actor = Citizen | Member | Partner | System


@dataclass(frozen=True)
class Participant:
    """An organisation that takes part in a case beside the one in charge; ``role`` is an id in ``data/routing.yml``."""

    organisation: str
    role: str
    since: float


@dataclass(frozen=True)
class CaseEvent:
    """A row of the audit trail."""

    id: int
    case: str
    at: float
    actor: str
    event: Event
    from_state: State | None
    to_state: State | None
    why: str | None
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Note:
    """A private note of a mediator; ``staff`` is None when the member is gone."""

    id: str
    staff: str | None
    at: float
    text: str


@dataclass(frozen=True)
class Notice:
    """Something that a member of staff is to be told."""

    id: int
    staff: str
    case: str | None
    number: str | None
    kind: NoticeKind
    at: float
    seen_at: float | None


@dataclass(frozen=True)
class LastMessage:
    """The end of a case's transcript. ``text`` is empty where the member may not read it."""

    author: str
    at: float
    text: str


@dataclass(frozen=True)
class CaseRow:
    """A case in a list: the case without its facts, and what tells it apart. ``unread`` messages of the citizen's."""

    case: Case
    holder_name: str | None
    summary: str
    last_message: LastMessage | None
    unread: int


@dataclass(frozen=True)
class CasePage:
    """Part of a list; ``next`` is the cursor of the next part; ``total`` counts all that fit."""

    rows: Sequence[CaseRow]
    next: str | None
    total: int


@dataclass(frozen=True)
class CaseView:
    """A case as an actor may see it: what they may not see is emptied, and ``sees`` tells which parts that is."""

    case: Case
    holder_name: str | None
    sees: frozenset[Part]
    allowed: frozenset[Action]
    participants: tuple[Participant, ...]
    speaker: Speaker


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a list is to hold. ``q``: a number, a kind, a district, a party's name, or words of the facts."""

    view: View = "all"
    state: State | None = None
    kind: str | None = None
    district: str | None = None
    language: Language | None = None
    overdue: bool | None = None
    q: str | None = None


@dataclass(frozen=True)
class Floor:
    """Who speaks in a conversation, and for which case when it is a mediator."""

    speaker: Speaker
    case: str | None


@dataclass(frozen=True)
class Changed:
    """A case that changed. ``organisations`` have or had to do with it; ``staff`` are to be told something."""

    case: str
    number: str
    conversation: str | None
    organisations: frozenset[str]
    staff: frozenset[str]


@dataclass(frozen=True)
class Waiting:
    """How long a case will wait. ``place`` 1 is next. ``seconds`` is None when there are too few figures to tell.

    ``opens_at`` is when somebody will be there, None when somebody is now; ``is_sure`` is False where the working
    calendar of that year is not published yet. ``on_duty`` counts who is there now.
    """

    place: int
    seconds: float | None
    from_cases: int
    on_duty: int
    opens_at: float | None
    is_sure: bool


class CaseRefusal(Exception):
    """Base of every refusal by cases; nothing has changed."""


class CaseHidden(CaseRefusal):
    """There is no such case for this actor. Whoever may not see a case does not learn that it exists."""


class NotHolder(CaseRefusal):
    """The actor does not hold the case, so they cannot speak in it or change it."""


class ClaimLost(CaseRefusal):
    """Another mediator holds the case. ``holder`` is their name as shown."""

    def __init__(self, holder: str) -> None:
        super().__init__("held by another")
        self.holder = holder


class ConflictOfInterest(CaseRefusal):
    """A party is somebody with whom the mediator declared a conflict of interest."""


class WrongState(CaseRefusal):
    """This cannot be done in the state in which the case is."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


class Forbidden(CaseRefusal):
    """The actor sees the case, but this is not theirs to do."""


class NoChat(CaseRefusal):
    """The case has no conversation: it came from a partner, or what was said is erased."""

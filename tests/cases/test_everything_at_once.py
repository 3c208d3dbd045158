"""Drives cases at random against a real database, beside a model of its own that says what must happen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.cases.records import (
    HELD,
    OPEN,
    CaseFilter,
    CaseHidden,
    CaseRefusal,
    Citizen,
    ClaimLost,
    Forbidden,
    Member,
    NotHolder,
    WrongState,
)
from bot.cases.tables import case_events, cases
from bot.cases.watch import Watch
from bot.database import Database
from bot.tables import conversations
from tests.cases.world import World
from tests.databases import TEMPLATE, Cluster

MOST_CASES = 5
Refusal = type[CaseRefusal] | None
pick = st.integers(0, 999)


@dataclass
class Model:
    """A case as it must be."""

    id: str
    number: str
    key: str | None
    queued_at: float
    state: str = "routed"
    organisation: str = "centre"
    holder: str | None = None
    lease_until: float | None = None
    erased: bool = False
    claimed: bool = False
    participants: set[str] = field(default_factory=set)
    seen: list[Any] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        return self.state in HELD


class Everything(RuleBasedStateMachine):
    """Several members of three organisations, three citizens, and time."""

    make: Callable[[], tuple[Database, Path]]

    def __init__(self) -> None:
        super().__init__()
        self.database, folder = type(self).make()
        self.world = World(self.database, folder)
        self.watch = Watch(self.world.cases, self.world.files.drop)
        member = self.world.member
        self.members = [
            member("王芳"), member("李强"), member("赵敏", role="lead"), member("周司法", "office"),
            member("吴所长", "office", "lead"), member("孙律师", "lawyers"), member("管理员", role="administrator"),
        ]  # fmt: skip
        self.keys = [self.world.citizen() for _ in range(3)]
        self.cases: list[Model] = []
        self.floor: dict[str, str | None] = dict.fromkeys(self.keys)
        self.count = 0

    def teardown(self) -> None:
        self.database.close()

    def case(self, number: int) -> Model:
        return self.cases[number % len(self.cases)]

    def member(self, number: int) -> Member:
        return self.members[number % len(self.members)]

    def lease(self, case: Model) -> float:
        return self.world.cases.office.lease_until(case.organisation, self.world.now)

    def tried(self, expected: Refusal, do: Callable[[], object]) -> bool:
        """Do it; refused as expected and then nothing has changed, or done."""
        before = self.rows()
        if expected is None:
            do()
            return True
        with pytest.raises(CaseRefusal) as refused:
            do()
        assert type(refused.value) is expected
        assert self.rows() == before
        return False

    def rows(self) -> list[Any]:
        with self.database.reading() as connection:
            found = [list(connection.execute(select(table))) for table in (cases, conversations, case_events)]
            return [[tuple(row) for row in rows] for rows in found]

    def stands(self, member: Member, case: Model) -> str:
        """What a member is to a case: nothing, participant, mediator, holder, lead or leading holder."""
        if member.role not in ("mediator", "lead"):
            return "nothing"
        if member.organisation == case.organisation:
            holds = "holder" if case.holder == member.id else ""
            return (f"leading {holds}" if member.role == "lead" else holds or "mediator").strip()
        return "participant" if member.organisation in case.participants else "nothing"

    def refusal(self, member: Member, case: Model, *, holder: set[str], lead: set[str]) -> Refusal:
        """What must refuse the member a step that the holder may in some states, and a lead in some."""
        stands = self.stands(member, case)
        if stands == "nothing":
            # An administrator may have a case erased, and so is told no lie, only no.
            return Forbidden if member.role == "administrator" else CaseHidden
        may = (holder if "holder" in stands else set()) | (lead if "leading" in stands else set())
        if case.state in may:
            return None
        concerns = (bool(holder) and "holder" in stands) or (bool(lead) and "leading" in stands)
        if concerns:
            return WrongState
        return NotHolder if holder and stands != "participant" else Forbidden

    def deed(self, member: Member, case: Model) -> None:
        """What its holder does renews the lease."""
        if case.is_held and case.holder == member.id:
            case.lease_until = self.lease(case)

    def put_back(self, case: Model) -> None:
        self.gives_floor_back(case)
        case.state, case.holder, case.lease_until = "routed", None, None

    def end(self, case: Model, state: str, *, keeps_holder: bool = True) -> None:
        self.gives_floor_back(case)
        case.state, case.lease_until = state, None
        case.holder = case.holder if keeps_holder else None

    def gives_floor_back(self, case: Model) -> None:
        if case.key is not None and self.floor[case.key] == case.id:
            self.floor[case.key] = None

    @precondition(lambda self: len(self.cases) < MOST_CASES)
    @rule(number=pick, kind=st.sampled_from(["rent", "wages", "divorce"]))
    def open(self, number: int, kind: str) -> None:
        key = self.keys[number % 3]
        opened = self.world.open(key, kind=kind)
        assert opened.is_new and opened.case.organisation == "centre"
        self.cases.append(Model(opened.case.id, opened.case.number, key, self.world.now))

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def claim(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        stands = self.stands(member, case)
        expected = self.refusal(member, case, holder=set(), lead=set())
        if stands not in ("nothing", "participant"):
            expected = None if case.state == "routed" else WrongState
            if case.is_held:
                expected = None if case.holder == member.id else ClaimLost
        was_mine = case.is_held and case.holder == member.id
        if self.tried(expected, lambda: self.world.cases.case_claim(member, case.id)) and not was_mine:
            case.state, case.holder, case.lease_until = "in_progress", member.id, self.lease(case)
            case.claimed = True

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def reply(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        self.count += 1
        expected = self.refusal(member, case, holder=set(HELD), lead=set())
        source = f"reply{self.count}"
        if self.tried(expected, lambda: self.world.cases.reply(member, case.id, source, "您好")):
            assert case.key is not None
            self.floor[case.key] = case.id
            self.deed(member, case)

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def take_over(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder=set(HELD), lead=set())
        if self.tried(expected, lambda: self.world.cases.floor_take(member, case.id)):
            assert case.key is not None
            if self.floor[case.key] != case.id:
                self.floor[case.key] = case.id
                self.deed(member, case)

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def hand_back(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder=set(HELD), lead=set(HELD))
        if self.tried(expected, lambda: self.world.cases.floor_return(member, case.id)):
            if case.key is not None and self.floor[case.key] == case.id:
                self.deed(member, case)
            self.gives_floor_back(case)

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def release(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder=set(HELD), lead=set(HELD))
        if self.tried(expected, lambda: self.world.cases.case_release(member, case.id, "x")):
            self.put_back(case)

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick, three=pick)
    def hand_on(self, one: int, two: int, three: int) -> None:
        member, case, to = self.member(one), self.case(two), self.member(three)
        expected = self.refusal(member, case, holder=set(HELD), lead={"routed", *HELD})
        if expected is None and (
            to.organisation != case.organisation or to.role == "administrator" or to.id == case.holder
        ):
            expected = Forbidden
        if self.tried(expected, lambda: self.world.cases.case_hand_on(member, case.id, to.id, "x")):
            self.gives_floor_back(case)
            case.state, case.holder, case.lease_until = "in_progress", to.id, self.lease(case)
            case.claimed = True

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick, organisation=st.sampled_from(["centre", "office", "lawyers"]))
    def transfer(self, one: int, two: int, organisation: str) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder=set(HELD), lead={"routed", *HELD})
        if expected is None and organisation == case.organisation:
            expected = Forbidden
        if self.tried(expected, lambda: self.world.cases.case_transfer(member, case.id, organisation, "x")):
            self.put_back(case)
            case.organisation = organisation
            case.participants.discard(organisation)

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def refuse(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder=set(HELD), lead={"routed", *HELD})
        if self.tried(expected, lambda: self.world.cases.case_refuse(member, case.id, "x")):
            self.end(case, "refused", keeps_holder=False)

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def send(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder=set(HELD), lead={"routed", *HELD})
        if self.tried(expected, lambda: self.world.cases.case_send(member, case.id, "platform", "x")):
            self.end(case, "transferred", keeps_holder=False)

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def close(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder=set(HELD), lead=set(HELD))
        if self.tried(expected, lambda: self.world.cases.case_close(member, case.id, "agreement", "x")):
            self.end(case, "closed")

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def review(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder={"closed"}, lead={"closed"})
        if self.tried(expected, lambda: self.world.cases.case_review(member, case.id)):
            case.state = "reviewed"

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick, wants=st.sampled_from(["supervise", "resume"]))
    def see_to(self, one: int, two: int, wants: str) -> None:
        member, case = self.member(one), self.case(two)
        before, after = ("in_progress", "supervised") if wants == "supervise" else ("supervised", "in_progress")
        expected = self.refusal(member, case, holder=set(), lead={before})

        def do() -> object:
            if wants == "supervise":
                return self.world.cases.case_supervise(member, case.id, "x")
            return self.world.cases.case_resume(member, case.id)

        if self.tried(expected, do):
            case.state = after
            self.deed(member, case)

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def reopen(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        ended = {"closed", "refused", "withdrawn", "transferred"}
        expected = self.refusal(member, case, holder={"closed"}, lead=ended)
        if expected is None and case.erased:
            expected = WrongState
        self._reopened(expected, case, lambda: self.world.cases.case_reopen(member, case.id, "x"))

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def citizen_reopens(self, one: int, two: int) -> None:
        key, case = self.keys[one % 3], self.case(two)
        expected = self._citizens(key, case, {"withdrawn"})
        self._reopened(expected, case, lambda: self.world.cases.case_reopen(Citizen(key), case.id, "x"))

    def _reopened(self, expected: Refusal, case: Model, do: Callable[[], object]) -> None:
        if self.tried(expected, do):
            case.state, case.holder, case.lease_until, case.queued_at = "routed", None, None, self.world.now

    def _citizens(self, key: str, case: Model, states: set[str]) -> Refusal:
        if case.key != key:
            return CaseHidden
        return None if case.state in states else WrongState

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def withdraw(self, one: int, two: int) -> None:
        key, case = self.keys[one % 3], self.case(two)
        expected = self._citizens(key, case, set(OPEN))
        if self.tried(expected, lambda: self.world.cases.case_withdraw(Citizen(key), case.id, "x")):
            self.end(case, "withdrawn")

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick, speaks=st.booleans())
    def citizen_moves_the_floor(self, one: int, two: int, speaks: bool) -> None:
        key, case = self.keys[one % 3], self.case(two)
        do = self.world.cases.floor_take if speaks else self.world.cases.floor_return
        if self.tried(self._citizens(key, case, set(HELD)), lambda: do(Citizen(key), case.id)):
            if speaks:
                self.floor[key] = case.id
            else:
                self.gives_floor_back(case)

    @precondition(lambda self: len(self.cases) > 2)
    @rule(one=pick, two=pick)
    def erase(self, one: int, two: int) -> None:
        key, case = self.keys[one % 3], self.case(two)
        expected = None if case.key == key else CaseHidden
        if self.tried(expected, lambda: self.world.cases.case_erase(Citizen(key), case.id)):
            if case.state in OPEN:
                self.end(case, "withdrawn")
            case.key, case.erased, case.participants = None, True, set()

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick, joins=st.booleans())
    def takes_part(self, one: int, two: int, joins: bool) -> None:
        member, case = self.member(one), self.case(two)
        expected = self.refusal(member, case, holder=set(HELD), lead=set(OPEN))
        if expected is None and joins and case.organisation == "lawyers":
            expected = Forbidden

        def do() -> object:
            if joins:
                return self.world.cases.participant_add(member, case.id, "lawyers", "law-firm")
            return self.world.cases.participant_remove(member, case.id, "lawyers")

        if self.tried(expected, do):
            case.participants = {"lawyers"} if joins else set()
            self.deed(member, case)

    @rule(one=pick)
    def citizen_writes(self, one: int) -> None:
        key = self.keys[one % 3]
        message = self.world.write(key, "在吗")
        assert (message.state == "relayed") is (self.floor[key] is not None)
        assert (message.state == "pending") is (self.floor[key] is None)

    @rule(hours=st.sampled_from([1, 20, 50, 100]))
    def time_passes(self, hours: int) -> None:
        self.world.later(hours=hours)
        self.watch.look()
        with self.database.reading() as connection:
            states = {row.id: row for row in connection.execute(select(cases))}
        for case in self.cases:
            if case.is_held and case.lease_until is not None and case.lease_until <= self.world.now:
                self.put_back(case)
            elif case.state == "in_progress" and states[case.id].state == "supervised":
                case.state = "supervised"  # its thirty days are over
                assert any(event.event == "case_overdue" for event in self.trail(case))

    def trail(self, case: Model) -> list[Any]:
        with self.database.reading() as connection:
            mine = select(case_events).where(case_events.c.case == case.id).order_by(case_events.c.id)
            return list(connection.execute(mine).all())

    @invariant()
    def every_case_is_as_it_must_be(self) -> None:
        with self.database.reading() as connection:
            found = {row.id: row for row in connection.execute(select(cases))}
        assert len(found) == len(self.cases)
        for case in self.cases:
            row = found[case.id]
            is_so = (row.state, row.organisation, row.holder, row.lease_until, row.queued_at, row.conversation)
            must_be = (case.state, case.organisation, case.holder, case.lease_until, case.queued_at, case.key)
            assert is_so == must_be
            assert case.holder is not None or not case.is_held
            assert (case.lease_until is not None) == case.is_held

    @invariant()
    def a_mediator_speaks_only_for_a_case_that_is_held(self) -> None:
        with self.database.reading() as connection:
            talks = {row.key: row for row in connection.execute(select(conversations))}
        for key, floor in self.floor.items():
            assert talks[key].floor_case == floor
            assert talks[key].speaker == ("assistant" if floor is None else "mediator")
            if floor is not None:
                case = next(case for case in self.cases if case.id == floor)
                assert case.is_held and case.key == key

    @invariant()
    def the_trail_only_grows_and_tells_every_state(self) -> None:
        for case in self.cases:
            trail = self.trail(case)
            assert trail[: len(case.seen)] == case.seen
            case.seen = trail
            moves = [(event.from_state, event.to_state) for event in trail if event.to_state is not None]
            assert [came for _left, came in moves][:-1] == [left for left, _came in moves][1:]
            assert moves[0] == ("registered", "routed") and moves[-1][1] == case.state

    @invariant()
    def everybody_sees_their_own_and_no_more(self) -> None:
        for member in self.members:
            page = [self.world.cases.case_list(member, CaseFilter(view=view)) for view in ("all", "closed")]
            listed = {row.case.number for part in page for row in part.rows}
            assert listed == {case.number for case in self.cases if self.stands(member, case) != "nothing"}
        for key in self.keys:
            mine = {case.number for case in self.world.cases.citizen_cases(key)}
            assert mine == {case.number for case in self.cases if case.key == key}

    @precondition(lambda self: self.cases)
    @rule(one=pick, two=pick)
    def looks(self, one: int, two: int) -> None:
        member, case = self.member(one), self.case(two)
        stands = self.stands(member, case)
        if stands == "nothing":
            self.tried(CaseHidden, lambda: self.world.cases.case_get(member, case.id))
            return
        view = self.world.cases.case_get(member, case.id)
        assert ("reply" in view.allowed) is (case.is_held and case.holder == member.id)
        assert ("claim" in view.allowed) is (case.state == "routed" and stands != "participant")
        hidden = stands == "participant" or (case.erased and not case.claimed)
        assert (view.case.facts.other_side == "") is hidden


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Callable[[], tuple[Database, Path]], int]]:
    """Makes a new database for every run; and how many runs there are time for."""
    made: list[str] = []

    def sqlite() -> tuple[Database, Path]:
        made.append(f"{len(made)}.db")
        shutil.copy(request.getfixturevalue("sqlite_made"), tmp_path / made[-1])
        return Database(tmp_path / made[-1]), tmp_path / "files"

    def postgresql() -> tuple[Database, Path]:
        cluster: Cluster = request.getfixturevalue("postgresql")
        made.append(cluster.make(TEMPLATE))
        return Database(cluster.url(made[-1])), tmp_path / "files"

    yield (sqlite, 12) if request.param == "sqlite" else (postgresql, 3)
    if request.param == "postgresql":
        for name in made:
            request.getfixturevalue("postgresql").drop(name)


def test_everything_at_once(fresh: tuple[Callable[[], tuple[Database, Path]], int]) -> None:
    make, runs = fresh
    machine = type("Machine", (Everything,), {"make": staticmethod(make)})
    run_state_machine_as_test(
        machine,
        # The same runs each time: whatever they find is a fault, and none is found by luck.
        settings=settings(
            max_examples=runs, stateful_step_count=40, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],  # to shrink a failure takes minutes
        ),
    )  # fmt: skip

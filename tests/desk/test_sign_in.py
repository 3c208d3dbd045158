"""Signing in: right and wrong, too often, for too long, by invitation; all without a clock that runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.cases.tables import staff as staff_table
from bot.cases.tables import staff_secrets
from bot.database import Database
from bot.desk.lockout import AddressLocked, Lockout, SignInLocked
from bot.desk.passwords import Passwords, PasswordUnfit
from bot.desk.sessions import IDLE_SECONDS, LONGEST_SECONDS, PasswordWrong, Sessions, SignedOut, SignInRefused
from bot.desk.staff import InvitationUnknown, LastAdministrator, LoginTaken, Newcomer, Staff
from bot.sealing import Sealer
from bot.staff_secrets import LINK_SECONDS, secret_make, secret_take

PASSWORD = "correct horse battery"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


class Clock:
    """Moved by hand."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    database: Database
    staff: Staff
    sessions: Sessions
    clock: Clock


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def desk(database: Database, passwords: Passwords) -> Desk:
    """A desk with an administrator, and the mediator ``chen`` who has taken up the invitation."""
    clock = Clock()
    staff = Staff(database, passwords, clock)
    sessions = Sessions(database, passwords, Lockout(database, Sealer([Fernet.generate_key().decode()]), clock), clock)
    staff.add(Newcomer("root", "Root", "administrator", "centre"))
    _chen, invitation = staff.add(Newcomer("chen", "Chen", "mediator", "centre"))
    staff.accept(invitation, PASSWORD)
    return Desk(database, staff, sessions, clock)


def test_who_signs_in_is_known_by_the_token_until_signing_out(desk: Desk) -> None:
    token, session = desk.sessions.sign_in(" Chen ", PASSWORD, HERE)
    assert desk.sessions.get(token).member.login == "chen"
    desk.sessions.sign_out(session)
    with pytest.raises(SignedOut):
        desk.sessions.get(token)


def test_the_database_holds_neither_password_nor_token(desk: Desk) -> None:
    token, _session = desk.sessions.sign_in("chen", PASSWORD, HERE)
    with desk.database.reading() as connection:
        rows = [connection.execute(select(table)).all() for table in (staff_table, staff_secrets)]
    kept = repr(rows)
    assert "$argon2id$" in kept
    assert PASSWORD not in kept and token not in kept


@pytest.mark.parametrize(("login", "password"), [("chen", "wrong password"), ("nobody", PASSWORD), ("root", PASSWORD)])
def test_a_wrong_password_an_unknown_login_and_one_without_password_look_alike(
    desk: Desk, login: str, password: str
) -> None:
    for _try in range(5):
        with pytest.raises(SignInRefused):
            desk.sessions.sign_in(login, password, HERE)
    with pytest.raises(SignInLocked) as locked:
        desk.sessions.sign_in(login, password, HERE)
    assert locked.value.seconds == 900


def test_a_locked_login_opens_again_after_a_quarter_of_an_hour(desk: Desk) -> None:
    for _try in range(5):
        with pytest.raises(SignInRefused):
            desk.sessions.sign_in("chen", "wrong password", HERE)
    with pytest.raises(SignInLocked):
        desk.sessions.sign_in("chen", PASSWORD, ELSEWHERE)
    desk.clock.now += 899
    with pytest.raises(SignInLocked) as locked:
        desk.sessions.sign_in("chen", PASSWORD, HERE)
    assert locked.value.seconds == 1
    desk.clock.now += 1
    desk.sessions.sign_in("chen", PASSWORD, HERE)


def test_a_right_password_forgives_the_wrong_ones_before_it(desk: Desk) -> None:
    for _round in range(3):
        for _try in range(4):
            with pytest.raises(SignInRefused):
                desk.sessions.sign_in("chen", "wrong password", HERE)
        desk.sessions.sign_in("chen", PASSWORD, HERE)


def test_an_address_that_tries_many_logins_is_held_back(desk: Desk) -> None:
    for number in range(20):
        with pytest.raises(SignInRefused):
            desk.sessions.sign_in(f"guess-{number}", PASSWORD, HERE)
    with pytest.raises(AddressLocked):
        desk.sessions.sign_in("chen", PASSWORD, HERE)
    desk.sessions.sign_in("chen", PASSWORD, ELSEWHERE)


def test_many_tries_at_once_are_not_one_try_each(desk: Desk) -> None:
    def attempt(_number: int) -> type[Exception]:
        with pytest.raises((SignInRefused, SignInLocked)) as refused:
            desk.sessions.sign_in("chen", "wrong password", HERE)
        return refused.type

    with ThreadPoolExecutor(8) as pool:
        refusals = list(pool.map(attempt, range(12)))
    assert refusals.count(SignInRefused) == 5


def test_a_session_ends_when_nobody_uses_it(desk: Desk) -> None:
    token, _session = desk.sessions.sign_in("chen", PASSWORD, HERE)
    desk.clock.now += IDLE_SECONDS - 1
    desk.sessions.get(token)
    desk.clock.now += IDLE_SECONDS - 1
    session = desk.sessions.get(token)
    desk.sessions.still(session)
    desk.clock.now += IDLE_SECONDS
    with pytest.raises(SignedOut):
        desk.sessions.still(session)
    with pytest.raises(SignedOut):
        desk.sessions.get(token)


def test_looking_whether_a_session_still_is_does_not_keep_it_alive(desk: Desk) -> None:
    token, session = desk.sessions.sign_in("chen", PASSWORD, HERE)
    for _look in range(3):
        desk.clock.now += IDLE_SECONDS / 3 - 1
        desk.sessions.still(session)
    desk.clock.now += 3
    with pytest.raises(SignedOut):
        desk.sessions.get(token)


def test_a_session_ends_after_a_working_day_however_much_it_is_used(desk: Desk) -> None:
    token, _session = desk.sessions.sign_in("chen", PASSWORD, HERE)
    began = desk.clock.now
    while desk.clock.now + IDLE_SECONDS / 2 < began + LONGEST_SECONDS:
        desk.clock.now += IDLE_SECONDS / 2
        desk.sessions.get(token)
    desk.clock.now = began + LONGEST_SECONDS
    with pytest.raises(SignedOut):
        desk.sessions.get(token)


def test_an_invitation_works_once_and_for_a_week(desk: Desk) -> None:
    member, invitation = desk.staff.add(Newcomer("wang", "Wang", "lead", "centre"))
    with pytest.raises(SignInRefused):
        desk.sessions.sign_in("wang", "", HERE)
    with pytest.raises(PasswordUnfit):
        desk.staff.accept(invitation, "short")
    assert desk.staff.accept(invitation, PASSWORD) == member
    with pytest.raises(InvitationUnknown):
        desk.staff.accept(invitation, PASSWORD)
    late = desk.staff.invite(member.id)
    desk.clock.now += 7 * 86400
    with pytest.raises(InvitationUnknown):
        desk.staff.accept(late, PASSWORD)


def test_a_new_invitation_ends_the_one_before_and_taking_it_up_ends_sessions(desk: Desk) -> None:
    token, session = desk.sessions.sign_in("chen", PASSWORD, HERE)
    first, second = desk.staff.invite(session.member.id), desk.staff.invite(session.member.id)
    with pytest.raises(InvitationUnknown):
        desk.staff.accept(first, "another password")
    desk.sessions.get(token)
    desk.staff.accept(second, "another password")
    with pytest.raises(SignedOut):
        desk.sessions.get(token)
    desk.sessions.sign_in("chen", "another password", HERE)


@pytest.mark.parametrize(
    ("password", "rule"), [("nine-char", "short"), ("x" * 257, "long"), ("Long.Login@court", "login")]
)
def test_a_password_that_is_short_endless_or_the_login_is_refused(
    passwords: Passwords, password: str, rule: str
) -> None:
    with pytest.raises(PasswordUnfit) as unfit:
        passwords.make(password, "long.login@court")
    assert unfit.value.rule == rule


def test_a_password_is_the_same_however_the_keyboard_spells_it(passwords: Passwords) -> None:
    kept = passwords.make("ｃafe\u0301 wide and long", "chen")
    assert passwords.is_right("caf\u00e9 wide and long", kept)
    assert not passwords.is_right("cafe wide and long", kept)


def test_another_password_ends_all_other_sessions(desk: Desk) -> None:
    here, session = desk.sessions.sign_in("chen", PASSWORD, HERE)
    there, _other = desk.sessions.sign_in("chen", PASSWORD, ELSEWHERE)
    with pytest.raises(PasswordWrong):
        desk.sessions.password_check(session, "wrong password", HERE)
    desk.sessions.password_check(session, PASSWORD, HERE)
    desk.staff.password_set(session.member, "another password", session.hash)
    assert desk.sessions.get(here).member.login == "chen"
    with pytest.raises(SignedOut):
        desk.sessions.get(there)


def test_who_finds_the_desk_open_cannot_guess_the_password(desk: Desk) -> None:
    _token, session = desk.sessions.sign_in("chen", PASSWORD, HERE)
    for _try in range(5):
        with pytest.raises(PasswordWrong):
            desk.sessions.password_check(session, "wrong password", HERE)
    with pytest.raises(SignInLocked):
        desk.sessions.password_check(session, PASSWORD, HERE)


def test_who_is_made_inactive_is_out_at_once(desk: Desk) -> None:
    token, session = desk.sessions.sign_in("chen", PASSWORD, HERE)
    invitation = desk.staff.invite(session.member.id)
    desk.staff.change(session.member.id, {"active": False})
    with pytest.raises(SignedOut):
        desk.sessions.get(token)
    with pytest.raises(SignInRefused):
        desk.sessions.sign_in("chen", PASSWORD, HERE)
    with pytest.raises(InvitationUnknown):
        desk.staff.accept(invitation, PASSWORD)


def test_the_last_administrator_stays(desk: Desk) -> None:
    (root,) = [member for member, _seen in desk.staff.list() if member.role == "administrator"]
    for change in ({"active": False}, {"role": "mediator"}):
        with pytest.raises(LastAdministrator):
            desk.staff.change(root.id, change)
    assert desk.staff.get(root.id) == root
    desk.staff.add(Newcomer("second", "Second", "administrator", "centre"))
    assert desk.staff.change(root.id, {"active": False}).active is False


def test_a_login_is_given_once(desk: Desk) -> None:
    with pytest.raises(LoginTaken):
        desk.staff.add(Newcomer("chen", "Chen", "mediator", "centre"))


def test_a_code_for_telegram_works_once_for_ten_minutes_however_it_is_typed(desk: Desk) -> None:
    (chen,) = [member for member, _seen in desk.staff.list() if member.login == "chen"]
    now = desk.clock.now
    with desk.database.writing() as connection:
        code = secret_make(connection, chen.id, "telegram", now, LINK_SECONDS)
        assert secret_take(connection, "telegram", code, now + LINK_SECONDS) is None
        code = secret_make(connection, chen.id, "telegram", now, LINK_SECONDS)
        assert secret_take(connection, "invitation", code, now) is None
        assert secret_take(connection, "telegram", f" {code.lower()} ", now + LINK_SECONDS - 1) == chen.id
        assert secret_take(connection, "telegram", code, now) is None

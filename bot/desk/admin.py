"""What an operator does from the command line: ``python -m bot.desk.admin``. The gateway may be running meanwhile.

Adds members of staff, above all the first administrator. There is no default password: what is printed is an
invitation that works once, to be opened in a browser. And erases a case when its citizen asks for it by telephone.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from bot.cases.cases import cases_open
from bot.cases.catalogue import CatalogueError, catalogue_load
from bot.cases.categories import CategoriesError
from bot.cases.files import Files
from bot.cases.records import CaseHidden, Member, System
from bot.cases.routing_file import RoutingError, routing_load
from bot.database import Database, database_open
from bot.desk.passwords import Passwords
from bot.desk.staff import INVITATION_SECONDS, LOGIN, LoginTaken, Newcomer, Staff, invitation_url
from bot.desk.vocabulary import ROLES
from bot.records import StoreUnavailable
from bot.sealing import keys_check, sealer_open
from bot.settings import Settings, SettingsError, settings_load

FAILED = 2  # exit status
OPERATOR = Member("operator", "operator", "administrator", "")
"""As whom a case is erased: like an administrator, so that what the law wants kept is kept."""


class NotDone(Exception):
    """What was asked for makes no sense; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 2 with one clear line when it fails."""
    asked = _parser().parse_args(arguments)
    try:
        settings = settings_load()
        database = database_open(settings)
        try:
            print(COMMANDS[asked.command](settings, database, asked))
        finally:
            database.close()
    except (NotDone, SettingsError, StoreUnavailable, CatalogueError, CategoriesError, RoutingError) as error:
        print(f"Nothing was done: {error}", file=sys.stderr)
        return FAILED
    return 0


def _add(settings: Settings, database: Database, asked: argparse.Namespace) -> str:
    login = asked.login.strip().lower()
    if not re.fullmatch(LOGIN, login):
        raise NotDone(f"{asked.login!r} is no login: letters a-z, digits and . _ @ - only, at least two")
    organisations = routing_load(settings.data / "routing.yml", catalogue_load(settings.data)).organisations
    if asked.organisation not in organisations:
        raise NotDone(f"data/routing.yml has no organisation {asked.organisation!r}, but {', '.join(organisations)}")
    newcomer = Newcomer(login, asked.name or login, asked.role, asked.organisation)
    try:
        member, token = Staff(database, Passwords(), time.time).add(newcomer)
    except LoginTaken:
        raise NotDone(f"there is a member with the login {login}; use invite for a new link") from None
    return _invited(settings, member.login, token)


def _invite(settings: Settings, database: Database, asked: argparse.Namespace) -> str:
    login, staff = asked.login.strip().lower(), Staff(database, Passwords(), time.time)
    for member, _seen in staff.list():
        if member.login == login and member.active:
            return _invited(settings, login, staff.invite(member.id))
    raise NotDone(f"there is no active member with the login {login}")


def _invited(settings: Settings, login: str, token: str) -> str:
    base = settings.public_url or f"http://127.0.0.1:{settings.gateway_port}"
    days = round(INVITATION_SECONDS / 86400)
    told = f"{login} can now set a password and sign in. Open this link once, within {days} days, and tell nobody:"
    return f"{told}\n\n  {invitation_url(base, token)}\n"


def _erase(settings: Settings, database: Database, asked: argparse.Namespace) -> str:
    sealer = sealer_open(settings)
    keys_check(sealer, database)
    cases = cases_open(database, sealer, settings, settings.data, time.time)
    try:
        case = cases.case_find(System(), asked.number).case
    except CaseHidden:
        raise NotDone(f"there is no case {asked.number}") from None
    erased = cases.case_erase(OPERATOR, case.id)
    Files(settings.var / "files", sealer).drop(erased.files)
    return f"{case.number} is erased, and its citizen was told: {erased.kept}"


COMMANDS: Mapping[str, Callable[[Settings, Database, argparse.Namespace], str]] = {
    "add": _add,
    "invite": _invite,
    "erase": _erase,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.desk.admin", description="Manage who may use the desk.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="add a member and print an invitation")
    add.add_argument("--login", required=True)
    add.add_argument("--organisation", required=True, help="an id in data/routing.yml")
    add.add_argument("--name", help="as citizens are shown it; the login, if left out")
    add.add_argument("--role", choices=ROLES, default="administrator")
    invite = commands.add_parser("invite", help="print a new invitation, also for a forgotten password")
    invite.add_argument("--login", required=True)
    erase = commands.add_parser("erase", help="erase a case, but for what the law wants kept")
    erase.add_argument("--number", required=True, help="such as JF2026-000123")
    return parser


if __name__ == "__main__":
    sys.exit(main())

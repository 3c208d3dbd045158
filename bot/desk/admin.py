"""Adds members of staff from the command line, above all the first administrator: ``python -m bot.desk.admin add …``.

There is no default password. What is printed is an invitation that works once, to be opened in a browser.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Sequence

from bot.cases.catalogue import CatalogueError, catalogue_load
from bot.cases.routing_file import RoutingError, routing_load
from bot.database import database_open
from bot.desk.passwords import Passwords
from bot.desk.staff import INVITATION_SECONDS, LOGIN, LoginTaken, Newcomer, Staff, invitation_url
from bot.desk.vocabulary import ROLES
from bot.records import StoreUnavailable
from bot.settings import ROOT, SettingsError, settings_load

FAILED = 2  # exit status


class NotDone(Exception):
    """What was asked for makes no sense; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 2 with one clear line when it fails."""
    asked = _parser().parse_args(arguments)
    try:
        settings = settings_load()
        database = database_open(settings)
        staff = Staff(database, Passwords(), time.time)
        name, token = (_add if asked.command == "add" else _invite)(staff, asked)
    except (NotDone, SettingsError, StoreUnavailable, CatalogueError, RoutingError) as error:
        print(f"Nothing was done: {error}", file=sys.stderr)
        return FAILED
    base = settings.public_url or f"http://127.0.0.1:{settings.gateway_port}"
    print(f"{name} can now set a password and sign in. Open this link once, within {_days()} days, and tell nobody:")
    print(f"\n  {invitation_url(base, token)}\n")
    database.close()
    return 0


def _add(staff: Staff, asked: argparse.Namespace) -> tuple[str, str]:
    login = asked.login.strip().lower()
    if not re.fullmatch(LOGIN, login):
        raise NotDone(f"{asked.login!r} is no login: letters a-z, digits and . _ @ - only, at least two")
    organisations = routing_load(ROOT / "data" / "routing.yml", catalogue_load(ROOT / "data")).organisations
    if asked.organisation not in organisations:
        raise NotDone(f"data/routing.yml has no organisation {asked.organisation!r}, but {', '.join(organisations)}")
    try:
        member, token = staff.add(Newcomer(login, asked.name or login, asked.role, asked.organisation))
    except LoginTaken:
        raise NotDone(f"there is a member with the login {login}; use invite for a new link") from None
    return member.login, token


def _invite(staff: Staff, asked: argparse.Namespace) -> tuple[str, str]:
    login = asked.login.strip().lower()
    for member, _seen in staff.list():
        if member.login == login and member.active:
            return member.login, staff.invite(member.id)
    raise NotDone(f"there is no active member with the login {login}")


def _days() -> int:
    return round(INVITATION_SECONDS / 86400)


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
    return parser


if __name__ == "__main__":
    sys.exit(main())

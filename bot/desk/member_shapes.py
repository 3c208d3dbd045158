"""The shapes of what the desk says about members of staff, and of what it is sent about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.cases.records import Role
from bot.desk.staff import LOGIN, StaffMember
from bot.sentences import Language


def login_plain(login: object) -> object:
    """A login as it is kept: in small letters."""
    return login.strip().lower() if isinstance(login, str) else login


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Login = Annotated[str, BeforeValidator(login_plain), Field(pattern=f"^{LOGIN.pattern}$")]
Languages = Annotated[list[Language], Field(min_length=1, max_length=2)]
Kinds = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=60, description="empty for all kinds")]
Password = Annotated[str, Field(max_length=1_000)]


class Sent(BaseModel):
    """Base of what the desk takes: a field that nobody knows is a mistake."""

    model_config = ConfigDict(extra="forbid")


class SignIn(Sent):
    """Who wants to sign in."""

    login: Annotated[str, Field(max_length=200)]
    password: Password


class Accept(Sent):
    """An invitation and the password that its member chose."""

    token: Annotated[str, Field(max_length=200)]
    password: Password


class PasswordChange(Sent):
    """The password so far, and the one from now on."""

    old: Password
    new: Password


class MeChange(Sent):
    """What a member changes of their own; what is absent stays."""

    on_duty: bool | None = None
    name: Name | None = None
    languages: Languages | None = None
    kinds: Kinds | None = None
    password: PasswordChange | None = None


class MemberAdd(Sent):
    """A member who is to be invited."""

    login: Login
    name: Name
    role: Role
    organisation: Annotated[str, Field(max_length=64)]
    languages: Languages = ["zh"]
    kinds: Kinds = []


class MemberChange(Sent):
    """What is changed of a member; what is absent stays."""

    active: bool | None = None
    role: Role | None = None
    name: Name | None = None
    organisation: Annotated[str, Field(max_length=64)] | None = None
    languages: Languages | None = None
    kinds: Kinds | None = None


class MemberShown(BaseModel):
    """A member of staff. ``name`` is what citizens see; ``open_cases`` and ``last_seen`` only in lists of staff."""

    id: str
    login: str
    name: str
    role: Role
    organisation: str
    languages: Sequence[Language]
    kinds: Sequence[str]
    on_duty: bool
    active: bool
    telegram: bool = Field(description="whether a Telegram account is linked")
    open_cases: int | None = None
    last_seen: datetime | None = None


class SessionShown(BaseModel):
    """Who is signed in, and the token that every change must carry in the header ``x-csrf``."""

    member: MemberShown
    csrf: str


class Invited(BaseModel):
    """An invitation, shown once: whoever has it can set the member's password. ``url`` leads to the desk."""

    token: str
    url: str


class MemberInvited(Invited):
    """A new member with the invitation."""

    member: MemberShown


def member_shown(member: StaffMember) -> MemberShown:
    """A member as the desk shows them."""
    return MemberShown.model_validate(member, from_attributes=True)

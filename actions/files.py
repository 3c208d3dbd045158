"""The files that citizens take away: a last day for their calendar, a picture of their route. None is kept."""

from __future__ import annotations

import re

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from actions import parameters, replies
from actions.deadlines.calendar_file import calendar_file
from actions.navigator import Navigator
from actions.navigator.picture import route_picture
from actions.parameters import BadRequest, parameter, refused
from actions.services import Services
from actions.texts import say

LONGEST_ID = 64
MOST_ANSWERS = 20
NAME = re.compile(r"[a-z0-9_-]{1,64}")


class Unknown(Exception):
    """There is no such rule, question or answer, or not any more."""


def attach_files(app: Sanic, services: Services) -> None:
    """Add ``GET /deadlines.ics`` and ``GET /route.svg``."""

    @app.get("/deadlines.ics")
    async def deadlines(request: Request) -> HTTPResponse:
        try:
            rule = parameter(request, "rule", LONGEST_ID)
            starts, language = parameters.day(request, "starts"), parameters.language(request)
        except BadRequest as error:
            return refused(400, str(error))
        if rule not in services.deadlines.rules:
            return refused(404, "no such rule")
        due = services.deadlines.due(rule, starts, services.today())
        law = replies.law("deadline_law", due.rule.citations, services.statutes, language, services.today())
        content = calendar_file(due, law, language, services.clock.now())
        name = f"jiefen-{due.ends.isoformat()}.ics"
        # Not as an attachment: a telephone then offers to add the event, and a computer saves the file all the same.
        headers = {"content-disposition": f'inline; filename="{name}"'}
        return raw(content, content_type="text/calendar; charset=utf-8", headers=headers)

    @app.get("/route.svg")
    async def route(request: Request) -> HTTPResponse:
        navigator = services.navigator
        try:
            language, answers = parameters.language(request), _answers(request, navigator)
        except BadRequest as error:
            return refused(400, str(error))
        except Unknown as error:
            return refused(404, str(error))
        told = [label.in_language(language) for label in navigator.told(answers, "kind", "stage")]
        about = say("list_separator", language).join(told)
        channels = services.knowledge.channels
        picture = route_picture(navigator.route(answers), about, channels, language, services.today())
        headers = {"content-disposition": 'inline; filename="jiefen-route.svg"'}
        return raw(picture, content_type="image/svg+xml; charset=utf-8", headers=headers)


def _answers(request: Request, navigator: Navigator) -> dict[str, str]:
    """The navigator's answers in the query. Raises ``BadRequest`` and ``Unknown``."""
    answers: dict[str, str] = {}
    for name, values in request.args.items():
        if name == "language":
            continue
        if len(values) != 1 or not NAME.fullmatch(name) or not NAME.fullmatch(values[0]):
            raise BadRequest("answers must be written as question=answer, each once")
        answers[name] = values[0]
    if not 1 <= len(answers) <= MOST_ANSWERS:
        raise BadRequest(f"from 1 to {MOST_ANSWERS} answers are needed")
    if navigator.known(answers) != answers:
        raise Unknown("no such question or answer")
    return answers

"""Which way to take, as a dialogue: the route in order, each way with why, what it costs and what comes next."""

from __future__ import annotations

from datetime import date

from actions import replies
from actions.choices import choose
from actions.dialogues.dialogue import Answers, Dialogue
from actions.knowledge.models import Language
from actions.navigator import Navigator, Route, Step
from actions.navigator.picture import route_in_words
from actions.questionnaire import Question
from actions.replies import Message
from actions.saying import case_buttons, human_button
from actions.services import Services
from actions.texts import say


class NavigatorDialogue(Dialogue):
    """Asks what the navigator needs and shows the route as a comparison."""

    def __init__(self, navigator: Navigator) -> None:
        self._navigator = navigator

    @property
    def topic(self) -> Question:
        return self._navigator.questions["kind"]

    def next(self, answers: Answers) -> Question | None:
        return self._navigator.next(answers)

    def read(self, question: Question, said: str, kit: Services, today: date) -> str | None:
        option = choose(said, question.options, kit.closeness)
        return option.id if option else None

    def in_words(self, answers: Answers, language: Language, kit: Services) -> str:
        if self._navigator.next(answers) is not None:
            return ""
        return route_in_words(self._navigator.route(answers), kit.knowledge.channels, language)

    def conclude(self, answers: Answers, language: Language, kit: Services, today: date) -> list[Message]:
        route = self._navigator.route(answers)
        title = say("navigator_title", language)
        ways = [self._way(number, step, language, kit) for number, step in enumerate(route.steps, 1)]
        comparison = {**replies.channels(title, [], kit.knowledge, language), "channels": ways}
        closing = self._closing(answers, route, language, kit, today)
        if not route.rules:
            return [comparison, closing]
        # What must be known before choosing stands first.
        notes = "\n".join(rule.says.in_language(language) for rule in route.rules)
        return [replies.text(notes, language), comparison, closing]

    def _closing(self, answers: Answers, route: Route, language: Language, kit: Services, today: date) -> Message:
        """The law behind the route, its picture, and what can be done next."""
        law = replies.law("navigator_law", route.citations, kit.statutes, language, today)
        address = replies.own_address("route.svg", {**self._navigator.known(answers), "language": language})
        words = route_in_words(route, kit.knowledge.channels, language)
        buttons = [
            replies.button(say("button_deadline", language), "/compute_deadline"),
            replies.button(say("button_legal_aid", language), "/screen_legal_aid"),
            *case_buttons((step.channel for step in route.steps), language),
            human_button(language),
        ]
        return replies.text(
            f"{law}\n{say('navigator_picture', language)}",
            language,
            buttons,
            outcome="navigator",
            picture={"url": address, "alt": say("picture_alt", language, words=words)},
        )

    def _way(self, number: int, step: Step, language: Language, kit: Services) -> Message:
        """The channel's facts with its place in the route, why one would take it, and what comes next."""
        way = kit.knowledge.channels[step.channel]
        shown = replies.channel(way, kit.knowledge, language)
        return {
            **shown,
            "name": f"{number}. {shown['name']}",
            "why": step.reason.in_language(language),
            "if_it_fails": way.if_it_fails.in_language(language),
        }

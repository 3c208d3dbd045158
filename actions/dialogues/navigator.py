"""Which way to take, as a dialogue: the route in order, each way with why, what it costs and what comes next."""

from __future__ import annotations

from datetime import date

from actions import replies
from actions.choices import choose
from actions.dialogues.dialogue import Answers
from actions.knowledge.models import Language
from actions.navigator import Navigator, Step
from actions.questionnaire import Question
from actions.replies import Message
from actions.services import Services
from actions.texts import say


class NavigatorDialogue:
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

    def conclude(self, answers: Answers, language: Language, kit: Services, today: date) -> list[Message]:
        route = self._navigator.route(answers)
        notes = [rule.says.in_language(language) for rule in route.rules]
        cited = [one["label"] for one in replies.citations(route.citations, kit.statutes, today)]
        law = say("navigator_law", language, law=say("list_separator", language).join(cited))
        ways = [self._way(number, step, language, kit) for number, step in enumerate(route.steps, 1)]
        buttons = [
            replies.button(say("button_deadline", language), "/compute_deadline"),
            replies.button(say("button_legal_aid", language), "/screen_legal_aid"),
            replies.button(say("button_human", language), "/ask_human"),
        ]
        title = say("navigator_title", language)
        comparison = {**replies.channels(title, [], kit.knowledge, language), "channels": ways}
        closing = replies.text("\n".join([*notes, law]), language, buttons, outcome="navigator")
        # What must be known before choosing stands first where there is any of it.
        return [comparison, closing] if not notes else [{**closing, "buttons": []}, {**comparison, "buttons": buttons}]

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

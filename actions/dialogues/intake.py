"""Opening a case as a dialogue: consent, what is still unknown, a summary to confirm, then one wish to the gateway."""

from __future__ import annotations

import re
from datetime import date

from actions import replies
from actions.dialogues.dialogue import Answers, Dialogue
from actions.intake.answering import Answering, kept, without
from actions.intake.opening import Opening
from actions.intake.questions import CONSENT, NO, STORY, Questions
from actions.knowledge.models import Language
from actions.questionnaire import Question
from actions.replies import Message
from actions.saying import human_button
from actions.services import Services
from actions.settings import read_settings
from actions.texts import say

DAYS_A_YEAR = 365
KIND, TOPIC, OTHER_SIDE = "kind", "what_happened", "other_side"
SHORTEST_STORY = 6
"""From so many Chinese characters or English words on, words tell more than a kind of dispute."""
_WORD = re.compile(r"[\u4e00-\u9fff]|[A-Za-z']+")
SELF_SERVICE = ("one-stop-online", "non-litigation-centre", "peoples-mediation")


class IntakeDialogue(Dialogue):
    """Asks what a mediator has to know, and only what was not told."""

    def __init__(self, kit: Services) -> None:
        settings, kinds = read_settings(), kit.navigator.questions["kind"].options
        years = f"{settings.case_retention_days / DAYS_A_YEAR:.1f}".removesuffix(".0")
        self._questions = Questions(kit.intake_table, kit.places, kinds, years, settings.operator)
        self._answering = Answering(kit.intake_table, kit.intake_reader)
        self._opening = Opening(kit.intake_table, kit.places)
        self._matters = kit.intake_table.matters
        self._reader = kit.intake_reader

    @property
    def topic(self) -> Question:
        return self._questions.question(TOPIC, {})

    @property
    def purpose_in_short(self) -> dict[Language, str]:
        """What is agreed to by who only wants to be put through to a person."""
        short = self._questions.purpose.short
        return {"zh": short.zh, "en": short.en}

    def next(self, answers: Answers) -> Question | None:
        return self._questions.next(answers, self._opening.summary(answers))

    def read(self, question: Question, said: str, kit: Services, today: date) -> str | None:
        return self._answering.read(question, said, today)

    def told(
        self, answers: Answers, said: str, kit: Services, today: date, asked: Question | None = None
    ) -> dict[str, str]:
        if asked and asked.id == OTHER_SIDE:
            side = self._answering.side(answers, said)
            return {"_side": side} if side else {}
        if asked and answers.get(asked.id) == STORY:
            said = answers.get("_story", "")
        if not said or (asked and asked.id not in (KIND, TOPIC)):
            return {}
        found = self._answering.told(answers, said, today)
        # Whoever is asked for the kind and tells the story is not asked for the story as if it were not told.
        is_story = asked and asked.id == KIND and len(_WORD.findall(said)) >= SHORTEST_STORY and TOPIC not in answers
        return {"_story": said, **found} if is_story else found

    def corrected(self, answers: Answers, said: str, kit: Services, today: date) -> dict[str, str] | None:
        wrong = self._answering.corrected(answers, said)
        if wrong is None:
            return None
        name, left = wrong
        rest = without(answers, name)
        question = self._questions.question(name, rest)
        # "The sum is wrong, it is 30,000" tells the new answer too.
        new = self._answering.read(question, left, today) if left and not question.takes_words else None
        return {**rest, name: new} if new else rest

    def conclude(self, answers: Answers, language: Language, kit: Services, today: date) -> list[Message]:
        if answers[CONSENT] == NO:
            ways = [kit.knowledge.channels[way] for way in SELF_SERVICE]
            refused = replies.text(say("intake_refused", language), language, [human_button(language)])
            return [refused, replies.channels(say("channels_title", language), ways, kit.knowledge, language)]
        return [replies.effect("open_case", self.wish(answers, "asked", language))]

    def wish(self, answers: Answers, reason: str, language: Language) -> dict[str, object]:
        """What the gateway is to open a case on; see docs/cases.md, "Effects"."""
        return self._opening.wish(answers, reason, language)

    def noted(self, answers: Answers, language: Language) -> list[str]:
        """What need not be asked, as lines."""
        return self._opening.noted(answers, language)

    def begun(
        self, stories: list[str], concluded: dict[str, dict[str, str]], attached: dict[str, str], today: date
    ) -> dict[str, str]:
        """The answers that there are before anything is asked.

        ``stories`` are what the citizen has said of the matter, the fullest last; ``concluded`` are answers given to
        other dialogues, ``attached`` their results in words.
        """
        answers = {f"_{name}": words for name, words in attached.items()}
        for story in stories:
            answers |= kept(self._reader.read(story, today))
        if stories:
            answers["_story"] = stories[-1]
        kind = answers.get("kind") or self._kind_concluded(concluded)
        if kind:
            return {**answers, "kind": kind}
        likely = [kind for story in stories[-1:] for kind in self._reader.likely_kinds(story, today)]
        return {**answers, "_guesses": ",".join(likely)} if likely else answers

    def _kind_concluded(self, concluded: dict[str, dict[str, str]]) -> str | None:
        routed = concluded.get("navigator", {}).get("kind")
        return routed or self._matters.get(concluded.get("screening", {}).get("matter", ""))

"""Runs every dialogue through one Rasa form, ``dialogue_form``.

The form requests the slot ``dialogue_answer`` again and again. Each answer moves into ``dialogue_answers``
under its question's id, so a dialogue can be left and taken up where it was; ``dialogue`` tells which one
is on. Acts that must not be swallowed as answers (danger, fraud, stop, …) are in the form's
``ignored_intents`` in domain.yml.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions import replies
from actions.dialogues.dialogue import Answers, Dialogue
from actions.dialogues.registry import dialogues
from actions.guidance import find, say_outcome
from actions.knowledge.models import Language
from actions.questionnaire import Question
from actions.saying import show, tell
from actions.search.results import Found
from actions.services import services
from actions.turn import Turn, dialogue_left

FORM = "dialogue_form"
MOST_AT_ONCE = 8
"""More answers than this are shown by group first: a longer list does not fit a phone."""

GROUP = "group:"
"""Stands before a group's Chinese name in a button's payload and in the answer that opens the group."""

QUESTIONS_OF_THEIR_OWN = frozenset({"ask_guidance", "ask_followup"})
"""Acts that may be an answer in the citizen's words, and else are questions that deserve one."""

OTHER_ACTS: Mapping[str, str | None] = {
    "screen_legal_aid": "screening",
    "find_channel": "navigator",
    "compute_deadline": "deadline",
    "check_case": None,
    "open_case": None,
}
"""Acts that may be an answer in the citizen's words, and else want something else: the dialogue that each opens."""


def dialogue_of(tracker: Tracker) -> Dialogue | None:
    """The dialogue that is on, or None."""
    return dialogues().get(tracker.get_slot("dialogue") or "")


def answers_of(tracker: Tracker) -> dict[str, str]:
    """A copy of the answers so far."""
    return dict(tracker.get_slot("dialogue_answers") or {})


class ValidateDialogueForm(FormValidationAction):
    """Takes an answer in, and asks on until the dialogue has enough."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict
    ) -> list[str]:
        dialogue = dialogue_of(tracker)
        unfinished = dialogue is not None and dialogue.next(answers_of(tracker)) is not None
        return ["dialogue_answer"] if unfinished else []

    async def validate_dialogue_answer(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict
    ) -> dict[str, Any]:
        turn, dialogue, answers = Turn.of(tracker), dialogue_of(tracker), answers_of(tracker)
        question = dialogue.next(answers) if dialogue else None
        if value is None or dialogue is None or question is None:
            return {"dialogue_answer": None}
        said = str(value)
        if said.startswith("/"):
            # A button of something else that is still on the screen.
            raise ActionExecutionRejection(FORM)
        if said.startswith(GROUP):
            return {"dialogue_answer": None, "dialogue_answers": {**answers, GROUP: said.removeprefix(GROUP)}}
        # A button names its answer, on whichever screen it stood; own words mean one that is on the screen now.
        asked = question if question.option(said) else shown_question(question, answers)
        answer = await read(dialogue, asked, said)
        if answer is not None:
            answers.pop(GROUP, None)
            return {"dialogue_answer": None, "dialogue_answers": {**answers, question.id: answer}}
        return {"dialogue_answer": None, **await self._not_an_answer(dispatcher, turn, dialogue, answers)}

    async def _not_an_answer(
        self, dispatcher: CollectingDispatcher, turn: Turn, dialogue: Dialogue, answers: dict[str, str]
    ) -> dict[str, Any]:
        """It may answer a later question, be another act, or be a question that deserves an answer on the way."""
        opens = OTHER_ACTS.get(turn.intent)
        if opens and dialogues()[opens] is dialogue:
            # These words have just opened this very dialogue, in place of another.
            return {}
        if turn.intent in OTHER_ACTS:
            raise ActionExecutionRejection(FORM)
        ahead = await read_ahead(dialogue, answers, turn.text)
        if ahead:
            return {"dialogue_answers": {**ahead, **answers}}
        if turn.intent in QUESTIONS_OF_THEIR_OWN:
            outcome = await find(turn.text, turn)
            if isinstance(outcome, Found):
                say_outcome(dispatcher, outcome, turn.language)
                return {"card_id": outcome.hits[0].card_id, "last_question": turn.text}
        tell(dispatcher, turn.language, "dialogue_not_understood")
        return {}


async def read(dialogue: Dialogue, question: Question, said: str) -> str | None:
    """What ``said`` answers, read in a thread: telling its meaning takes the embedder some milliseconds."""
    kit = services()
    return await asyncio.to_thread(dialogue.read, question, said, kit, kit.today())


async def read_ahead(dialogue: Dialogue, answers: Mapping[str, str], said: str) -> dict[str, str]:
    """What ``said`` tells of the dialogue's topic, when that has not been asked yet: it need not be asked then."""
    topic = dialogue.topic
    if topic.id in answers or not said:
        return {}
    told = await read(dialogue, topic, said)
    return {topic.id: told} if told else {}


class ActionAskDialogueAnswer(Action):
    """Asks the next question, tells why it is asked, and offers the answers as buttons."""

    def name(self) -> str:
        return "action_ask_dialogue_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, dialogue, answers = Turn.of(tracker), dialogue_of(tracker), answers_of(tracker)
        question = dialogue.next(answers) if dialogue else None
        if question:
            show(dispatcher, [ask(question, answers, turn.language)])
        return []


class ActionConcludeDialogue(Action):
    """Says what follows from the answers, and makes room for the next dialogue."""

    def name(self) -> str:
        return "action_conclude_dialogue"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, kit, dialogue = Turn.of(tracker), services(), dialogue_of(tracker)
        if dialogue is None or dialogue.next(answers_of(tracker)) is not None:
            # A button of a dialogue that has ended or has been left.
            tell(dispatcher, turn.language, "dialogue_gone")
            return []
        answers = answers_of(tracker)
        show(dispatcher, dialogue.conclude(answers, turn.language, kit, kit.today()))
        # Kept as what "remind me" is about.
        concluded = SlotSet("concluded", {"dialogue": tracker.get_slot("dialogue"), "answers": answers})
        return [concluded, SlotSet("dialogue", None), SlotSet("dialogue_answers", None)]


class ActionGoBack(Action):
    """Takes the last answer back, so that the form asks it again."""

    def name(self) -> str:
        return "action_go_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, answers = Turn.of(tracker), answers_of(tracker)
        if not answers:
            tell(dispatcher, turn.language, "dialogue_back_at_start")
            return []
        answers.popitem()
        return [SlotSet("dialogue_answers", answers)]


class ActionLeaveDialogue(Action):
    """Closes the form; the answers stay for "go on"."""

    def name(self) -> str:
        return "action_leave_dialogue"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        tell(dispatcher, turn.language, "stopped")
        return dialogue_left()


def start(tracker: Tracker, name: str, answers: Answers, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Open the dialogue ``name``; one of that name that was left unfinished goes on where it was."""
    turn = Turn.of(tracker)
    unfinished = answers_of(tracker) if tracker.get_slot("dialogue") == name else {}
    key = "dialogue_resume" if unfinished else f"{name}_start"
    tell(dispatcher, turn.language, key)
    return [
        SlotSet("dialogue", name),
        SlotSet("dialogue_answers", {**unfinished, **answers}),
        # The words that opened it were taken for an answer of the dialogue that was on, and are none of this one.
        SlotSet("dialogue_answer", None),
    ]


def shown_question(question: Question, answers: Mapping[str, str]) -> Question:
    """The question with the answers that are on the screen: all of them, or those of the opened group."""
    group = answers.get(GROUP)
    inside = tuple(option for option in question.options if option.group and option.group.zh == group)
    return question.model_copy(update={"options": inside}) if len(inside) > 1 else question


def ask(question: Question, answers: Mapping[str, str], language: Language) -> replies.Message:
    """The question as a message with its answers as buttons."""
    shown = shown_question(question, answers)
    words = f"{question.ask.in_language(language)}\n{question.why.in_language(language)}"
    if len(shown.options) > MOST_AT_ONCE and all(option.group for option in shown.options):
        groups = {option.group.zh: option.group.in_language(language) for option in shown.options if option.group}
        pairs = [(title, f"{GROUP}{zh}") for zh, title in groups.items()]
    elif len(shown.options) > MOST_AT_ONCE:
        pairs = []
    else:
        pairs = [(option.label.in_language(language), option.id) for option in shown.options]
    buttons = [replies.button(title, f'/inform{{"dialogue_answer": "{answer}"}}') for title, answer in pairs]
    return replies.text(words, language, buttons)


class ActionScreenLegalAid(Action):
    """Opens the legal-aid screening."""

    def name(self) -> str:
        return "action_screen_legal_aid"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        return start(tracker, "screening", await topic_of(tracker, "screening"), dispatcher)


async def topic_of(tracker: Tracker, name: str) -> dict[str, str]:
    """The topic as far as it was told, now or in the last question."""
    turn, dialogue = Turn.of(tracker), dialogues()[name]
    return await read_ahead(dialogue, {}, turn.text) or await read_ahead(dialogue, {}, turn.last_question or "")


class ActionFindChannel(Action):
    """Opens the navigator."""

    def name(self) -> str:
        return "action_find_channel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        return start(tracker, "navigator", await topic_of(tracker, "navigator"), dispatcher)


class ActionComputeDeadline(Action):
    """Opens the deadline dialogue, with what was already said."""

    def name(self) -> str:
        return "action_compute_deadline"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, kit = Turn.of(tracker), services()
        answers: dict[str, str] = {}
        rule = turn.entities.get("deadline_rule", "")
        if rule in kit.deadlines.rules:
            answers["deadline_rule"] = rule
        dialogue = dialogues()["deadline"]
        # The kind first, then the day: both may stand in the sentence that asked.
        for _ in ("kind", "day"):
            question = dialogue.next(answers)
            told = await read(dialogue, question, turn.text) if question and turn.text else None
            if question and told:
                answers[question.id] = told
        return start(tracker, "deadline", answers, dispatcher)

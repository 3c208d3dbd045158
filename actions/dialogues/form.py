"""Runs every dialogue through one Rasa form, ``dialogue_form``.

The form requests the slot ``dialogue_answer`` again and again. Each answer moves into ``dialogue_answers``
under its question's id, so a dialogue can be left and taken up where it was; ``dialogue`` tells which one
is on. Acts that must not be swallowed as answers (danger, fraud, stop, …) are in the form's
``ignored_intents`` in domain.yml.
"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.dialogues.asking import AGAIN, GROUP, ask, by_place, shown_question
from actions.dialogues.dialogue import Answers, Dialogue
from actions.dialogues.no_answers import OTHER_ACTS, QUESTIONS_OF_THEIR_OWN, asks_the_meaning, is_no_answer
from actions.dialogues.registry import dialogues
from actions.guidance import find, say_outcome
from actions.questionnaire import Question
from actions.saying import show, tell
from actions.search.results import Found
from actions.services import services
from actions.turn import Turn, dialogue_left

FORM = "dialogue_form"


def dialogue_of(tracker: Tracker) -> Dialogue | None:
    """The dialogue that is on, or None."""
    return dialogues().get(tracker.get_slot("dialogue") or "")


def answers_of(tracker: Tracker) -> dict[str, str]:
    """A copy of the answers so far."""
    return dict(tracker.get_slot("dialogue_answers") or {})


def concluded_of(tracker: Tracker) -> dict[str, dict[str, str]]:
    """The answers of every dialogue that was concluded, by its name, the last one last."""
    return dict(tracker.get_slot("concluded") or {})


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
        said = by_place(str(value), question, answers)
        if said.startswith("/"):
            # A button of something else that is still on the screen.
            raise ActionExecutionRejection(FORM)
        if said.startswith(GROUP):
            return {"dialogue_answer": None, "dialogue_answers": {**answers, GROUP: said.removeprefix(GROUP)}}
        mended = await corrected(dialogue, answers, said)
        if mended is not None:
            if mended.keys() == answers.keys():
                tell(dispatcher, turn.language, "dialogue_corrected", outcome="corrected")
            return {"dialogue_answer": None, "dialogue_answers": mended}
        taken = await _taken(dialogue, question, answers, said, turn)
        if taken is None:
            return {"dialogue_answer": None, **await self._not_an_answer(dispatcher, turn, dialogue, answers)}
        return {"dialogue_answer": None, "dialogue_answers": taken}

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
            tell(dispatcher, turn.language, "dialogue_noted")
            return {"dialogue_answers": {**ahead, **answers}}
        if turn.intent in QUESTIONS_OF_THEIR_OWN:
            outcome = await find(turn.text, turn)
            if isinstance(outcome, Found):
                say_outcome(dispatcher, outcome, turn.language)
                return {"card_id": outcome.hits[0].card_id, "last_question": turn.text}
        question = dialogue.next(answers)
        return _ask_again(dispatcher, turn, question, answers) if question else {}


def _ask_again(
    dispatcher: CollectingDispatcher, turn: Turn, question: Question, answers: dict[str, str]
) -> dict[str, Any]:
    """Says why the question comes again: a long one in fewer words, which explain it."""
    can_skip = any(option.always for option in question.options)
    if not asks_the_meaning(turn.text):
        key = "dialogue_not_read" if can_skip else "dialogue_not_understood"
        tell(dispatcher, turn.language, key, outcome="not_read")
    elif question.again is None:
        tell(dispatcher, turn.language, "dialogue_explained")
    return {"dialogue_answers": {**answers, AGAIN: question.id}} if question.again else {}


async def _taken(
    dialogue: Dialogue, question: Question, answers: dict[str, str], said: str, turn: Turn
) -> dict[str, str] | None:
    """The answers with what was said as the answer to ``question``, or None when it is none."""
    if question.takes_words and question.option(said) is None and is_no_answer(question, said, turn):
        return None
    # A button names its answer, on whichever screen it stood; own words mean one that is on the screen now.
    asked = question if question.option(said) else shown_question(question, answers)
    answer = await read(dialogue, asked, said)
    if answer is None:
        return None
    answers.pop(GROUP, None)
    answers.pop(AGAIN, None)
    given = {**answers, question.id: answer}
    ahead = await read_ahead(dialogue, given, turn.text, question)
    # What it told beside is put before, so that "back" goes to this question.
    return {**ahead, **{name: value for name, value in given.items() if name not in ahead}}


async def corrected(dialogue: Dialogue, answers: Answers, said: str) -> dict[str, str] | None:
    """The answers after a correction, read in a thread as ``read`` does."""
    kit = services()
    return await asyncio.to_thread(dialogue.corrected, answers, said, kit, kit.today())


async def read(dialogue: Dialogue, question: Question, said: str) -> str | None:
    """What ``said`` answers, read in a thread: telling its meaning takes the embedder some milliseconds."""
    kit = services()
    return await asyncio.to_thread(dialogue.read, question, said, kit, kit.today())


async def read_ahead(dialogue: Dialogue, answers: Answers, said: str, asked: Question | None = None) -> dict[str, str]:
    """What ``said`` tells of questions that have not been asked yet, read in a thread as ``read`` does."""
    kit = services()
    return await asyncio.to_thread(dialogue.told, answers, said, kit, kit.today(), asked) if said or asked else {}


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
        answers, name = answers_of(tracker), tracker.get_slot("dialogue")
        show(dispatcher, dialogue.conclude(answers, turn.language, kit, kit.today()))
        done = [SlotSet("dialogue", None), SlotSet("dialogue_answers", None)]
        if name == "intake":
            # It is in the case now; nothing else needs it.
            return done
        # Kept as what "remind me" and the opening of a case are about; what was concluded last stands last.
        before = {other: said for other, said in concluded_of(tracker).items() if other != name}
        return [SlotSet("concluded", {**before, name: answers}), *done]


class ActionGoBack(Action):
    """Takes back the answer that was named, or the last one, so that the form asks it again."""

    def name(self) -> str:
        return "action_go_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, dialogue, answers = Turn.of(tracker), dialogue_of(tracker), answers_of(tracker)
        mended = await corrected(dialogue, answers, turn.text) if dialogue else None
        if mended is not None:
            return [SlotSet("dialogue_answers", mended)]
        given = [name for name in answers if not name.startswith("_")]
        if not given:
            tell(dispatcher, turn.language, "dialogue_back_at_start", outcome="went_back")
            return []
        del answers[given[-1]]
        return [SlotSet("dialogue_answers", answers)]


class ActionLeaveDialogue(Action):
    """Closes the form; the answers stay for "go on"."""

    def name(self) -> str:
        return "action_leave_dialogue"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        tell(dispatcher, turn.language, "stopped")
        return dialogue_left()

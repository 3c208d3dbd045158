"""Drafts a training story and a test story of a conversation, from the events that Rasa's tracker keeps.

Pure. What was not understood is left out, with a line that says so. Of a dialogue that asks one question after another
only its beginning, what broke into it and its last answer are kept: Rasa's stories need no more, and the answers are
what may name people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maintenance.drafts.insertion import scalar
from maintenance.drafts.refusals import DraftRefused

FORM = "dialogue_form"
FALLBACK = "nlu_fallback"
FALLBACK_LOOP = "action_two_stage_fallback"
SILENT = frozenset({"action_listen", "action_session_start", "action_unlikely_intent"})
MOST_TURNS = 20
MOST_NAMED = 4
NAMES = {
    "ask_guidance": "ask", "ask_followup": "ask further", "ask_more": "more", "ask_human": "a person", "affirm": "yes",
    "deny": "no", "none_of_these": "nothing offered fits", "choose_option": "choose from what was offered",
    "feedback_helpful": "helpful", "feedback_unhelpful": "not helpful", "tell_detail": "a detail", "inform": "a button",
}  # fmt: skip
FILES = (
    (frozenset({"danger", "fraud"}), "safety"),
    (frozenset({"open_case", "check_case", "withdraw_case", "put_through", "ask_human"}), "cases"),
    (frozenset({"ask_guidance", "ask_followup", "ask_more", "choose_option", "none_of_these"}), "guidance"),
)
"""In which file of data/stories and tests/conversations a story stands, by what is said in it first."""


@dataclass
class Spoken:
    """One thing that was said, and what the assistant did then: actions, loops and slots as steps of a story."""

    text: str
    intent: str
    steps: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_button(self) -> bool:
        """Whether a button was pressed."""
        return self.text.startswith("/")


@dataclass(frozen=True)
class StoryDraft:
    """Both stories as blocks of YAML, and ``topic``: the name of the files that they fit into."""

    topic: str
    story: str
    test: str


def story_drafted(events: Sequence[Mapping[str, Any]], known: Collection[str]) -> StoryDraft:
    """The stories of the last session of ``events``; ``known`` are the names of stories that are there.

    Raises ``DraftRefused`` when nothing in it was understood.
    """
    said = list(_shortened(_spoken(_last_session(events))))[:MOST_TURNS]
    understood = [one for one in said if one.intent != FALLBACK and one.steps]
    if not understood:
        raise DraftRefused("story_empty")
    name = _name(understood, known)
    return StoryDraft(_topic(understood), _block(name, said, is_test=False), _block(name, said, is_test=True))


def _last_session(events: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    starts = [number for number, event in enumerate(events) if event.get("event") in ("session_started", "restart")]
    later = [start for start in starts if any(one.get("event") == "user" for one in events[start:])]
    return events[later[-1] :] if later else events


def _spoken(events: Sequence[Mapping[str, Any]]) -> list[Spoken]:
    """What was said, each with what followed; the questions back after a misunderstanding are not the citizen's way."""
    said: list[Spoken] = []
    for event in events:
        kind = event.get("event")
        if kind == "user":
            intent = str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or FALLBACK)
            said.append(Spoken(" ".join(str(event.get("text") or "").split()), intent))
        elif kind == "rewind" and said:
            said[-1].intent = FALLBACK
        elif said and (step := _step(event)) is not None:
            said[-1].steps.append(step)
    return said


def _step(event: Mapping[str, Any]) -> dict[str, Any] | None:
    kind, name = event.get("event"), event.get("name")
    if kind == "action" and name and name not in SILENT:
        return {"action": name}
    if kind == "active_loop":
        return {"active_loop": name}
    if kind == "slot" and name == "requested_slot":
        return {"slot_was_set": [{name: event.get("value")}]}
    return None


def _shortened(said: Sequence[Spoken]) -> Iterator[Spoken]:
    loop: str | None = None
    for one in said:
        before, loop = loop, _loop_after(one, loop)
        if FALLBACK_LOOP in (before, loop):
            # The whole exchange of "did you mean": neither the words nor the guesses teach anything.
            yield Spoken(one.text, FALLBACK)
        elif before == FORM and loop == FORM and one.steps and one.steps[0] == {"action": FORM}:
            continue
        else:
            yield Spoken(one.text, one.intent, list(_tidy(one.steps, before)))


def _loop_after(one: Spoken, loop: str | None) -> str | None:
    for step in one.steps:
        loop = step.get("active_loop", loop)
    return loop


def _tidy(steps: Sequence[dict[str, Any]], loop: str | None) -> Iterator[dict[str, Any]]:
    """Without what says nothing new: a slot that is set anew to the same, a loop that is on already."""
    asked: Any = "dialogue_answer" if loop == FORM else None
    for step in steps:
        if "active_loop" in step:
            if step["active_loop"] == loop:
                continue
            loop = step["active_loop"]
        if "slot_was_set" in step:
            (wanted,) = step["slot_was_set"][0].values()
            if wanted == asked:
                continue
            asked = wanted
        yield step


def _topic(said: Sequence[Spoken]) -> str:
    intents = {one.intent for one in said}
    return next((topic for some, topic in FILES if some & intents), "asides")


def _name(said: Sequence[Spoken], known: Collection[str]) -> str:
    told = [NAMES.get(one.intent, one.intent.replace("_", " ")) for one in said]
    acts = [act for place, act in enumerate(told) if place == 0 or told[place - 1] != act]
    name = ", ".join(acts[:MOST_NAMED])
    number = next(number for number in range(1, len(known) + 2) if _numbered(name, number) not in known)
    return _numbered(name, number)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} ({number})"


def _block(name: str, said: Sequence[Spoken], *, is_test: bool) -> str:
    lines = [f"  - story: {scalar(name)}", "    steps:"]
    for one in said:
        if one.intent == FALLBACK or not one.steps:
            lines.append(f"      # left out, not understood: {one.text}")
            continue
        if is_test:
            lines += [f"      - user: {scalar(one.text)}", f"        intent: {one.intent}"]
        else:
            lines.append(f"      - intent: {one.intent}")
        lines += [line for step in one.steps for line in _written(step)]
    return "\n".join(lines) + "\n"


def _written(step: Mapping[str, Any]) -> list[str]:
    ((key, value),) = step.items()
    if key != "slot_was_set":
        return [f"      - {key}: {'null' if value is None else value}"]
    ((slot, wanted),) = value[0].items()
    return ["      - slot_was_set:", f"          - {slot}: {'null' if wanted is None else wanted}"]

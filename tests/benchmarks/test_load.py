"""Citizens who speak: everybody is asked the same, in turn, and nobody twice."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import pytest
import requests

from benchmarks import messages
from benchmarks.clients import Partner
from benchmarks.figures import Sample
from benchmarks.load import Deadline, Measured, TimeIsUp, at_once, one_citizen
from benchmarks.messages import Utterance


class Listener:
    """Answers at once and notes in `heard` who was told what."""

    def __init__(self, name: str, heard: list[tuple[str, str]]) -> None:
        self._name, self._heard = name, heard

    def say(self, utterance: Utterance) -> Sample:
        self._heard.append((self._name, utterance.text))
        return Sample(utterance.kind, 0.1, "answered")


def listeners(heard: list[tuple[str, str]]) -> list[Partner]:
    def partner(name: str) -> Partner:
        def begin(_: requests.Session) -> Listener:
            return Listener(name, heard)

        return begin

    return [partner("ours"), partner("bare")]


def in_time() -> Deadline:
    return Deadline(time.monotonic() + 60)


def too_late() -> Deadline:
    return Deadline(time.monotonic() - 1)


SCRIPTS = ((Utterance("greeting", "a"), Utterance("danger", "b")), (Utterance("greeting", "c"),))


def test_each_conversation_is_held_with_both_before_the_next_and_the_first_word_alternates() -> None:
    heard: list[tuple[str, str]] = []
    ours, bare = one_citizen(listeners(heard), SCRIPTS, 2, in_time())
    first_round = [("ours", "a"), ("ours", "b"), ("bare", "a"), ("bare", "b"), ("bare", "c"), ("ours", "c")]
    assert heard[:6] == first_round and len(heard) == 12
    assert [len(samples) for samples in ours.rounds] == [len(samples) for samples in bare.rounds] == [3, 3]


def test_a_crowd_says_everything_once_in_every_round() -> None:
    heard: list[tuple[str, str]] = []
    ours, bare = at_once(listeners(heard), SCRIPTS, 2, in_time())
    assert Counter(heard) == {(name, text): 2 for name in ("ours", "bare") for text in "abc"}
    assert ours.summary.answered == bare.summary.answered == 6


@pytest.mark.parametrize("measure", [one_citizen, at_once])
def test_nothing_is_begun_after_the_time(measure: Callable[..., list[Measured]]) -> None:
    heard: list[tuple[str, str]] = []
    with pytest.raises(TimeIsUp):
        measure(listeners(heard), SCRIPTS, 1, too_late())
    assert heard == []


def test_there_are_twenty_conversations_with_every_kind_of_message() -> None:
    conversations = messages.conversations()
    assert len(conversations) == 20 and len({said.text for said in messages.questions()}) == 20
    counts = Counter(utterance.kind for script in conversations for utterance in script)
    assert set(counts) == set(messages.KINDS)
    assert counts[messages.QUESTION_ZH] + counts[messages.QUESTION_EN] == 40

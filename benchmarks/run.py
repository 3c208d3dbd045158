"""One whole measurement: ours and the bare bots, started by the project's own supervisor, measured, and stopped."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from benchmarks import bare, cases, clients, load, parts, processes, vectors
from benchmarks.against import Against
from benchmarks.cluster import ClusterError
from benchmarks.figures import Sample
from benchmarks.load import Deadline, Measured, TimeIsUp
from benchmarks.messages import conversations, questions
from benchmarks.processes import Usage
from launch.console import Console
from launch.errors import LaunchError
from launch.services import gateway_url
from launch.settings import Settings, settings_for_trial
from launch.stack import Stack

LIMIT = 330.0  # seconds for everything after set-up; what does not fit any more is left out, and said so
CASES_LIMIT = 120.0
VECTORS_LIMIT = 120.0
ONE_CITIZEN_ROUNDS = 3
AT_ONCE_ROUNDS = 2
WARM_CONVERSATIONS = 4

# The gateway's limits protect citizens from one another; here one address plays all of them. It waits for the whole
# answer, so that a slow one is measured and not cut off.
FREE_OF_LIMITS: Mapping[str, str] = {
    "JIEFEN_CONVERSATION_BURST": "1000",
    "JIEFEN_CONVERSATION_PER_MINUTE": "100000",
    "JIEFEN_ADDRESS_BURST": "10000",
    "JIEFEN_ADDRESS_PER_MINUTE": "1000000",
    "JIEFEN_REPLY_WAIT": "30",
    "JIEFEN_SLOW_AFTER": "30",
}


@dataclass
class Result:
    """Everything measured.

    ``unanswered``: replies that only said that no answer could be had, by the gateway's own count; None when it gave
    none. ``unfinished`` names what the time did not suffice for.
    """

    at: datetime
    machine: Mapping[str, str | int | float]
    start: dict[str, float] = field(default_factory=dict)
    one: list[Measured] = field(default_factory=list)
    crowd: list[Measured] = field(default_factory=list)
    parts: dict[str, list[Sample]] = field(default_factory=dict)
    cases: list[Against] = field(default_factory=list)
    vectors: list[Against] = field(default_factory=list)
    usage: dict[str, Usage] = field(default_factory=dict)
    cpu_per_reply: dict[str, float] = field(default_factory=dict)
    unanswered: int | None = None
    unfinished: list[str] = field(default_factory=list)


def run(settings: Settings, model: Path, console: Console, at: datetime) -> Result:
    """Measure; takes at most ten minutes, training the bare bots apart. Raises LaunchError."""
    folder = settings.var / "bench"
    trial = _trial(settings, folder / "ours")
    yardsticks = [bare.stack(bot, settings, folder, console) for bot in (bare.UTTERING, bare.ACTING)]
    result = Result(at, processes.machine())
    until = Deadline(time.monotonic() + LIMIT)
    with ExitStack() as running:
        ours = _started("Jiefen", Stack(trial, model, console), running, result)
        for bot, yardstick in zip((bare.UTTERING, bare.ACTING), yardsticks, strict=True):
            _started(bot.name, yardstick, running, result)
        phases = {"one citizen": _one_citizen, "all citizens at once": _at_once, "the parts alone": _parts}
        for name, phase in phases.items():
            console.step(f"Measuring {name}")
            try:
                phase(ours, yardsticks, result, until)
            except TimeIsUp:
                result.unfinished.append(name)
        result.usage = _usage(ours, yardsticks)
        result.unanswered = clients.unanswered(gateway_url(ours.settings))
    _cases(settings, console, result)
    _vectors(console, result)
    return result


def run_cases(settings: Settings, console: Console, at: datetime) -> Result:
    """Measure cases alone: it needs neither Rasa nor a model, and takes about a minute."""
    result = Result(at, processes.machine())
    _cases(settings, console, result)
    return result


def run_vectors(console: Console, at: datetime) -> Result:
    """Measure the engines of vectors alone, which takes about a minute. Raises LaunchError."""
    result = Result(at, processes.machine())
    _vectors(console, result)
    return result


def _cases(settings: Settings, console: Console, result: Result) -> None:
    """After the others have stopped, for here the gateway's parts run in this very process."""
    console.step("Measuring cases")
    try:
        result.cases = cases.measure(settings.var / "bench" / "cases", Deadline(time.monotonic() + CASES_LIMIT))
    except TimeIsUp:
        result.unfinished.append("cases")


def _vectors(console: Console, result: Result) -> None:
    console.step("Measuring engines of vectors")
    try:
        result.vectors = vectors.measure(Deadline(time.monotonic() + VECTORS_LIMIT))
    except TimeIsUp:
        result.unfinished.append("engines of vectors")
    except ClusterError as error:
        raise LaunchError(str(error)) from error


def _trial(settings: Settings, var: Path) -> Settings:
    """Ours on free ports with an empty var folder."""
    shutil.rmtree(var, ignore_errors=True)
    return settings_for_trial(replace(settings, environ={**settings.environ, **FREE_OF_LIMITS}), var)


def _started(name: str, stack: Stack, running: ExitStack, result: Result) -> Stack:
    began = time.monotonic()
    running.enter_context(stack)
    result.start[name] = time.monotonic() - began
    return stack


def _one_citizen(ours: Stack, yardsticks: Sequence[Stack], result: Result, until: Deadline) -> None:
    partners, scripts = _partners(ours, yardsticks), conversations()
    load.one_citizen(partners, scripts[:WARM_CONVERSATIONS], 1, until)
    load.one_citizen(partners, scripts[-WARM_CONVERSATIONS:], 1, until)
    before = _usage(ours, yardsticks)
    result.one = load.one_citizen(partners, scripts, ONE_CITIZEN_ROUNDS, until)
    after = _usage(ours, yardsticks)
    replies = len(result.one[0].samples)  # each partner was sent the same messages
    result.cpu_per_reply = {name: (after[name].cpu - before[name].cpu) / replies for name in after}


def _at_once(ours: Stack, yardsticks: Sequence[Stack], result: Result, until: Deadline) -> None:
    scripts = conversations()
    result.crowd = load.at_once(_partners(ours, yardsticks), scripts, AT_ONCE_ROUNDS, until)


def _parts(ours: Stack, _: Sequence[Stack], result: Result, until: Deadline) -> None:
    result.parts = parts.measure(parts.parts(ours.settings, questions()), until)


def _partners(ours: Stack, yardsticks: Sequence[Stack]) -> list[clients.Partner]:
    bare_bots = [clients.rasa(f"http://127.0.0.1:{one.settings.rasa_port}") for one in yardsticks]
    return [clients.gateway(gateway_url(ours.settings)), *bare_bots]


def _usage(ours: Stack, yardsticks: Sequence[Stack]) -> dict[str, Usage]:
    theirs = [processes.usage(yardstick) for yardstick in yardsticks]
    told = {name: one for usage in theirs for name, one in usage.items()}
    return {**told, **processes.usage(ours)}  # the guards are ours

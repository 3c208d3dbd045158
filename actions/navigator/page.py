"""The whole navigator as a page for lawyers: which ways each kind of dispute has, and what changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.knowledge.markdown import BREAK, both, condition, heading, law, options, table
from actions.knowledge.models import Channel
from actions.navigator.route import Navigator
from actions.navigator.rules import Rule

Channels = Mapping[str, Channel]
SOURCE = "data/navigator.yml"


def navigator_page(navigator: Navigator, channels: Channels) -> str:
    """The page in Markdown: questions, kinds, changes and order; ``channels`` gives the names of the ways."""
    routes = [navigator.route(answers) for answers in navigator.answer_space()]
    different = {tuple(step.channel for step in route.steps) for route in routes}
    lines = [
        *heading("The navigator in full", SOURCE),
        f"{len(routes)} complete sets of answers lead to {len(different)} different lists of ways. A list begins with",
        "the ways of the kind of dispute; then every change whose condition holds is applied, in the order below; then",
        "what matters most comes forward.",
        "",
        "## Kinds of dispute",
        "",
        *_kinds(navigator, channels),
        "## Changes",
        "",
        *table(
            ["change", "when", "what is said", "effect", "source"],
            (
                [f"`{rule.id}`", condition(rule.when, navigator.questions), both(rule.says), _effect(rule, channels),
                 law(rule.citations)]
                for rule in navigator.book.changes
            ),
        ),
        "## What matters most",
        "",
        *_order(navigator, channels),
        "## Ways, and why one would take them",
        "",
        *table(
            ["way", "zh", "en", "why"],
            ([f"`{way}`", channels[way].name.zh, channels[way].name.en, both(why)]
             for way, why in navigator.book.reasons.items()),
        ),
        "## Questions",
        "",
        *_questions(navigator),
    ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def _kinds(navigator: Navigator, channels: Channels) -> list[str]:
    kinds = ((navigator.questions["kind"].option(kind), start) for kind, start in navigator.kinds.items())
    return table(
        ["kind", "what it is", "ways in order", "source"],
        (
            [f"`{kind.id}`", both(kind.label), _numbered(start.channels, channels), law(start.citations)]
            for kind, start in kinds
            if kind is not None
        ),
    )


def _effect(rule: Rule, channels: Channels) -> str:
    effects = {"only": rule.only, "takes out": rule.removes, "first": rule.first, "adds at the end": rule.adds}
    told = [f"**{name}**: {_named(ways, channels)}" for name, ways in effects.items() if ways]
    return BREAK.join(told) or "the list stays; only said"


def _order(navigator: Navigator, channels: Channels) -> list[str]:
    matters = navigator.questions["matters"]
    rows = (
        [both(option.label), _named(navigator.book.strengths.get(option.id, ()), channels) or "the order stays"]
        for option in matters.options
    )
    kept = (
        f"- {channels[earlier].name.en} stays before {channels[later].name.en}: the law asks for it first."
        for earlier, later in navigator.book.before
    )
    return [*table(["matters most", "ways that come forward"], rows), *kept, ""]


def _questions(navigator: Navigator) -> list[str]:
    lines: list[str] = []
    for question in navigator.questions.values():
        lines += [f"### `{question.id}`", "", both(question.ask), "", f"Why it is asked: {question.why.en}", ""]
        if question.only_if:
            asked = condition(question.only_if, navigator.questions).replace(BREAK, "; ")
            lines += [f"Asked only if {asked}", ""]
        lines += options(question)
    return lines


def _named(ways: Sequence[str], channels: Channels) -> str:
    return "; ".join(channels[way].name.en for way in ways)


def _numbered(ways: Sequence[str], channels: Channels) -> str:
    names = (channels[way].name for way in ways)
    return BREAK.join(f"{place}. {name.zh} {name.en}" for place, name in enumerate(names, 1))

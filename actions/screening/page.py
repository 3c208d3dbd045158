"""The whole legal-aid screening as a page for lawyers: every row, and every way through the questions."""

from __future__ import annotations

from collections.abc import Iterator

from actions.knowledge.markdown import BREAK, both, condition, heading, law, options, table
from actions.questionnaire import Question
from actions.screening.table import Outcome, Row, Screening

SOURCE = "data/screening.yml"
IN_WORDS = {
    Outcome.LIKELY: "likely eligible",
    Outcome.LIKELY_NOT: "probably not",
    Outcome.CANNOT_SAY: "cannot say",
}


def screening_page(screening: Screening) -> str:
    """The page in Markdown: income standard, decision table, every path and the questions."""
    threshold = screening.threshold
    paths = list(screening.paths())
    lines = [
        *heading("The legal-aid screening in full", SOURCE),
        "A screening never decides: the legal aid centre does.",
        "",
        f"Income standard: {threshold.yuan} yuan a month per family member, as of {threshold.as_of}",
        f"({threshold.source}). It may have been raised since.",
        "",
        "## Decision table",
        "",
        f"{len(screening.rows)} rows; a question that is not named in a row does not matter to it.",
        "",
        *table(
            ["row", "when", "result", "what is said", "papers", "law"],
            (_row(row, screening) for row in screening.rows),
        ),
        "## Every way through the questions",
        "",
        f"{len(paths)} ways; an empty cell is a question that is not asked on the way.",
        "",
        *table([*screening.questions, "row", "result"], _paths(screening)),
        "## Questions",
        "",
    ]
    for question in screening.questions.values():
        lines += _question(question)
    return "\n".join(lines).rstrip() + "\n"


def _row(row: Row, screening: Screening) -> list[str]:
    papers = BREAK.join(f"{paper.zh} / {paper.en}" for paper in row.papers)
    when = condition(row.when, screening.questions)
    return [f"`{row.id}`", when, IN_WORDS[row.outcome], both(row.says), papers, law(row.citations)]


def _paths(screening: Screening) -> Iterator[list[str]]:
    for result in screening.paths():
        answers = [result.answers.get(question, "") for question in screening.questions]
        yield [*answers, f"`{result.row.id}`", IN_WORDS[result.row.outcome]]


def _question(question: Question) -> list[str]:
    asked = ["### `" + question.id + "`", "", both(question.ask), "", f"Why it is asked: {question.why.en}", ""]
    return [*asked, *options(question)]

"""Tables and lists in Markdown, for the pages that are made from the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from actions.knowledge.models import Bilingual, Citation
from actions.questionnaire import Question

COUNTRY = "中华人民共和国"
BREAK = "<br>"


def heading(title: str, source: str) -> list[str]:
    """The top of a page, with what it is made of and by what."""
    made = f"Made from `{source}` by `.venv/bin/python -m actions.knowledge pages`; change the data, not this page."
    return [f"# {title}", "", made, ""]


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table and the empty line after it."""
    lines = [titles, ["---"] * len(titles), *rows]
    return ["| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines] + [""]


def both(words: Bilingual) -> str:
    """A text in both languages, one below the other."""
    return f"{words.zh}{BREAK}{words.en}"


def law(citations: Iterable[Citation]) -> str:
    """Articles as they are cited, each law named once."""
    articles: dict[str, list[str]] = {}
    for one in citations:
        articles.setdefault(one.law.removeprefix(COUNTRY), []).append(one.article)
    return BREAK.join(f"《{name}》{'、'.join(numbers)}" for name, numbers in articles.items())


def condition(when: Mapping[str, Sequence[str]], questions: Mapping[str, Question]) -> str:
    """What must have been answered: any of the answers to each question."""
    return BREAK.join(
        f"**{question}**: {_listed(wanted, questions[question])}" for question, wanted in when.items()
    )


def options(question: Question) -> list[str]:
    """The table of a question's answers."""
    rows = ([f"`{one.id}`", one.label.zh, one.label.en] for one in question.options)
    return table(["answer", "zh", "en"], rows)


def _listed(wanted: Sequence[str], question: Question) -> str:
    every = [option.id for option in question.options]
    without = [answer for answer in every if answer not in wanted]
    # A long list is easier to check by what is not in it.
    if 0 < len(without) <= 3 and len(wanted) > 8:
        return "any but " + ", ".join(f"`{answer}`" for answer in without)
    return ", ".join(f"`{answer}`" for answer in wanted)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", BREAK)

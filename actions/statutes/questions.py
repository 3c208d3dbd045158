"""Questions in lay words that an article answers: written for this project, one file a law.

They bridge what people say and what the law says: search compares a question with them as well as with the article.
Each file is named for its law, as in 民法典.tsv; each line is an article, a tab and a question.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("data") / "statute-questions"
LONGEST = 200


class StatuteQuestionsError(Exception):
    """A file cannot be used; the message names file and line."""


@dataclass(frozen=True)
class StatuteQuestion:
    """A question and the article that answers it; ``law`` is written without 中华人民共和国."""

    law: str
    article: str
    text: str


def read_statute_questions(root: Path) -> list[StatuteQuestion]:
    """All questions, in the order of files and lines; none when there is no folder.

    Raises ``StatuteQuestionsError``.
    """
    return [question for path in sorted((root / FOLDER).glob("*.tsv")) for question in _read(path)]


def _read(path: Path) -> list[StatuteQuestion]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise StatuteQuestionsError(f"{path.name} cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        article, tab, text = line.partition("\t")
        if not tab or "\t" in text or not text.strip() or len(text) > LONGEST or not article.startswith("第"):
            raise StatuteQuestionsError(f"{path.name}, line {number}: should be 第…条, a tab and a question")
        found.append(StatuteQuestion(path.stem, article, text.strip()))
    return found

"""The review of everything in data/: which checks there are, and in what order."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from actions.deadlines import Deadlines, DeadlinesError
from actions.deadlines.calendar import ChineseCalendar
from actions.knowledge import Knowledge
from actions.statutes import Article, Statutes
from review.cited import Cited, cited_in
from review.contradictions import contradiction_findings, rule_findings
from review.duplicates import Encode, duplicate_findings
from review.findings import Report
from review.form import expired_findings, form_findings
from review.kept_texts import KeptTexts
from review.law import change_findings, ending_findings, resolved
from review.lock import read_lock
from review.readability import read_rules, readability_findings
from review.twins import twin_findings


def review_knowledge(
    root: Path, statutes: Callable[[Knowledge], Statutes], kept: KeptTexts, today: date, encode: Encode | None
) -> Report:
    """Check all of data/ for ``today``.

    ``statutes`` opens the statutes for the instruments of the knowledge. Without ``encode`` questions are compared by
    their letters alone. Raises ``LockError`` and ``ReadabilityError``.
    """
    knowledge, problems = Knowledge.read(root)
    law = statutes(knowledge)
    cards = list(knowledge.cards.values())
    cited = cited_in(knowledge, root, today)
    with_articles = resolved(cited, law)
    report = Report("everything in data/")
    report.looked_at = {"cards": len(cards), "citations": len(cited), "articles of law": _distinct(with_articles)}
    report.add(form_findings(knowledge, problems, law, root, today))
    report.add(change_findings(with_articles, read_lock(root), kept, law))
    report.add(ending_findings(with_articles, law, today))
    report.add(contradiction_findings(cards, {(one.law, one.article): article for one, article in with_articles}))
    report.add(rule_findings(cards, _rules(root)))
    report.add(expired_findings(knowledge, today))
    report.add(twin_findings(cards))
    report.add(readability_findings(cards, read_rules(root)))
    report.add(duplicate_findings(cards, encode))
    without = {one.label for one, article in with_articles if article.text is None}
    if without:
        report.not_done.append(
            f"{len(without)} cited articles have no words at hand, so only their number and day were checked "
            "(python -m actions.statutes import adds words)"
        )
    if encode is None:
        report.not_done.append("questions were compared by their letters only: models/embedder was not loaded")
    return report


def _distinct(cited: list[tuple[Cited, Article]]) -> int:
    return len({one.label for one, _ in cited})


def _rules(root: Path) -> dict:
    path = root / "data" / "deadlines.yml"
    try:
        return dict(Deadlines.load(path, ChineseCalendar()).rules) if path.exists() else {}
    except DeadlinesError:
        return {}  # named among the problems of form

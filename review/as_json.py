"""The review of a draft for a program: the desk shows it."""

from datetime import date
from typing import Any

from actions.statutes import Statutes
from review.findings import Comparison, Finding, Report


def report_json(report: Report, statutes: Statutes, on: date) -> dict[str, Any]:
    """Everything in the report, from the draft's beginning to its end; ``on`` is the day of the review.

    Each finding has its place in the draft, what is said in both languages, and the articles that can be opened, in the
    form of the citations in a reply.
    """
    return {
        "subject": report.subject,
        "on": on.isoformat(),
        "looked_at": list(report.looked_at.values()),
        "not_done": report.not_done,
        "findings": [_finding(finding, statutes, on) for finding in report.findings],
    }


def _finding(finding: Finding, statutes: Statutes, on: date) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "place": finding.place,
        "zh": finding.chinese,
        "en": finding.message,
        "suggestions": list(finding.suggestions),
        "comparison": _comparison(finding.comparison) if finding.comparison else None,
        "citations": [one for law, number in finding.articles if (one := _citation(law, number, statutes, on))],
    }


def _comparison(comparison: Comparison) -> dict[str, str | None]:
    return {"draft": comparison.before, "law": comparison.after}


def _citation(law: str, number: str | None, statutes: Statutes, on: date) -> dict[str, Any] | None:
    article = statutes.article(law, number, on)
    if article is None:
        return None
    applies_from = article.applies_from.isoformat() if article.applies_from else None
    known = {"law": article.law, "article": article.article, "label": article.label}
    return {**known, "applies_from": applies_from, "has_text": article.has_text}

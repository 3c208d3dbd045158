"""The report as text for a terminal or a log."""

from collections.abc import Iterator, Sequence

from review.differences import pieces
from review.findings import Comparison, Finding, Report, Severity

_MARKS = {"same": ("", ""), "before": ("[-", "-]"), "after": ("{+", "+}")}


def terminal_lines(report: Report, severities: Sequence[Severity]) -> Iterator[str]:
    """The findings of these severities by file, what was not done, and a last line that counts everything."""
    for file, findings in report.by_file().items():
        shown = [finding for finding in findings if finding.severity in severities]
        if not shown:
            continue
        yield file
        for finding in shown:
            yield from _finding(finding)
        yield ""
    for said in report.not_done:
        yield f"not done: {said}"
    counts = ", ".join(f"{number} {name}" for name, number in report.looked_at.items())
    totals = ", ".join(
        f"{len(report.of(severity)) or 'no'} {severity}{'s' * (len(report.of(severity)) != 1)}"
        for severity in ("error", "warning", "note")
    )  # fmt: skip
    yield f"{report.subject}: {counts}: {totals}"


def _finding(finding: Finding) -> Iterator[str]:
    place = f"{finding.place}: " if finding.place else ""
    yield f"  {finding.severity} [{finding.check}] {place}{finding.message}"
    if finding.comparison is not None:
        yield from (f"      {line}" for line in _comparison(finding.comparison))
    if finding.suggestions:
        yield f"      perhaps: {'; '.join(finding.suggestions)}"


def _comparison(comparison: Comparison) -> Iterator[str]:
    for title, text in ((comparison.before_title, comparison.before), (comparison.after_title, comparison.after)):
        if text is not None:
            yield f"{title}: {text}".replace("\n", "\n        ")
    if comparison.before is not None and comparison.after is not None:
        marked = "".join(
            _MARKS[piece.kind][0] + piece.text + _MARKS[piece.kind][1]
            for piece in pieces(comparison.before, comparison.after)
        )
        yield f"difference: {marked}".replace("\n", "\n        ")

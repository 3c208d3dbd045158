"""The legality review, as far as it is about what was changed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from maintenance.remarks import Remark, place_of
from review.__main__ import Review
from review.findings import Finding, Report
from understanding.normalise import normalise


def knowledge_remarks(root: Path, var: Path, today: date, embedder: str, changed: Sequence[str]) -> list[Remark]:
    """All errors of data/, and whatever else the review says of the ``changed`` files.

    Raises what the review raises: ``LockError``, ``ReadabilityError``, ``StatutesError``, ``VectorsError``.
    """
    report = Review(root, var, today).of_knowledge(embedder)
    return [_remark(root, one) for one in _about(report, changed)]


def _about(report: Report, changed: Sequence[str]) -> list[Finding]:
    cards = {Path(name).stem for name in changed if name.endswith(".md")}
    return [
        one for one in report.findings
        if one.severity == "error" or one.file in changed
        or (one.comparison is not None and {one.comparison.before_title, one.comparison.after_title} & cards)
    ]  # fmt: skip


def _remark(root: Path, finding: Finding) -> Remark:
    said = f"{finding.place}: {finding.message}" if finding.place else finding.message
    words = ""
    if finding.check == "duplicate" and finding.comparison is not None:
        words = _as_written(root / finding.file, finding.comparison.before or "")
        said = f"{said}: 「{finding.comparison.before}」 and 「{finding.comparison.after}」"
    # A rule about several fields names the first one in its sentence alone.
    field = finding.place or said.partition(": ")[0]
    return Remark(finding.severity, place_of(root, finding.file, words, field), said)


def _as_written(path: Path, spelled: str) -> str:
    """The line of the file that is spelled so; "" when there is none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line for line in lines if spelled and spelled in normalise(line)), "")

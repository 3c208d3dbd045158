"""The form of what was changed, and the legality review, as far as it is about that."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import yaml

from actions.intake.table import IntakeError, IntakeTable
from actions.knowledge.reading import parse_yaml
from maintenance.remarks import Remark, place_of
from review.__main__ import Review
from review.findings import Finding, Report
from understanding.normalise import normalise


def knowledge_remarks(root: Path, var: Path, today: date, embedder: str, changed: Sequence[str]) -> list[Remark]:
    """All errors of data/, and whatever else the review says of the ``changed`` files.

    Raises what the review raises: ``LockError``, ``ReadabilityError``, ``StatutesError``, ``VectorsError``.
    """
    unreadable = list(table_remarks(root, changed))
    report = Review(root, var, today).of_knowledge(embedder)
    return unreadable + [_remark(root, one) for one in _about(report, changed)]


def table_remarks(root: Path, changed: Sequence[str]) -> Iterator[Remark]:
    """Changed tables that are no YAML, and the forms of the intake, of which the review knows nothing."""
    for name in changed:
        if not name.endswith(".yml") or not (root / name).is_file():
            continue
        try:
            parse_yaml((root / name).read_text(encoding="utf-8"))
            if name == "data/intake.yml":
                IntakeTable.load(root / name)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            yield Remark("error", f"{name}:{mark.line + 1}" if mark else name, f"no YAML: {error.problem}")
        except (IntakeError, OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            yield Remark("error", name, str(error))


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

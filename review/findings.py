"""What a review finds: one finding is one thing that a person has to look at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Comparison:
    """Two texts to be read side by side, each with what it is; ``before`` is None where it is no longer at hand."""

    before_title: str
    before: str | None
    after_title: str
    after: str | None


@dataclass(frozen=True)
class Finding:
    """``error`` must be mended, ``warning`` looked at, ``note`` known.

    ``file`` is relative to the project, or the name of the draft; ``place`` says where in it, such as a field or a
    line. ``suggestions`` are what was perhaps meant, best first. Of a draft ``chinese`` says what ``message`` says, and
    ``articles`` are those that it names and that there are, as official name and number.
    """

    severity: Severity
    check: str
    file: str
    place: str
    message: str
    comparison: Comparison | None = None
    suggestions: tuple[str, ...] = ()
    chinese: str = ""
    articles: tuple[tuple[str, str | None], ...] = ()


@dataclass
class Report:
    """All findings about one subject. ``looked_at`` counts what was read; ``not_done`` says what could not be done."""

    subject: str
    looked_at: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    not_done: list[str] = field(default_factory=list)

    def add(self, findings: Iterable[Finding]) -> None:
        """Take in what one check found."""
        self.findings += findings

    def of(self, severity: Severity) -> list[Finding]:
        """The findings of one severity, in the order found."""
        return [finding for finding in self.findings if finding.severity == severity]

    def by_file(self) -> dict[str, list[Finding]]:
        """Findings grouped by file; in each the gravest first, but a draft is read from its beginning to its end."""
        files: dict[str, list[Finding]] = {}
        for finding in sorted(self.findings, key=_order):
            files.setdefault(finding.file, []).append(finding)
        return files

    @property
    def exit_code(self) -> int:
        """1 when anything must be mended, else 0."""
        return 1 if self.of("error") else 0


def _order(finding: Finding) -> tuple[str, int, str]:
    grave = 0 if finding.check == "draft" else SEVERITIES.index(finding.severity)
    return finding.file, grave, finding.check

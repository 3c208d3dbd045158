"""The report as one HTML page, to be worked through and ticked off."""

import hashlib
from datetime import date
from html import escape

from review.differences import pieces
from review.findings import Comparison, Finding, Report

_STYLE = """
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1.1rem; border-bottom: 1px solid #999; margin-top: 2rem; overflow-wrap: anywhere; }
li { margin: .8rem 0; list-style: none; } ul { padding: 0; }
.severity { font-weight: 700; padding: 0 .4em; border-radius: .2em; color: #fff; }
.error { background: #a3131b; } .warning { background: #7a5200; } .note { background: #44546a; }
.done { opacity: .45; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: .4rem 0 0 1.6rem; }
.sides > div, .together { background: #f4f4f1; padding: .5rem .8rem; white-space: pre-line; overflow-wrap: anywhere; }
.together { margin: .4rem 0 0 1.6rem; } .title { font-size: .85rem; color: #444; display: block; }
del { background: #f7c9c9; } ins { background: #c9ecc9; text-decoration: none; }
@media (max-width: 45rem) { .sides { grid-template-columns: 1fr; } }
@media print { input { display: none; } }
"""
_SCRIPT = """
for (const box of document.querySelectorAll("input[type=checkbox]")) {
  const show = () => box.closest("li").classList.toggle("done", box.checked);
  try { box.checked = localStorage.getItem("review-" + box.id) === "done"; } catch {}
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.setItem("review-" + box.id, "done");
      else localStorage.removeItem("review-" + box.id);
    } catch {}
    show();
  });
  show();
}
"""


def page(report: Report, today: date) -> str:
    """The whole page. It loads nothing from anywhere; ticks stay in the reader's own browser."""
    counts = ", ".join(f"{number} {name}" for name, number in report.looked_at.items())
    totals = " ".join(
        f'<span class="severity {severity}">{len(report.of(severity))} {severity}s</span>'
        for severity in ("error", "warning", "note")
    )
    not_done = "".join(f"<li>{escape(said)}</li>" for said in report.not_done)
    files = "".join(
        f"<h2>{escape(file)}</h2><ul>{''.join(map(_finding, findings))}</ul>"
        for file, findings in report.by_file().items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Legality review: {escape(report.subject)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>Legality review: {escape(report.subject)}</h1><p>{today}. {escape(counts)}. {totals}</p>"
        + (f"<p>Not done:</p><ul>{not_done}</ul>" if not_done else "")
        + (files or "<p>Nothing found.</p>")
        + f"<script>{_SCRIPT}</script></body></html>\n"
    )


def _finding(finding: Finding) -> str:
    name = hashlib.sha256(f"{finding.file}|{finding.place}|{finding.message}".encode()).hexdigest()[:16]
    place = f"<em>{escape(finding.place)}</em>: " if finding.place else ""
    suggestions = f"<br>Perhaps: {escape('; '.join(finding.suggestions))}" if finding.suggestions else ""
    return (
        f'<li><label><input type="checkbox" id="{name}"> '
        f'<span class="severity {finding.severity}">{finding.severity}</span> '
        f"{escape(finding.check)}: {place}{escape(finding.message)}{suggestions}</label>"
        + (_comparison(finding.comparison) if finding.comparison else "")
        + "</li>"
    )


def _comparison(comparison: Comparison) -> str:
    sides = ((comparison.before_title, comparison.before), (comparison.after_title, comparison.after))
    if comparison.before is None or comparison.after is None:
        return "".join(
            f'<div class="together"><span class="title">{escape(title)}</span>{escape(text)}</div>'
            for title, text in sides if text is not None
        )  # fmt: skip
    columns = []
    for (title, _), own, tag in zip(sides, ("before", "after"), ("del", "ins"), strict=True):
        text = "".join(
            escape(piece.text) if piece.kind == "same" else f"<{tag}>{escape(piece.text)}</{tag}>"
            for piece in pieces(comparison.before, comparison.after)
            if piece.kind in ("same", own)
        )
        columns.append(f'<div><span class="title">{escape(title)}</span>{text}</div>')
    return f'<div class="sides">{"".join(columns)}</div>'

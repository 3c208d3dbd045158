"""What in a sentence may name a person or tell where somebody lives, by its form.

The gateway has masked numbers before anything was kept; this is the second look, at what is about to become a part of
the data, where it would stay for ever. It errs on the safe side: a maintainer can choose other words.
"""

from __future__ import annotations

import re

RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"〔[^〔〕]{1,20}〕"), "masked"),
    (re.compile(r"\d(?:[ \-]?\d){6,}"), "number"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "mail"),
    (re.compile(r"(?:我叫(?![了他她它人车过救])|我的名字(?:是|叫)|我姓|本人姓名)\s*[\u4e00-\u9fff]{1,4}"), "name"),
    (re.compile(r"\b(?:my name is|i am called|i'm called)\s+\w+", re.IGNORECASE), "name"),
    (re.compile(r"[路街弄巷]\s*\d+\s*[弄号]|\d+\s*弄\s*\d+\s*号|\d+\s*号楼|\d{2,4}\s*室"), "address"),
    (re.compile(r"\b\d+\s+\w+\s+(?:road|street|lane|avenue)\b", re.IGNORECASE), "address"),
)


def personal_found(text: str, *, masked: bool = False) -> str | None:
    """The first words of ``text`` that may be personal; None when there are none.

    ``masked`` allows the placeholders that masking has left, as in the words of a test story.
    """
    for pattern, kind in RULES:
        found = None if masked and kind == "masked" else pattern.search(text)
        if found:
            return found.group()
    return None

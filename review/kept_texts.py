"""Words of cited articles, kept on this machine so that a later change can be shown side by side.

The repository may not hold them. So every review keeps in var/ the words that the lock was made from, under their hash;
after an update of the statutes, the old words are found there, or among older texts in the statutes themselves.
"""

import json
import os
from pathlib import Path

from actions.statutes import Statutes
from review.lock import digest_of

FILE = "cited-texts.json"


class KeptTexts:
    """Articles' words by their hash."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is made when there is something to keep; a damaged file counts as an empty one."""
        self._path = folder / FILE
        self._texts: dict[str, str] = {}
        self._changed = False
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(stored, dict):
            self._texts = {key: text for key, text in stored.items() if isinstance(text, str)}

    def keep(self, text: str) -> None:
        """Remember these words."""
        digest = digest_of(text)
        self._changed |= digest not in self._texts
        self._texts.setdefault(digest, text)

    def save(self) -> None:
        """Write what is new; raises ``OSError``."""
        if not self._changed:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._path.with_suffix(".new")
        scratch.write_text(json.dumps(self._texts, ensure_ascii=False, indent=0), encoding="utf-8")
        os.replace(scratch, self._path)

    def find(self, digest: str, law: str, article: str, statutes: Statutes) -> str | None:
        """The words with this hash, from what was kept or from any text of the law at hand."""
        if digest in self._texts:
            return self._texts[digest]
        for version in statutes.versions(law):
            text = statutes.text(version, article)
            if text is not None and digest_of(text) == digest:
                return text
        return None

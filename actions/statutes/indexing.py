"""Has the vectors of all articles made beside an assistant that already answers, and loads them."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from actions.search.engines import VectorEngine
from actions.search.vectors import VectorsError
from actions.statutes.meaning import Meaning, encode_all, missing_vectors
from actions.statutes.model import StatuteModel
from actions.statutes.statutes import Passage

logger = logging.getLogger(__name__)
# A few articles (an import of some texts, a change of the law) are encoded at once, in seconds.
FEW = 100
COMMAND = (sys.executable, "-m", "actions.statutes", "index")
# Lower than whatever answers citizens: it works for minutes, with all processors.
NICENESS = 10


def step_back() -> None:
    """Let every other process go first, where the system knows of such a thing."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def meaning_of(
    passages: Sequence[Passage], model: StatuteModel, root: Path, say: Callable[[str], None], engine: VectorEngine
) -> Meaning:
    """The search by meaning over ``passages``; vectors that are missing are made first, by a process of its own.

    That process goes on where an earlier one stopped, and its memory is free again when it ends. ``say`` is told how
    far it is. Raises ``VectorsError`` or ``VectorEngineError``.
    """
    if missing_vectors(passages, model, root) > FEW:
        _run(root, say)
    return Meaning(passages, encode_all(passages, model, root, say), model, engine)


def _run(root: Path, say: Callable[[str], None]) -> None:
    last = ""
    try:
        with subprocess.Popen(
            COMMAND, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                last = line.strip() or last
                say(last)
    except OSError as error:
        raise VectorsError(f"the vectors of articles cannot be made: {error.strerror or error}") from error
    if process.returncode:
        raise VectorsError(f"the vectors of articles could not be made (code {process.returncode}): {last}")

"""What differs from the last commit in all that the assistant learns and answers from, and how it was before."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WATCHED = ("data", "domain.yml", "config.yml", "domain")
TOLD = ("tests/heldout", "tests/conversations")  # needed to measure, and told as changed
DIALOGUE = ("data/nlu/", "data/rules/", "data/stories/", "domain", "config.yml")


class ChangesError(Exception):
    """There is no earlier state to compare with; the message says why."""


@dataclass(frozen=True)
class Changes:
    """``files`` changed against ``before``, a folder with the earlier state of all that is watched.

    Each file comes with how many lines were added and removed; the names are relative to ``root``.
    """

    root: Path
    before: Path
    files: dict[str, tuple[int, int]]

    @property
    def of_dialogue(self) -> list[str]:
        """The changed files that Rasa learns from."""
        return [name for name in self.files if name.startswith(DIALOGUE)]

    @property
    def of_knowledge(self) -> list[str]:
        """The changed files of data/ that it does not."""
        return [name for name in self.files if name.startswith("data/") and not name.startswith(DIALOGUE)]


@contextmanager
def changes_since(root: Path, commit: str) -> Iterator[Changes]:
    """The changes since ``commit``; the folder of the earlier state lives as long as the block.

    Files that git does not know yet count, ignored ones do not. Raises ``ChangesError``.
    """
    names = _git(root, "ls-tree", "--name-only", commit, *WATCHED, *TOLD).split()
    if not names:
        raise ChangesError(f"{commit} has nothing that could be compared")
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        with tarfile.open(fileobj=io.BytesIO(_git_bytes(root, "archive", commit, *names))) as archive:
            archive.extractall(folder, filter="data")
        yield Changes(root, Path(folder), dict(sorted(_files(root, commit))))


def _files(root: Path, commit: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for row in _git(root, "diff", "--numstat", "--no-renames", "-z", commit, "--", *WATCHED, *TOLD).split("\0"):
        if row:
            added, removed, name = row.split("\t")
            yield name, (int(added), int(removed)) if added.isdigit() else (0, 0)
    fresh = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *WATCHED, *TOLD).split("\0")
    for name in filter(None, fresh):
        yield name, (len((root / name).read_bytes().splitlines()), 0)


def _git(root: Path, *arguments: str) -> str:
    return _git_bytes(root, *arguments).decode("utf-8")


def _git_bytes(root: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True, timeout=60).stdout
    except FileNotFoundError as error:
        raise ChangesError("git is not installed, so there is nothing to compare with") from error
    except subprocess.CalledProcessError as error:
        raise ChangesError(f"git says: {error.stderr.decode('utf-8', 'replace').strip()}") from error

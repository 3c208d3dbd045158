"""The content of attachments: sealed on disk under the id of its row in ``case_files``, whole or not at all."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.records import StoreUnavailable
from bot.sealing import SealBroken, Sealer

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
MOST_IN_A_CASE = 60
FINISHED_AFTER = 3600.0
"""Seconds after which a file that no row names was left over by a crash and not by a transaction still under way."""
FULL = (errno.ENOSPC, errno.EDQUOT)


class ContentGone(Exception):
    """There is no such file, or it cannot be unsealed."""


class Files:
    """The files in ``folder``, sealed by ``sealer``. Methods block; those that write may raise ``StoreUnavailable``."""

    def __init__(self, folder: Path, sealer: Sealer, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._sealer = sealer
        self._clock = clock

    def put(self, identity: str, content: bytes) -> None:
        """Keep ``content`` under ``identity``. When this returns a power cut does not lose it."""
        with _clear_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            made = self._folder / f"{identity}.new"
            try:
                with open(made, "xb", opener=_private) as file:
                    file.write(self._sealer.seal_bytes(content))
                    file.flush()
                    os.fsync(file.fileno())
                made.rename(self._folder / identity)
            finally:
                made.unlink(missing_ok=True)
            _settle(self._folder)

    def get(self, identity: str) -> bytes:
        """What is kept under ``identity``. Raises ``ContentGone``; ``StoreUnavailable`` when it cannot be read now."""
        try:
            with _clear_errors():
                return self._sealer.unseal_bytes((self._folder / identity).read_bytes())
        except (FileNotFoundError, SealBroken) as error:
            raise ContentGone(identity) from error

    def drop(self, identities: Iterable[str]) -> None:
        """Delete these files; one that is not there is no error."""
        with _clear_errors():
            for identity in identities:
                (self._folder / identity).unlink(missing_ok=True)

    def sweep(self, known: Collection[str]) -> int:
        """Delete what no row names and no running transaction can still name; returns how many."""
        with _clear_errors():
            left = [path for path in self._listed() if path.name not in known and self._is_old(path)]
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    def _listed(self) -> list[Path]:
        return sorted(self._folder.iterdir()) if self._folder.exists() else []

    def _is_old(self, path: Path) -> bool:
        return path.stat().st_mtime < self._clock() - FINISHED_AFTER


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settle(folder: Path) -> None:
    """Write the folder itself to the disk, or the name of a new file may be lost although its content is not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreUnavailable("full" if error.errno in FULL else f"broken ({error.strerror})") from error

"""The one error that set-up and running end with, so that a person reads a sentence and not a traceback."""

from __future__ import annotations

from pathlib import Path
from typing import Optional


class LaunchError(Exception):
    """Something a person must act on. The message is one sentence or a few; `log` is where to read more."""

    def __init__(self, message: str, log: Optional[Path] = None) -> None:
        super().__init__(message)
        self.log = log

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}\n  Log: {self.log}" if self.log else message

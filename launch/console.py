"""What the person who typed the command sees: steps, and a sign of life in every step that takes long."""

from __future__ import annotations

import sys
import time
from typing import Callable, Optional, TextIO

LINE_EVERY = 10.0  # seconds between two lines of progress where lines cannot be overwritten
FRAME_EVERY = 0.2


class Console:
    """Writes steps and their progress to a stream; on a terminal, progress stays on one line."""

    def __init__(self, stream: Optional[TextIO] = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or sys.stdout
        self._clock = clock
        self._terminal = self._stream.isatty()
        self._step_began = self._shown_at = clock()
        self._shown = ""

    def say(self, text: str) -> None:
        """Write a line that stays."""
        self._clear()
        self._write(text + "\n")

    def step(self, text: str) -> None:
        """Begin a step: write its name and count its seconds from now."""
        self.say(f"• {text}")
        self._step_began = self._shown_at = self._clock()

    def progress(self, text: str = "working") -> None:
        """Tell how the step is getting on. Cheap: call it as often as you like."""
        now = self._clock()
        if now - self._shown_at < (FRAME_EVERY if self._terminal else LINE_EVERY):
            return
        self._shown_at = now
        line = f"  {text} ({now - self._step_began:.0f} s)"
        if self._terminal:
            self._clear()
            self._shown = line[:100]
            self._write(self._shown)
        else:
            self._write(line + "\n")

    def done(self, text: str) -> None:
        """End a step."""
        self.say(f"  {text} ({self._clock() - self._step_began:.0f} s)")

    def _clear(self) -> None:
        if self._shown:
            self._write("\r\x1b[K")
            self._shown = ""

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            # Whoever read us is gone (`make run | head`, a closed terminal); the work itself goes on.
            self._stream = open("/dev/null", "w", encoding="utf-8")  # noqa: SIM115 - lives as long as we do

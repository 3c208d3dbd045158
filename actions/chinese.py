"""``jionlp``, which reads Chinese dates and knows places and Pinyin; loaded late and without its banner."""

from __future__ import annotations

import contextlib
import io
from functools import lru_cache
from types import ModuleType


@lru_cache(maxsize=1)
def jionlp() -> ModuleType:
    """The library. The first call loads dictionaries for about half a second."""
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp as library
    return library

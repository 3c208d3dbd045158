"""The code of a case: short enough for a slip of paper, long enough that nobody finds one by trying.

Twelve characters of Crockford's base 32 are 60 bits. Only a keyed hash of the code is kept (``cases.code_hash``), so
whoever has lost it gets a new one. https://www.crockford.com/base32.html
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L and O, which are read as 1 and 0, and without U."""
LENGTH = 12
GROUP = 4
READ_AS = str.maketrans("OIL", "011")


def code_new() -> str:
    """A new code as it is shown, in groups: ``7K2M-9QXT-04HB``."""
    return code_shown("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def code_shown(plain: str) -> str:
    """A code without groups as it is shown."""
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))


def code_read(text: str) -> str | None:
    """What somebody typed or pasted as the code that it means, without groups; None when it cannot be one.

    Spaces, dashes, small letters and full-width characters do not matter, nor does O for 0, or I or L for 1.
    """
    folded = unicodedata.normalize("NFKC", text).upper().translate(READ_AS)
    plain = "".join(character for character in folded if character.isalnum())
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else None

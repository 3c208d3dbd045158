"""Seals what names a person before it is stored, and hashes what must be found again without being readable.

``JIEFEN_KEY`` may hold several keys, the newest first: the first seals, all unseal, the last one makes the hashes. So
a new key is put in front of the old ones, and nothing that was sealed or hashed before is lost.
"""

from __future__ import annotations

import base64
import hmac
import json
import logging
import os
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import insert, select

from bot.database import Database
from bot.logs import log
from bot.settings import Settings, SettingsError
from bot.tables import sealing_keys


class KeyWrong(SettingsError):
    """The key is malformed, cannot be read or is not the one that the database is sealed with. The start must stop."""


class SealBroken(Exception):
    """What was to be unsealed was sealed with none of the keys, or has been changed since."""


class Sealer:
    """Seals and hashes with ``keys``, at least one; each is what ``Fernet.generate_key`` makes."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            # Without the cause, whose words might hold the key.
            raise KeyWrong("JIEFEN_KEY or var/key is no key: each has 44 characters, commas part several") from None
        self._secrets = [base64.urlsafe_b64decode(key) for key in keys]
        self._derived = lru_cache(maxsize=64)(lambda purpose: _derive(self._secrets[-1], f"jiefen hash {purpose}"))

    def seal(self, text: str) -> str:
        """``text`` as nobody reads it without the key; the same text comes out different each time."""
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """What was sealed. Raises ``SealBroken``."""
        return self.unseal_bytes(sealed.encode()).decode()

    def seal_json(self, value: Any) -> str:
        """Seal anything that JSON can hold."""
        return self.seal(json.dumps(value, ensure_ascii=False))

    def unseal_json(self, sealed: str) -> Any:
        """What ``seal_json`` sealed. Raises ``SealBroken``."""
        return json.loads(self.unseal(sealed))

    def seal_bytes(self, content: bytes) -> bytes:
        """Seal the content of a file; the result is a third longer."""
        return self._fernet.encrypt(content)

    def unseal_bytes(self, sealed: bytes) -> bytes:
        """What ``seal_bytes`` sealed. Raises ``SealBroken``."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise SealBroken("sealed with another key, or damaged") from error

    def hash(self, purpose: str, text: str) -> str:
        """64 hexadecimal digits that nobody can make without the key; hashes for two purposes never meet.

        What a reader takes for the same text has the same hash: width, capitals and spaces do not matter.
        """
        return hmac.digest(self._derived(purpose), _folded(text).encode(), "sha256").hex()

    @property
    def fingerprints(self) -> list[str]:
        """What tells the keys apart without giving them away, in their order."""
        return [_derive(secret, "jiefen fingerprint").hex()[:32] for secret in self._secrets]


def sealer_open(settings: Settings) -> Sealer:
    """The sealer with the keys of ``JIEFEN_KEY``, or of the file ``key`` in the var folder, made when there is none.

    Raises ``KeyWrong``.
    """
    listed = settings.key.get_secret_value() if settings.key else _file_read(settings.var / "key")
    keys = listed.replace(",", " ").split()
    if not keys:
        raise KeyWrong("JIEFEN_KEY or var/key is empty")
    return Sealer(keys)


def keys_check(sealer: Sealer, database: Database) -> None:
    """Make sure that everything in the database can be unsealed and found again, and remember the key that seals now.

    Raises ``KeyWrong`` when a key is missing with which something was sealed, or another one would make the hashes.
    May raise ``StoreUnavailable``.
    """
    present = sealer.fingerprints
    with database.writing() as connection:
        used = {row.fingerprint: row.hashes for row in connection.execute(select(sealing_keys))}
        if not used.keys() <= set(present):
            raise KeyWrong(
                "the database is sealed with another key than the one in JIEFEN_KEY or var/key. Bring that key back; "
                "without it the cases cannot be read"
            )
        if used and not used.get(present[-1]):
            raise KeyWrong("the keys in JIEFEN_KEY are in the wrong order: a new one goes in front of the others")
        new = {present[0], present[-1]} - used.keys()
        if new:
            rows = [{"fingerprint": key, "hashes": key == present[-1]} for key in sorted(new)]
            connection.execute(insert(sealing_keys), rows)


def _file_read(path: Path) -> str:
    try:
        if not path.exists():
            _file_make(path)
        path.chmod(0o600)
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyWrong(f"{path} cannot be read or made: {error}") from error


def _file_make(path: Path) -> None:
    """Whole or not at all: half a key, kept by a full disk, would be no key for ever."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name("key.new")
    made.unlink(missing_ok=True)
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
    made.rename(path)
    log("key_made", level=logging.WARNING, path=path, advice="keep a copy elsewhere: whoever loses it loses the cases")


def _derive(secret: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info.encode()).derive(secret)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(folded.split())

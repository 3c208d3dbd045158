"""The action server's settings, read once at start from the environment or from .env."""

from functools import lru_cache
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]
# The one model that the project builds by itself; any other is the operator's.
BUILT_EMBEDDER = "models/embedder"


class SettingsError(Exception):
    """A setting cannot be used; the message names it."""


class Settings(BaseSettings):
    """``JIEFEN_ACTIONS_PORT``, ``JIEFEN_EMBEDDER`` (a folder or a model hub's name), ``JIEFEN_VAR``.

    ``JIEFEN_CASE_RETENTION_DAYS`` is the gateway's too: before a case is opened it is said how long it is kept.
    ``JIEFEN_STATUTES_BY_MEANING=0`` leaves the search of statutes to words, and saves its minutes of preparation.
    ``JIEFEN_VECTOR_DATABASE`` is a PostgreSQL with pgvector where the vectors of articles are kept; unset, in memory.
    ``JIEFEN_OPERATOR`` names who runs this and how to reach them, which is said there as well.
    """

    model_config = SettingsConfigDict(env_prefix="JIEFEN_", env_file=ROOT / ".env", extra="ignore", frozen=True)

    actions_port: int = Field(default=5055, ge=1, le=65535)
    embedder: str = Field(default=BUILT_EMBEDDER, min_length=1)
    var: Path = Path("var")
    statutes_by_meaning: bool = True
    vector_database: str | None = Field(default=None, repr=False)
    case_retention_days: int = Field(default=1095, ge=1)
    operator: str = ""

    @field_validator("vector_database")
    @classmethod
    def _is_postgresql(cls, address: str | None) -> str | None:
        if not address:
            return None
        try:
            conninfo_to_dict(address)
        except ProgrammingError:
            # Without what is wrong with it: the password may be part of that.
            raise ValueError("must be an address such as postgresql://user:password@host/name") from None
        if not address.startswith(("postgresql://", "postgres://")):
            raise ValueError("must begin with postgresql://")
        return address

    @property
    def var_folder(self) -> Path:
        """Where running leaves its files, as an absolute path."""
        return ROOT / self.var


@lru_cache(maxsize=1)
def read_settings() -> Settings:
    """The settings of this process; raises ``SettingsError``."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "JIEFEN_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg']}") from error

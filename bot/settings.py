"""Settings of the gateway, read once at start, so that a typing mistake stops the start and not a citizen."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as NotReadable

PREFIX = "JIEFEN_"
ROOT = Path(__file__).resolve().parent.parent
# Names of this prefix that other processes of the project read; the gateway must not trip over them.
NAMES_OF_OTHERS = (
    "JIEFEN_ACTIONS_HOST",
    "JIEFEN_EMBEDDER",
    "JIEFEN_MODELS",
    "JIEFEN_STATUTES",
    "JIEFEN_STATUTES_BY_MEANING",
    "JIEFEN_TEST_CHROMIUM",
    "JIEFEN_TEST_MODEL",
    "JIEFEN_VECTOR_DATABASE",
)

SECRET = ("database_url", "key", "partner_secrets", "telegram_token", "telegram_webhook_secret")
"""Settings whose values never get into a message: they hold a password or a key."""


class SettingsError(ValueError):
    """A setting is unknown or wrong; the message names it. The start must stop."""


class Settings(BaseSettings):
    """Every setting, each read from ``JIEFEN_`` + its name in capitals. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    gateway_host: str = "127.0.0.1"
    gateway_port: int = Field(default=8000, ge=0, le=65535, description="0 lets the system choose")
    rasa_port: int = Field(default=5005, ge=1, le=65535)
    rasa_url: str | None = Field(default=None, description="instead of the port, when Rasa is elsewhere")
    actions_port: int = Field(default=5055, ge=1, le=65535)
    actions_url: str | None = None
    data: Path = Field(default=ROOT / "data", description="folder of routing, kinds, hotlines and quick replies")
    var: Path = Field(default=ROOT / "var", description="folder of jiefen.db, key and Rasa's tracker.db")
    tracker_url: str | None = Field(default=None, description="where Rasa keeps its tracker, when not in var")
    database_url: str | None = Field(default=None, repr=False, description="postgresql://…, else jiefen.db in var")
    key: SecretStr | None = Field(default=None, description="seals cases; without it the file key in var")
    operator: str = Field(default="", max_length=200, description="who runs this; told where a case is opened")
    public_url: str | None = Field(default=None, description="where citizens reach this gateway: https://example.org")

    reply_wait: NonNegativeFloat = Field(default=5.0, description="how long a POST waits before it says 202")
    slow_after: NonNegativeFloat = Field(default=8.0, description="when the citizen is told that it takes longer")
    danger_after: NonNegativeFloat = Field(default=1.0, description="when words of danger are answered by rule")
    rasa_timeout: PositiveFloat = Field(default=60.0, description="when a question to Rasa counts as lost")
    rasa_attempts: PositiveInt = Field(default=3, description="lost questions before the citizen is told it failed")
    rasa_parallel: PositiveInt = Field(default=16, description="questions that Rasa works on at the same time")
    retry_first: PositiveFloat = Field(default=0.5, description="first pause before looking whether Rasa is back")
    retry_longest: PositiveFloat = Field(default=3.0, description="the pause doubles up to this")
    lookup_timeout: PositiveFloat = Field(default=5.0, description="for articles, cards and health")

    reminder_every: PositiveFloat = Field(default=20.0, description="between two looks for reminders that are due")

    telegram_token: SecretStr | None = Field(default=None, description="of the bot; without it Telegram is off")
    telegram_api: str = Field(default="https://api.telegram.org", description="or a Bot API server of one's own")
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, description="with it and a public_url Telegram calls us; else we ask it by long polling"
    )
    telegram_timeout: PositiveFloat = Field(default=10.0, description="how long Telegram may take for an answer")
    telegram_poll: PositiveInt = Field(default=25, description="how long one question for updates may stay open")

    partner_secrets: dict[str, SecretStr] = Field(
        default={}, description='JSON: {"id of a partner in data/routing.yml": "the secret shared with it"}'
    )
    packets_every: PositiveFloat = Field(default=5.0, description="between two looks for packets that are due")
    packet_pause: PositiveFloat = Field(default=15.0, description="before a packet is sent again; doubles up to 1 hour")
    packet_timeout: PositiveFloat = Field(default=30.0, description="how long a partner may take to take a packet")

    store_timeout: PositiveFloat = Field(default=5.0, description="how long to wait for a locked database")
    retention_days: PositiveInt = Field(default=180, description="conversations idle for longer are deleted")
    claim_lease: PositiveFloat = Field(default=72.0, description="hours that a claim lasts without anything being done")
    case_retention_days: PositiveInt = Field(default=1095, description="cases that ended longer ago lose their facts")
    case_watch_every: PositiveFloat = Field(default=20.0, description="between two looks at leases and limits of cases")
    heartbeat: PositiveFloat = Field(default=15.0, description="between two comments on an event stream")
    streams_per_conversation: PositiveInt = 8
    streams_per_address: PositiveInt = 64

    conversation_burst: PositiveInt = Field(default=10, description="messages at once in one conversation")
    conversation_per_minute: PositiveFloat = 20.0
    address_burst: PositiveInt = Field(default=40, description="requests at once from one address")
    address_per_minute: PositiveFloat = 240.0
    trusted_proxies: str = Field(default="", description="addresses or networks whose X-Forwarded-For is believed")
    public_origins: str = Field(default="", description="origins beside the Host header, such as https://example.org")

    @field_validator("rasa_url", "actions_url", "public_url", "telegram_api")
    @classmethod
    def _is_http(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/") if url else url

    @field_validator("tracker_url")
    @classmethod
    def _is_sqlite(cls, url: str | None) -> str | None:
        # Erasing must reach Rasa's memory too: better not to start than to keep what a citizen had erased.
        if url is not None and not url.startswith("sqlite:///"):
            raise ValueError("must begin with sqlite:///, for erasing does not reach other databases yet")
        return url

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("postgresql://", "sqlite:///")):
            raise ValueError("must begin with postgresql:// or sqlite:///")
        return url

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _telegram_takes_it(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise ValueError("must be 16 to 256 letters, digits, _ or -")
        return secret

    @field_validator("partner_secrets")
    @classmethod
    def _are_long(cls, secrets: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for partner, secret in secrets.items():
            for one in secret.get_secret_value().split(","):
                if not re.fullmatch(r"[A-Za-z0-9_+/=.-]{32,256}", one):
                    raise ValueError(f"the secret of {partner} must be 32 to 256 letters, digits or _+/=.-")
        return secrets

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, networks: str) -> str:
        for network in _words(networks):
            ip_network(network, strict=False)
        return networks

    @property
    def rasa(self) -> str:
        """Base URL of Rasa, without a slash at the end."""
        return self.rasa_url or f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions(self) -> str:
        """Base URL of the action server, without a slash at the end."""
        return self.actions_url or f"http://127.0.0.1:{self.actions_port}"

    @property
    def tracker(self) -> Path:
        """The file of Rasa's tracker."""
        return Path(self.tracker_url.removeprefix("sqlite:///")) if self.tracker_url else self.var / "tracker.db"

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks whose forwarding headers are believed."""
        return tuple(ip_network(network, strict=False) for network in _words(self.trusted_proxies))

    @property
    def origins(self) -> frozenset[str]:
        """Origins that may post although they differ from the Host header."""
        return frozenset(origin.rstrip("/").lower() for origin in _words(self.public_origins))


def settings_load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment.

    Raises ``SettingsError`` naming every ``JIEFEN_`` variable that is unknown or has a bad value.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields} | set(NAMES_OF_OTHERS)
    unknown = sorted(name for name in environ if name.upper().startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError("unknown setting: " + ", ".join(unknown))
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_readable(part) for part in error.errors())) from error
    except NotReadable:
        # Without the cause, which holds the whole value: this is the one setting that is JSON, and it is secret.
        raise SettingsError(f"{PREFIX}PARTNER_SECRETS: must be a JSON object of secrets by partner") from None


def _words(listing: str) -> list[str]:
    return listing.replace(",", " ").split()


def _readable(part: Mapping[str, object]) -> str:
    location = part["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else "?"
    value = "" if name in SECRET else f" (is {part['input']!r})"
    return f"{PREFIX}{name.upper()}: {part['msg']}{value}"

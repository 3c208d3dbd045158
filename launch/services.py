"""The three processes: their commands, their environment, and where each says that it is well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Optional, Tuple

from launch.settings import Settings

# Rasa reports its use to its makers unless told not to; the rest keeps TensorFlow and SQLAlchemy from filling the
# log with advice about versions that Rasa pins.
QUIET_RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "SANIC_ACCESS_LOG": "false",
    "MPLBACKEND": "agg",
    "PYTHONUNBUFFERED": "1",
}
# For answering, not for training. The models are too small to feed several threads: these wait for one another, and on
# a busy machine with two cores a reply took half as long again (`make bench`).
ONE_THREAD = {
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
TRACKER = "JIEFEN_TRACKER_URL"  # Rasa writes there, and the gateway erases there
SECRETS = (
    "JIEFEN_DATABASE_URL", "JIEFEN_KEY", "JIEFEN_PARTNER_SECRETS", "JIEFEN_TELEGRAM_TOKEN",
    "JIEFEN_TELEGRAM_WEBHOOK_SECRET",
)  # fmt: skip
"""For the gateway alone: the others never touch cases, and what a process does not have cannot leak from it."""
VECTORS = ("JIEFEN_VECTOR_DATABASE",)  # for the action server alone: it may have a password in it
QUIET_APP = {"PYTHONUNBUFFERED": "1", "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"}


@dataclass(frozen=True)
class Service:
    """A process to keep alive. `health` is a URL that answers 200 when it is well, see launch.health."""

    name: str
    command: Tuple[str, ...]
    environ: Mapping[str, str]
    health: str
    log: Path
    hopeless: Optional[str] = None  # the trouble, in the words of launch.health, that waiting does not mend


def services(settings: Settings, model: Path) -> Tuple[Service, ...]:
    """Rasa with `model`, the action server and the gateway, on the ports of `settings`."""
    gateway = {**_without(VECTORS, settings.environ), **QUIET_APP}
    app = {**_without(SECRETS, settings.environ), **QUIET_APP}
    python = str(settings.app_python)
    return (
        Service(
            "rasa", _rasa_command(settings, model), {**rasa_environ(settings), **ONE_THREAD},
            f"http://127.0.0.1:{settings.rasa_port}/status", settings.logs / "rasa.log",
            hopeless="answers 409",  # it listens, and has no model: it could not read the one it was given
        ),
        Service(
            "actions", (python, "-m", "actions"), app,
            f"http://127.0.0.1:{settings.actions_port}/health", settings.logs / "actions.log",
        ),
        Service("bot", (python, "-m", "bot"), gateway, f"{gateway_url(settings)}/healthz", settings.logs / "bot.log"),
    )  # fmt: skip


def gateway_url(settings: Settings) -> str:
    """Where a browser on this machine finds the gateway, without a slash at the end."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.gateway_host, settings.gateway_host)
    return f"http://{host}:{settings.gateway_port}"


def rasa_environ(settings: Settings) -> Dict[str, str]:
    """What Rasa's own commands need to run quietly, with the two addresses that endpoints.yml reads."""
    actions = settings.environ.get("JIEFEN_ACTIONS_URL") or f"http://127.0.0.1:{settings.actions_port}"
    tracker = settings.environ.get(TRACKER) or f"sqlite:///{settings.var / 'tracker.db'}"
    return {
        **_without((*SECRETS, *VECTORS), settings.environ),
        **QUIET_RASA,
        "JIEFEN_ACTIONS_URL": f"{actions.rstrip('/')}/webhook",
        TRACKER: tracker,
    }


def _without(names: Sequence[str], environ: Mapping[str, str]) -> Dict[str, str]:
    return {name: value for name, value in environ.items() if name not in names}


def _rasa_command(settings: Settings, model: Path) -> Tuple[str, ...]:
    return (
        str(settings.rasa_python), "-m", "rasa", "run", "--enable-api",
        "--interface", "127.0.0.1", "--port", str(settings.rasa_port), "--model", str(model),
        "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
    )  # fmt: skip

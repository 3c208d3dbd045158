"""``python -m actions``: the action server on loopback, with search warming up while it already listens."""

import logging
import sys
from functools import partial

from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic
from sanic.worker.loader import AppLoader

from actions.services import services
from actions.settings import SettingsError, read_settings
from actions.statutes import StatutesError

HOST = "127.0.0.1"


def serve(port: int) -> None:
    """Serve until stopped. One process: the model is in memory once, and the work is short."""
    executor = ActionExecutor()
    executor.register_package("actions")
    # rasa-sdk's own run() would listen on all interfaces and start a second process.
    loader = AppLoader(factory=partial(create_app_for_serve, executor))
    app = loader.load()
    app.prepare(host=HOST, port=port, single_process=True, motd=False, access_log=False)
    Sanic.serve_single(app)


def main() -> int:
    """Check what must be there, then serve; 1 with one line of why when it is not there."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        settings = read_settings()
        services().statutes  # noqa: B018 - opened now, so that a missing database stops the start
    except (SettingsError, StatutesError) as error:
        print(f"actions: {error}", file=sys.stderr)
        return 1
    serve(settings.actions_port)
    return 0


if __name__ == "__main__":
    sys.exit(main())

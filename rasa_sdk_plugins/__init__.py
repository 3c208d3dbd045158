"""rasa-sdk looks for a package of this name when the action server starts, and lets it add routes."""

import pluggy
from sanic import Sanic

hookimpl = pluggy.HookimplMarker("rasa_sdk")


class JiefenRoutes:
    """Adds search, articles, cards and an honest ``/health``."""

    @hookimpl
    def attach_sanic_app_extensions(self, app: Sanic) -> None:
        """Called by rasa-sdk with its application, before it serves."""
        # Imported here, because rasa-sdk takes an import that fails for a plugin that is not there.
        from actions.routes import attach
        from actions.services import services

        attach(app, services())


def init_hooks(manager: pluggy.PluginManager) -> None:
    """Called by rasa-sdk with its plugin manager."""
    manager.register(JiefenRoutes())

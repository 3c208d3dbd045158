"""Starting, being told why not, and stopping: with small real servers in place of the three processes."""

from __future__ import annotations

import dataclasses
import io
import socket
import sys
from pathlib import Path

import pytest

from launch.console import Console
from launch.errors import LaunchError
from launch.services import ONE_THREAD, Service, gateway_url, rasa_environ, services
from launch.settings import Settings, settings_load
from launch.stack import Stack
from tests.launch.witness import LIMIT

SERVER = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(sys.argv[2].encode())
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""
WELL = '{"status": "ok"}'


def server(name: str, port: int, settings: Settings, body: str = WELL) -> Service:
    command = (sys.executable, "-c", SERVER, str(port), body)
    return Service(name, command, {}, f"http://127.0.0.1:{port}/", settings.logs / f"{name}.log")


def stack(settings: Settings, console: Console, *processes: Service, limit: float = LIMIT) -> Stack:
    return Stack(settings, Path("unused"), console, processes, limit)


def listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def test_ready_when_all_are_well_and_ports_free_again_afterwards(settings: Settings, console: Console) -> None:
    rasa = server("rasa", settings.rasa_port, settings, '{"model_file": "m"}')
    bot = server("bot", settings.gateway_port, settings)
    with stack(settings, console, rasa, bot) as running:
        assert running.troubles() == {}
        assert running.url == f"http://127.0.0.1:{settings.gateway_port}"
        assert running.is_kept
    assert not running.is_kept
    assert not listens(settings.rasa_port) and not listens(settings.gateway_port)


def test_a_port_in_use_is_named_with_its_setting(settings: Settings, console: Console) -> None:
    rasa = server("rasa", settings.rasa_port, settings)
    with socket.create_server(("127.0.0.1", settings.rasa_port)), pytest.raises(LaunchError) as failure:
        stack(settings, console, rasa).start()
    assert f"Port {settings.rasa_port} is in use" in str(failure.value)
    assert "JIEFEN_RASA_PORT" in str(failure.value)


def test_what_keeps_dying_is_told_with_its_last_words(settings: Settings, console: Console) -> None:
    log = settings.logs / "bot.log"
    dying = Service("bot", (sys.executable, "-c", "raise SystemExit('no such setting')"), {}, "http://127.0.0.1:9", log)
    with pytest.raises(LaunchError) as failure:
        stack(settings, console, dying).start()
    assert "bot stopped 3 times while starting. It said: no such setting" in str(failure.value)
    assert str(log) in str(failure.value)


def test_who_is_never_well_ends_the_start(settings: Settings, console: Console) -> None:
    degraded = server("bot", settings.gateway_port, settings, '{"status": "degraded"}')
    with pytest.raises(LaunchError, match=r"bot .* after 2 seconds"):
        stack(settings, console, degraded, limit=2).start()
    assert not listens(settings.gateway_port)


def test_a_trouble_that_waiting_does_not_mend_ends_the_start_at_once(settings: Settings, console: Console) -> None:
    rasa = server("rasa", settings.rasa_port, settings, '{"status": "no model"}')
    lost = dataclasses.replace(rasa, hopeless="says no model")
    with pytest.raises(LaunchError, match="rasa says no model, and waiting will not mend it"):
        stack(settings, console, lost).start()


def test_waiting_is_shown(settings: Settings, screen: io.StringIO) -> None:
    ticks = iter(range(0, 10_000, 11))
    console = Console(screen, clock=lambda: float(next(ticks)))
    degraded = server("bot", settings.gateway_port, settings, '{"status": "degraded"}')
    with pytest.raises(LaunchError):
        stack(settings, console, degraded, limit=1).start()
    assert "waiting for bot" in screen.getvalue()


def test_rasa_and_actions_stay_on_loopback_whatever_the_gateway_does(tmp_path: Path) -> None:
    settings = settings_load({"JIEFEN_GATEWAY_HOST": "0.0.0.0"}, tmp_path)
    rasa, actions, bot = services(settings, tmp_path / "m.tar.gz")
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert rasa.environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert rasa.environ["JIEFEN_ACTIONS_URL"] == "http://127.0.0.1:5055/webhook"
    assert "JIEFEN_ACTIONS_URL" not in actions.environ
    assert bot.health == "http://127.0.0.1:8000/healthz" == f"{gateway_url(settings)}/healthz"


def test_rasa_answers_with_one_thread_and_trains_with_all(tmp_path: Path) -> None:
    settings = settings_load({}, tmp_path)
    rasa, *_ = services(settings, tmp_path / "m.tar.gz")
    assert ONE_THREAD.items() <= rasa.environ.items()
    assert not ONE_THREAD.keys() & rasa_environ(settings).keys()

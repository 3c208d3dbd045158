"""The commands themselves, as a person types them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

from launch.__main__ import VERBS
from launch.settings import free_ports
from tests.launch.witness import LIMIT

ROOT = Path(__file__).resolve().parents[2]


def test_make_help_lists_every_verb() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=True).stdout
    assert set(re.findall(r"make ([a-z]+)", told)) == {"help", *VERBS}


def test_ci_does_what_a_person_does() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().rstrip().endswith("exec make test")


def test_a_port_in_use_ends_make_run_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = make_run(tmp_path, JIEFEN_GATEWAY_PORT=str(port))
    assert ended.returncode == 1
    assert f"FAILED: Port {port} is in use" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr


def test_a_wrong_setting_ends_make_run_with_a_sentence(tmp_path: Path) -> None:
    ended = make_run(tmp_path, JIEFEN_RASA_PORT="many")
    assert ended.returncode == 1
    assert "FAILED: JIEFEN_RASA_PORT is 'many'" in ended.stdout


def test_a_folder_that_cannot_be_made_ends_make_run_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = make_run(tmp_path / "file")
    assert ended.returncode == 1
    assert re.search(r"FAILED: .*: .*/file", ended.stdout)
    assert "Traceback" not in ended.stdout + ended.stderr


def test_a_termination_is_an_orderly_stop(tmp_path: Path) -> None:
    script = (
        "import launch.__main__ as m, signal\n"
        "def wait(*_):\n print('waiting', flush=True)\n while True: signal.pause()\n"
        "m.VERBS['run'] = wait\nraise SystemExit(m.main(['run']))"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
        assert "Stopped." in process.stdout.read()


def make_run(var: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    names = ("JIEFEN_GATEWAY_PORT", "JIEFEN_RASA_PORT", "JIEFEN_ACTIONS_PORT")
    ports = dict(zip(names, map(str, free_ports(3)), strict=True))
    environ = {**os.environ, **ports, "JIEFEN_VAR": str(var), **settings}
    command = [sys.executable, "-m", "launch", "run"]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=LIMIT, check=False)

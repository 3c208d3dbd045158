"""Sparing Rasa its network changes nothing that it does, in every story and rule, with the trained model."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from launch.model import model_path
from launch.settings import settings_load

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.rasa, pytest.mark.slow]


def test_the_same_action_comes_next_and_the_network_is_asked_less_often():
    settings = settings_load()
    model = Path(os.environ.get("TEST_RASA_MODEL") or model_path(settings))
    python = Path(os.environ.get("TEST_RASA_PYTHON") or settings.rasa_python)
    assert model.exists(), "No trained model: run `make train` first."
    taught = [str(path) for kind in ("stories", "rules") for path in sorted((ROOT / "data" / kind).glob("*.yml"))]
    script = str(Path(__file__).with_name("rules_first_in_rasa.py"))
    command = [str(python), "-W", "ignore", script, str(model), *taught]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=ROOT, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert len(told["plain"]) > 500
    assert {policy for _, policy, _ in told["plain"]} >= {"RulePolicy", "TEDPolicy"}
    assert told["sparing"] == told["plain"]
    assert told["asked_sparing"] < told["asked_plain"] * 0.6

"""Our check of an action's answer refuses exactly what Rasa's own refuses."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


@pytest.mark.slow
def test_the_compiled_check_agrees_with_rasas_own() -> None:
    script = Path(__file__).with_name("remote_action_in_rasa.py")
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run([RASA_PYTHON, script], env=environ, capture_output=True, text=True, check=True)
    verdicts = json.loads(done.stdout.splitlines()[-1])
    assert verdicts["ours"] == verdicts["rasa"]
    assert set(verdicts["rasa"]) == {True, False}

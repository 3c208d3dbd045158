"""Rasa's own end-to-end stories, tests/conversations/test_*.yml, with the trained model."""

import os
import subprocess
from pathlib import Path

import pytest

from launch.model import model_path
from launch.settings import settings_load

ROOT = Path(__file__).resolve().parents[2]
STORIES = ROOT / "tests" / "conversations"

pytestmark = [pytest.mark.rasa, pytest.mark.slow]


def failed_stories(stories, folder):
    """Run `rasa test core` on `stories` and return what it wrote about failures."""
    settings = settings_load()
    model = Path(os.environ.get("TEST_RASA_MODEL") or model_path(settings))
    assert model.exists(), "No trained model: run `make train` first."
    python = Path(os.environ.get("TEST_RASA_PYTHON") or settings.rasa_python)
    endpoints = folder / "endpoints.yml"  # Rasa tests which action comes next and runs none of ours
    endpoints.write_text("{}\n")
    command = [
        str(python),
        "-W",
        "ignore",
        "-m",
        "rasa",
        "test",
        "core",
        "--model",
        str(model),
        "--stories",
        str(stories),
    ]
    command += ["--out", str(folder), "--endpoints", str(endpoints), "--no-plot"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=ROOT, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return (folder / "failed_test_stories.yml").read_text(encoding="utf-8")


def test_every_story_runs_as_written(tmp_path):
    assert failed_stories(STORIES, tmp_path) == "# None of the test stories failed - all good!"


def test_a_wrong_story_is_noticed(tmp_path):
    wrong = tmp_path / "test_wrong.yml"
    wrong.write_text(
        "stories:\n  - story: wrong\n    steps:\n"
        "      - user: 您好\n        intent: greet\n      - action: utter_goodbye\n",
        encoding="utf-8",
    )
    assert "utter_goodbye" in failed_stories(wrong, tmp_path)

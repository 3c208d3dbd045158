"""Our NLU components inside Rasa, in Rasa's own environment."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(os.environ.get("TEST_RASA_PYTHON") or ROOT / ".venv-rasa" / "bin" / "python")

pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def found():
    """What components_in_rasa.py printed."""
    command = [str(PYTHON), "-W", "ignore", str(Path(__file__).with_name("components_in_rasa.py"))]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=ROOT, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_tokens_are_normalised_and_lie_in_the_typed_text(found):
    assert found["tokens"] == [["去", 0, 1], ["仲裁", 2, 5], ["吧", 6, 7]]
    assert found["invisible"] == [["\u200b", 0, 1]]


def test_language_is_what_the_citizen_fixed_else_what_the_text_shows(found):
    assert found["from_text"] == [["language_used", "zh", 0, 5]]
    assert found["from_metadata"] == [["language_used", "en", 0, 5]]
    assert found["unsure"] == []
    assert found["payload"] == []


def test_phrases(found):
    assert found["phrases"] == [["aspect", "papers", 1, 4]]


def test_classifier_learns_and_survives_storing(found):
    assert found["learnt"][:2] == ["greet", "ask_guidance"]
    assert len(found["learnt"]) == 4
    assert found["stored"]


def test_danger_comes_first(found):
    assert found["danger"] == ["danger", ["danger", "ask_guidance"], ["violence"]]
    assert found["calm"] == ["ask_guidance", ["ask_guidance", "danger"], []]

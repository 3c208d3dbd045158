"""`rasa data validate` warns of nothing but what is meant."""

import re
import subprocess
from pathlib import Path

import pytest

from launch.services import rasa_environ
from launch.settings import settings_load

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

MEANT = {
    # Only buttons say them.
    "The intent 'inform' is listed in the domain file, but is not found in the NLU training data.",
    "The intent 'put_through' is listed in the domain file, but is not found in the NLU training data.",
    # Rasa's own second stage says it.
    "The utterance 'utter_ask_rephrase' is not used in any story or rule.",
}


def test_nothing_is_warned_of_but_what_is_meant() -> None:
    settings = settings_load()
    data = [f"data/{name}" for name in ("nlu", "rules", "stories")]
    command = [settings.rasa_python, "-m", "rasa", "data", "validate"]
    done = subprocess.run(
        [*command, "--domain", "domain.yml", "--config", "config.yml", "--data", *data],
        cwd=ROOT, env=rasa_environ(settings), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    warned = set(re.findall(r"UserWarning: (The (?:intent|utterance|action|entity|slot) .*)", done.stderr))
    assert warned == MEANT

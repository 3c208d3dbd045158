"""Bare answers to what a dialogue asks are never heard as a greeting, a goodbye or a call for a person.

A form steps aside for those acts (``ignored_intents``), so an answer that sounded like one would never reach it.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from launch.model import model_path
from launch.settings import settings_load

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

TRAINED = [
    "今天", "昨天", "today", "yesterday", "this morning", "10月15号", "2026-10-15", "个人", "一个人", "138", "phone",
    "QQ",
]  # fmt: skip
UNSEEN = [
    "上周二", "上个礼拜天", "五月六号", "今年二月", "大概三天前", "last thursday", "5 may", "a week ago", "in january",
    "一个老板", "三个人", "一位阿姨", "a couple", "an old man", "350", "七千多", "青浦", "Jing'an", "录音",
]  # fmt: skip


@pytest.fixture(scope="module")
def heard() -> dict[str, str]:
    settings = settings_load()
    model = Path(os.environ.get("TEST_RASA_MODEL") or model_path(settings))
    assert model.exists(), "No trained model: run `make train` first."
    python = os.environ.get("TEST_RASA_PYTHON") or str(settings.rasa_python)
    done = subprocess.run(
        [python, "-W", "ignore", "-m", "understanding.parse", str(model)],
        input="\n".join([*TRAINED, *UNSEEN]),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"},
        timeout=300,
        check=True,
    )
    return {one["text"]: one["intent"] for one in json.loads(done.stdout)}


@pytest.mark.parametrize("said", [*TRAINED, *UNSEEN])
def test_a_bare_answer_reaches_the_form(heard: dict[str, str], said: str) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert heard[said] not in domain["forms"]["dialogue_form"]["ignored_intents"]

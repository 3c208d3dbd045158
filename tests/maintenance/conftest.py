"""A small project under git, to be edited as a maintainer would, and the check as a command."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.knowledge import ROOT
from actions.settings import read_settings
from maintenance.__main__ import main
from tests.knowledge.builders import write_base, write_card

UNPAID = [f"老板拖欠我{count}个月工资不给" for count in "一二三四五六七八"]
LANDLORD = [f"房东不退{count}个月的押金" for count in "一二三四五六七八"]
HELD_OUT = """# Questions.
- {question: "单位不发薪水怎么讨", card: wage-arrears, language: zh, split: test}
- {question: "退租了房东扣着押金", card: deposit, language: zh, split: test}
"""
DEPOSIT = {
    "id": "deposit", "title": "房东不退押金怎么办", "topic": "housing", "questions": LANDLORD,
    "answer": "先看合同，再书面催要，不行就申请调解。", "en__title": "My landlord keeps the deposit",
    "en__questions": ["Landlord keeps the deposit", "Deposit not returned", "How do I get my deposit back"],
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sound cards, two held-out questions, a few examples; committed."""
    monkeypatch.setenv("JIEFEN_VAR", "var")
    read_settings.cache_clear()
    root = write_base(tmp_path)
    write_card(root, questions=UNPAID)
    write_card(root, folder="housing", name="deposit", **DEPOSIT)
    for name in ("readability.yml", "former-laws.yml", "search.yml"):
        shutil.copy(ROOT / "data" / name, root / "data" / name)
    write(root, "tests/heldout/guidance.yml", HELD_OUT)
    write(root, "data/nlu/greet.yml", examples("greet", "你好", "早上好"))
    write(root, "data/nlu/goodbye.yml", examples("goodbye", "再见", "今天就先说到这里吧，再见"))
    write(root, ".gitignore", "/models\n/var\n")
    (root / "models" / "index").mkdir(parents=True)
    (root / "models" / "embedder").symlink_to(ROOT / "models" / "embedder")
    commit(root)
    yield root
    read_settings.cache_clear()


@pytest.fixture
def check(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[int, str]]:
    """Runs the command in ``root``: exit code and what it said."""

    def run() -> tuple[int, str]:
        code = main(["--root", str(root)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def examples(intent: str, *texts: str) -> str:
    """A file of data/nlu."""
    lines = "".join(f"      - {text}\n" for text in texts)
    return f'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n{lines}'


def write(root: Path, name: str, text: str) -> None:
    """Write a file, with its folder."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def commit(root: Path) -> None:
    """Commit everything in a repository that belongs to the test alone."""
    name = ("-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false")
    for arguments in (["init", "-q"], ["add", "."], [*name, "commit", "-q", "-m", "data: Before the edit."]):
        subprocess.run(["git", *arguments], cwd=root, check=True, timeout=60, capture_output=True)

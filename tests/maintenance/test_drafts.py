"""What the desk drafts: one line more where it belongs, every other byte as it was, or a clear refusal."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.knowledge import ROOT
from maintenance import draft
from maintenance.drafts.drafting import WANTED
from maintenance.drafts.insertion import questions_added
from maintenance.drafts.personal import personal_found
from maintenance.drafts.refusals import DraftRefused
from tests.maintenance.conftest import DEPOSIT, examples, write

GREET, DEPOSIT_FILE = "data/nlu/greet.yml", "data/guidance/housing/deposit.md"
STORY = "  - story: hello\n    steps:\n      - intent: greet\n      - action: utter_greet\n"
TEST = "  - story: hello\n    steps:\n      - user: 您好呀\n        intent: greet\n      - action: utter_greet\n"
FIRST_TEST = TEST.replace("hello", "first").replace("您好呀", "早呀")
TALE = {"kind": "story", "topic": "asides", "story": STORY, "test": TEST}


@pytest.fixture
def project(root: Path) -> Path:
    """The small project with a domain and a story."""
    write(root, "domain.yml", "intents: [greet, goodbye]\nactions: [action_x]\nresponses:\n  utter_greet: []\n")
    write(root, "data/stories/asides.yml", "# Side steps.\nstories:\n" + STORY.replace("hello", "first"))
    write(
        root,
        "tests/conversations/test_asides.yml",
        "# As typed.\nstories:\n" + TEST.replace("hello", "first").replace("您好呀", "早呀"),
    )
    text = (root / "data/stories/asides.yml").read_text(encoding="utf-8")
    write(root, "data/stories/asides.yml", text + "      - intent: goodbye\n      - action: action_x\n")
    return root


def asked(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **request: Any) -> Any:
    """The command's answer to a request."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(request)))
    assert draft.main(["--root", str(root)]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def ask(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    return lambda **request: asked(project, monkeypatch, capsys, **request)


def saved(ask: Any, **request: Any) -> Any:
    """Show a draft, then save what was shown."""
    shown = ask(**request)
    return ask(**request, save=True, seen={one["name"]: one["digest"] for one in shown["files"]})


def test_an_example_is_one_line_more(project: Path, ask: Any) -> None:
    text = "# Greetings.\n" + examples("greet", "你好", "早上好") + "\n# and goodbyes\n"
    write(project, GREET, text)
    shown = ask(kind="example", intent="greet", texts=["侬好  呀", "侬好呀。"])
    assert (project / GREET).read_text(encoding="utf-8") == text  # shown is not saved
    (file,) = shown["files"]
    assert [line for line in file["diff"].splitlines()[2:] if line[0] in "+-"] == ["+      - 侬好 呀"]
    assert saved(ask, kind="example", intent="greet", texts=["侬好 呀"])["saved"]
    assert (project / GREET).read_text(encoding="utf-8") == text.replace("早上好\n", "早上好\n      - 侬好 呀\n")


def test_the_diff_is_a_patch_that_git_takes(project: Path, ask: Any) -> None:
    for request in (
        {"kind": "example", "intent": "greet", "texts": ["侬好呀"]},
        {"kind": "question", "card": "deposit", "texts": ["押金条丢了: 还能要回押金吗", "the deposit slip is lost"]},
        {"kind": "card", "title": "狗咬伤", "texts": ["狗把我咬了"]},
        TALE,
    ):
        patch = "".join(one["diff"] for one in ask(**request)["files"])
        done = subprocess.run(
            ["git", "apply", "--check", "-"], cwd=project, input=patch, text=True, capture_output=True, check=False,
            timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, (request, done.stderr)


def test_questions_go_to_the_end_of_their_own_language(project: Path, ask: Any) -> None:
    before = (project / DEPOSIT_FILE).read_text(encoding="utf-8")
    texts = ["押金条丢了: 还能要回押金吗", "what if the deposit slip is lost"]
    assert saved(ask, kind="question", card="deposit", texts=texts)["saved"]
    after = (project / DEPOSIT_FILE).read_text(encoding="utf-8")
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(after.splitlines()) == len(before.splitlines()) + 2 and len(added) == 2
    card = yaml.safe_load(after.split("---\n")[1])
    assert card["questions"] == [*DEPOSIT["questions"], texts[0]]
    assert card["en"]["questions"] == [*DEPOSIT["en__questions"], texts[1]]


def test_every_card_and_every_intent_of_the_data_can_take_one_more() -> None:
    for path in sorted((ROOT / "data" / "guidance").glob("*/*.md"))[::7]:
        text = path.read_text(encoding="utf-8")
        for language in ("zh", "en"):
            new = questions_added(path.name, text, language, ['问: "一句" # 话'])
            assert len(new.splitlines()) == len(text.splitlines()) + 1
    for intent in draft.answered(ROOT, {"kind": "choices"})["intents"]:
        (change,) = draft._changes(ROOT, {"kind": "example", "intent": intent, "texts": ["这句话里没有别的意思呀呀"]})
        added = [line for line in change.diff.splitlines() if line[0] in "+-"]
        assert len(added) == 3, change.diff


def test_a_wanted_card_is_a_to_do(project: Path, ask: Any) -> None:
    assert saved(ask, kind="card", title="狗咬伤", topic="injury", texts=["狗把我咬了"])["saved"]
    write(project, WANTED, "# Mine.\n" + (project / WANTED).read_text(encoding="utf-8"))
    assert saved(ask, kind="card", title="装修", texts=["装修公司跑路"])["saved"]
    text = (project / WANTED).read_text(encoding="utf-8")
    listed = yaml.safe_load(text)
    assert text.startswith("# Mine.\n") and [one["title"] for one in listed] == ["狗咬伤", "装修"]
    assert listed[0]["asked"] == ["狗把我咬了"] and listed[0]["topic"] == "injury"
    refused = ask(kind="card", title="狗", texts=["狗把我咬了！"])
    assert refused["refused"] == "already" and "狗咬伤" in refused["en"]


def test_the_shipped_list_of_wanted_cards_takes_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / WANTED, tmp_path / WANTED)
    request = {"kind": "card", "title": "狗咬伤", "texts": ["狗把我咬了"]}
    shown = draft.answered(tmp_path, request)
    seen = {one["name"]: one["digest"] for one in shown["files"]}
    assert draft.answered(tmp_path, {**request, "save": True, "seen": seen})["saved"]
    assert yaml.safe_load((tmp_path / WANTED).read_text(encoding="utf-8"))[-1]["title"] == "狗咬伤"


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        ({"kind": "example", "intent": "greet", "texts": ["早上好。"]}, "already", "greet.yml:6"),
        ({"kind": "example", "intent": "greet", "texts": ["再见"]}, "of_other", "goodbye"),
        ({"kind": "example", "intent": "nonsense", "texts": ["嗨"]}, "unknown", "nonsense"),
        ({"kind": "example", "intent": "greet", "texts": ["打我手机〔手机号〕"]}, "personal", "〔手机号〕"),
        ({"kind": "example", "intent": "greet", "texts": ["我叫王小明，你好"]}, "personal", "王小明"),
        ({"kind": "question", "card": "deposit", "texts": ["住在延安路 12 弄，房东不退押金"]}, "personal", "12 弄"),
        ({"kind": "question", "card": "deposit", "texts": ["13800138000"]}, "personal", "138"),
        ({"kind": "question", "card": "deposit", "texts": ["老板拖欠我三个月工资不给？"]}, "already", "wage-arrears"),
        ({"kind": "question", "card": "../deposit", "texts": ["押金"]}, "unknown", "deposit"),
        ({"kind": "question", "card": "deposit", "texts": ["长" * 201]}, "too_long", "200"),
        ({"kind": "question", "card": "deposit", "texts": [" "]}, "nothing", "nothing"),
        ({"kind": "question", "card": "deposit", "texts": "押金"}, "malformed", "texts"),
        ({**TALE, "topic": "../x"}, "unknown", "x"),
        ({**TALE, "story": STORY.replace("hello", "first")}, "already", "asides"),
        ({**TALE, "story": STORY.replace("utter_greet", "utter_no")}, "unknown", "utter_no"),
        ({**TALE, "test": TEST.replace("utter_greet", "action_x")}, "story_unlike", "2"),
        ({**TALE, "story": "- ["}, "story_form", "story"),
        ({**TALE, "test": TEST.replace("您好呀", "我叫王小明")}, "personal", "王小明"),
        ({"kind": "x"}, "malformed", "texts"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why_in_both_languages(ask: Any, request_: dict[str, Any], code: str, words: str) -> None:
    refused = ask(**request_)
    assert refused["refused"] == code and words in refused["en"]
    assert refused["zh"] and refused["zh"] != refused["en"]


def test_a_file_that_changed_meanwhile_is_left_alone(project: Path, ask: Any) -> None:
    request = {"kind": "example", "intent": "greet", "texts": ["侬好呀"]}
    seen = {one["name"]: one["digest"] for one in ask(**request)["files"]}
    write(project, GREET, examples("greet", "你好", "早上好", "晚上好"))
    before = (project / GREET).read_text(encoding="utf-8")
    assert ask(**request, save=True, seen=seen)["refused"] == "changed"
    assert (project / GREET).read_text(encoding="utf-8") == before


def test_of_two_files_both_are_written_or_none(project: Path, ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    request = TALE
    names = ["data/stories/asides.yml", "tests/conversations/test_asides.yml"]
    before = [(project / name).read_text(encoding="utf-8") for name in names]
    replace = os.replace

    def full(source: str, target: Any) -> None:
        if Path(target).name == "test_asides.yml":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    refused = saved(ask, **request)
    assert refused["refused"] == "disk" and "No space left" in refused["en"]
    assert [(project / name).read_text(encoding="utf-8") for name in names] == before
    assert not list(project.rglob(".*.yml.*")), "what was written beside stays"
    monkeypatch.setattr(os, "replace", replace)
    assert saved(ask, **request)["saved"]
    stories = yaml.safe_load((project / names[1]).read_text(encoding="utf-8"))["stories"]
    assert [one["story"] for one in stories] == ["first", "hello"]
    assert (project / names[0]).read_text(encoding="utf-8") == before[0] + STORY


def test_a_folder_that_cannot_be_written_is_told_before(
    project: Path, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = {"kind": "example", "intent": "greet", "texts": ["侬好呀"]}
    assert ask(**request)["writable"] is True
    # Whoever runs the tests may write anywhere, so the system's answer is what is replaced here.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "nlu")
    assert ask(**request)["writable"] is False


def test_a_file_keeps_its_rights(project: Path, ask: Any) -> None:
    os.chmod(project / GREET, 0o640)
    assert saved(ask, kind="example", intent="greet", texts=["侬好呀"])["saved"]
    assert stat.S_IMODE((project / GREET).stat().st_mode) == 0o640


def test_a_file_with_a_form_of_its_own_is_not_touched() -> None:
    with pytest.raises(DraftRefused) as caught:
        questions_added("x.md", "---\nquestions: [a, b]\n---\n", "zh", ["c"])
    assert caught.value.code == "form"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10号发工资，拖到20号", None),
        ("房东要1200块", None),
        ("2026年11月25日签的合同", None),
        ("我叫了警察", None),
        ("我叫王小明", "我叫王小明"),
        ("写到 a.b@example.com", "a.b@example.com"),
        ("my name is Wang", "my name is Wang"),
        ("楼上 3 号楼 502 室漏水", "3 号楼"),
    ],
)
def test_what_may_be_personal(text: str, found: str | None) -> None:
    assert personal_found(text) == found

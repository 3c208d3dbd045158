"""Each planted fault is found, with file and line; and an edit that is right is told as right."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from actions.knowledge import ROOT
from launch import in_service
from launch.model import model_path
from launch.settings import settings_load
from maintenance.changes import ChangesError, changes_since
from maintenance.examples import near_others, new_examples, read_examples, said_twice
from maintenance.knowledge import table_remarks
from maintenance.rasa_checks import rasa_remarks
from maintenance.understood import UNTRAINED, utterance_remarks
from tests.knowledge.builders import write_card
from tests.maintenance.conftest import DEPOSIT, LANDLORD, UNPAID, commit, examples, write
from understanding.sentences import SentenceVectors

GREET, GOODBYE = "data/nlu/greet.yml", "data/nlu/goodbye.yml"
DEPOSIT_FILE = "data/guidance/housing/deposit.md"


def edit_deposit(root: Path, **changes: object) -> None:
    write_card(root, folder="housing", name="deposit", **{**DEPOSIT, **changes})


def line_of(root: Path, file: str, words: str) -> str:
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    return f"{file}:{next(number for number, line in enumerate(lines, 1) if words in line)}"


def test_without_a_change_there_is_nothing_to_tell(check):
    code, said = check()
    assert code == 0
    assert "nothing that the assistant learns or answers from" in said


def test_new_changed_and_removed_files_are_told(root):
    write(root, GREET, examples("greet", "你好", "早上好", "晚上好"))
    write(root, "data/nlu/thanks.yml", examples("thanks", "谢谢"))
    (root / GOODBYE).unlink()
    with changes_since(root, "HEAD") as changes:
        assert changes.files == {GREET: (1, 0), GOODBYE: (0, 6), "data/nlu/thanks.yml": (5, 0)}
        assert (changes.before / GOODBYE).exists()
        assert changes.of_dialogue == sorted(changes.files) and changes.of_knowledge == []


def test_a_folder_without_git_or_commit_is_named(root):
    shutil.rmtree(root / ".git")
    with pytest.raises(ChangesError, match="git says"), changes_since(root, "HEAD"):
        pass


def test_a_sound_edit_of_a_card_moves_nothing(root, check):
    edit_deposit(root, questions=[*LANDLORD, "押金条丢了还能要回押金吗"])
    code, said = check()
    assert code == 0, said
    assert f"{DEPOSIT_FILE} +1 -0" in said
    assert "0 of 2 questions moved; the right card is first for 2 of 2, was 2" in said


def test_a_citation_that_does_not_exist_is_an_error_with_its_line(root, check):
    edit_deposit(root, citations=[{"law": "中华人民共和国民法典", "article": "第九千条"}])
    code, said = check()
    assert code == 1
    assert f"error: {line_of(root, DEPOSIT_FILE, 'citations:')}" in said and "第九千条" in said


def test_an_english_half_that_lacks_a_step_is_an_error_with_its_line(root, check):
    edit_deposit(root, en__steps=["Keep proof"])
    code, said = check()
    lines = (root / DEPOSIT_FILE).read_text(encoding="utf-8").splitlines()
    english = lines.index("en:")
    assert code == 1
    assert f"error: {DEPOSIT_FILE}:{lines.index('  steps:', english) + 1}: en.steps: 1 entries beside 2" in said


def test_a_table_that_is_no_yaml_is_an_error_with_its_line(root):
    write(root, "data/routing.yml", "rules:\n  - id: a\n    id: b\n")
    [remark] = table_remarks(root, ["data/routing.yml"])
    assert (remark.weight, remark.place) == ("error", "data/routing.yml:3")
    assert "stands here twice" in remark.said


def test_a_card_under_two_kinds_of_dispute_is_an_error(root):
    words = (ROOT / "data" / "intake.yml").read_text(encoding="utf-8")
    write(root, "data/intake.yml", words)
    assert list(table_remarks(root, ["data/intake.yml"])) == []
    twice = words.replace("cards: [wage-arrears, ", "cards: [wage-arrears, unlawful-dismissal, ", 1)
    write(root, "data/intake.yml", twice)
    [remark] = table_remarks(root, ["data/intake.yml"])
    assert remark.weight == "error" and "a card stands under two kinds" in remark.said


def test_a_question_of_another_card_is_a_warning_with_its_line(root, check):
    edit_deposit(root, questions=[*LANDLORD, UNPAID[0] + "呀"])
    _, said = check()
    assert f"warning: {line_of(root, DEPOSIT_FILE, UNPAID[0] + '呀')}: questions: nearly asks what wage-arrears" in said


def test_a_held_out_question_that_lost_its_card_is_named_with_both_cards(root, check):
    edit_deposit(root, questions=[*LANDLORD, "单位不发薪水怎么讨要", "单位不发薪水", "怎么讨薪水"])
    _, said = check()
    assert "warning: tests/heldout/guidance.yml:2: lost: 「单位不发薪水怎么讨」 finds deposit, was wage-arrears" in said
    assert "1 of 2 questions moved; the right card is first for 1 of 2, was 2" in said


def test_an_example_of_two_intents_is_an_error_with_both_places(root):
    write(root, GREET, examples("greet", "你好", "早上好", "再见！"))
    now, wrong = read_examples(root)
    assert wrong == []
    [remark] = said_twice(now)
    assert (remark.weight, remark.place) == ("error", f"{GREET}:7")
    assert f"also an example of goodbye, at {GOODBYE}:5" in remark.said


def test_an_example_that_nearly_means_another_intents_is_a_warning(root):
    before, _ = read_examples(root)
    write(root, GREET, examples("greet", "你好", "早上好", "今天就先说到这里了，再见", "上海话你会讲吗"))
    now, _ = read_examples(root)
    new = new_examples(now, before)
    assert [one.place for one in new] == [f"{GREET}:7", f"{GREET}:8"]
    vectors = SentenceVectors()
    [remark] = near_others(new, now, lambda texts: np.stack([vectors.of(text) for text in texts]))
    assert (remark.weight, remark.place) == ("warning", f"{GREET}:7")
    assert f"(goodbye, {GOODBYE}:6)" in remark.said


def test_examples_that_are_no_yaml_are_an_error_with_the_line(root):
    write(root, GREET, 'version: "3.1"\nnlu:\n  - intent: greet\n  intent: [\n')
    _, [remark] = read_examples(root)
    assert remark.weight == "error" and remark.place.startswith(f"{GREET}:")


def test_utterances_that_a_new_model_hears_otherwise_are_named(root):
    write(root, "tests/heldout/utterances.yml", "".join(
        f'- {{text: "{text}", intent: {intent}}}\n' for text, intent in (("有人打我", "danger"), ("你好", "greet"))
    ))  # fmt: skip
    settings = settings_load({**os.environ}, root)
    new, old = model_path(settings), settings.models / "jiefen-old.tar.gz"
    assert [one.said for one in utterance_remarks(settings)] == [UNTRAINED]
    from evaluation import acts_heard

    (settings.models / acts_heard.FOLDER).mkdir()
    for model, heard in ((old, ["danger", "thanks"]), (new, ["greet", "greet"])):
        model.touch()
        kept = {"state": acts_heard.state_of(settings), "heard": heard}
        (settings.models / acts_heard.FOLDER / f"{model.name}.json").write_text(json.dumps(kept))
    in_service.write(settings.models, in_service.InService(model=old.name))
    told = [str(one) for one in utterance_remarks(settings)]
    assert told == [
        "warning: tests/heldout/utterances.yml:1: lost: 「有人打我」 (danger) is heard as greet, was danger",
        "note: tests/heldout/utterances.yml:2: won: 「你好」 (greet) is heard as greet, was thanks",
        "note: 2 of 2 utterances moved; 1 are heard rightly, was 1",
    ]


@pytest.mark.rasa
@pytest.mark.slow
def test_a_story_that_contradicts_a_rule_is_an_error_with_its_line(root, tmp_path):
    shutil.rmtree(root / "data" / "nlu")
    for name in ("data/nlu", "data/rules", "data/stories"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, root / name)
    for name in ("understanding", ".venv-rasa"):
        (root / name).symlink_to(ROOT / name)
    write(root, ".gitignore", "/models\n/var\n/understanding\n/.venv-rasa\n/.rasa\n/data/typos.yml\n")
    commit(root)
    story = "stories:\n  - story: a wrong thank-you\n    steps:\n"
    steps = "      - intent: thanks\n      - action: utter_goodbye\n"
    write(root, "data/stories/wrong.yml", f'version: "3.1"\n{story}{steps}')
    with changes_since(root, "HEAD") as changes:
        remarks = rasa_remarks(settings_load({**os.environ}, root), changes, tmp_path / "scratch")
    assert [one.weight for one in remarks] == ["error"], remarks
    assert remarks[0].place == "data/stories/wrong.yml:3"
    assert "'utter_goodbye' in story 'a wrong thank-you' is contradicting with rule(s) 'thanks'" in remarks[0].said

"""References between files, and the command that maintainers run."""

import pytest

from actions.knowledge.__main__ import main
from tests.knowledge.builders import write_base, write_card

ON = "2026-11-24"


@pytest.fixture
def root(tmp_path):
    return write_base(tmp_path)


def checked(root, capsys, on=ON):
    code = main(["--root", str(root), "--on", on])
    return code, capsys.readouterr().out


def test_the_projects_own_knowledge_has_no_problem(capsys):
    code = main(["--on", ON])
    assert code == 0, capsys.readouterr().out


def test_a_sound_base_passes(root, capsys):
    code, out = checked(root, capsys)
    assert code == 0
    assert "1 cards, 1 channels, 1 hotlines, 1 instruments: no problems" in out


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"channels": ["nowhere"]}, "no channel 'nowhere'"),
        ({"deadlines": [{"rule": "nothing", "text": "一年"}]}, "no rule 'nothing'"),
        ({"citations": [{"law": "中华人民共和国没有法", "article": "第一条"}]}, "is in neither"),
        ({"citations": [{"law": "工伤保险条例", "article": "第六十八条"}]}, "is in neither"),
        ({"citations": [{"law": "民法典", "article": "第一条"}]}, "write the full official name"),
        ({"citations": [{"law": "中华人民共和国医疗保障法", "article": "第一条"}]}, "does not apply on 2026-11-24"),
    ],
)
def test_a_reference_to_nothing_is_a_problem(root, capsys, changes, said):
    (root / "data" / "deadlines.yml").write_text("- {id: labour-arbitration}\n")
    write_card(root, **changes)
    code, out = checked(root, capsys)
    assert code == 1
    assert said in out


def test_a_card_for_a_law_to_come_is_checked_for_its_first_day(root, capsys):
    cited = [{"law": "中华人民共和国医疗保障法", "article": "第一条"}]
    write_card(root, citations=cited, effective_from="2027-01-01")
    assert checked(root, capsys)[0] == 0


def test_a_question_belongs_to_one_card(root, capsys):
    write_card(root, name="other", id="other")
    code, out = checked(root, capsys)
    assert code == 1
    assert "is also a question of other" in out


def test_channels_must_lead_somewhere(root, capsys):
    path = root / "data" / "channels.yml"
    path.write_text(
        path.read_text().replace("hotline: labour", "hotline: none-such").replace("next: []", "next: [gone]")
    )
    code, out = checked(root, capsys)
    assert code == 1
    assert "labour-arbitration.next: there is no channel 'gone'" in out
    assert "labour-arbitration.hotline: there is no hotline 'none-such'" in out


def test_an_overdue_review_is_a_note_and_no_problem(root, capsys):
    code, out = checked(root, capsys, on="2027-06-01")
    assert code == 0
    assert "was to be reviewed by 2027-05-24" in out

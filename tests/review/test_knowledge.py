"""The review of data/: each check finds what it is for, and is silent about a sound base."""

from datetime import date

import numpy as np
import pytest

from actions.knowledge import ROOT, Knowledge
from review.contradictions import contradiction_findings
from review.duplicates import duplicate_findings
from review.form import is_address
from tests.knowledge.builders import write_card

DIVORCE = [{"law": "中华人民共和国民法典", "article": "第一千零七十七条"}]


@pytest.fixture
def accepted(review):
    assert review("--accept")[0] == 0


def test_a_sound_base_has_nothing_to_mend(review, accepted):
    code, said = review()
    assert code == 0
    assert "1 cards, 1 citations, 1 articles of law: no errors, no warnings, no notes" in said


def test_the_projects_own_data_has_no_error(monkeypatch, tmp_path, capsys):
    from review.__main__ import main

    monkeypatch.setenv("JIEFEN_VAR", str(tmp_path))
    code = main(["--letters-only", "--errors", "--on", "2026-11-24"])
    assert code == 0, capsys.readouterr().out
    assert (tmp_path / "reports" / "review.html").exists()


def test_what_the_schema_refuses_is_an_error(root, review, accepted):
    write_card(root, channels=["nowhere"])
    code, said = review()
    assert code == 1
    assert "error [form] channels: there is no channel 'nowhere'" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer": "离职后两年内申请劳动仲裁。"}, "[twins] answer: only in Chinese: 两年"),
        ({"en__answer": "Apply within 90 days."}, "[twins] answer: only in English: 90 days"),
        ({"answer": "打 12333 问。"}, "[twins] answer: only on one side: 12333"),
        ({"answer": "予以投诉。"}, "[readability] answer: officialese '予以'"),
        ({"answer": "对方可以不来。"}, None),
        ({"steps": ["一" * 61, "申请"]}, "[readability] steps 1: a sentence of 61 characters"),
        ({"en__answer": "Complain prior to leaving."}, "[readability] en.answer: officialese 'prior to'"),
        ({"review_by": "2026-11-25", "reviewed": "2026-10-01"}, None),
        ({"review_by": "2026-11-23", "reviewed": "2026-10-01"}, "[expired] review_by: was to be read again"),
    ],
)
def test_a_warning_does_not_fail_the_run(root, review, accepted, changes, said):
    write_card(root, **changes)
    code, out = review()
    assert code == 0
    assert (said in out) if said else "no warnings" in out, out


def test_links_are_looked_at_and_not_opened(root, review, accepted):
    write_card(
        root, body="\n见 [网站](sfj.sh.gov.cn)，https://sfj.sh.gov.cn/a，http://bad。\n\n<!-- en -->\n\nSee it.\n"
    )
    code, said = review()
    assert code == 1
    assert "'sfj.sh.gov.cn' is no web address" in said
    assert "'http://bad' is no web address" in said
    assert "sh.gov.cn/a' is" not in said
    assert is_address("https://12348.gov.cn:8443/a?b=1#c")
    assert not is_address("https://exa mple.cn")


def test_cards_that_contradict_each_other_are_shown_side_by_side(root, review):
    write_card(root, answer="提出离婚以后有六十日的冷静期。", citations=DIVORCE)
    write_card(
        root, name="other", id="other", answer="提出离婚以后有三十日的冷静期。", citations=DIVORCE,
        questions=[f"离婚冷静期问题{count}" for count in "甲乙丙丁戊己庚辛"],
        en__questions=["One?", "Two?", "Three?"], title="另一张",
    )  # fmt: skip
    assert review("--accept")[0] == 0
    said = review()[1]
    assert "gives other numbers than data/guidance/labour/wage-arrears.md" in said
    assert "which has 三十日" in said
    assert "有[-三-]{+六+}十日的冷静期" in said


def test_numbers_of_two_different_rules_do_not_contradict(root):
    write_card(root, answer="收到以后三十日内申请仲裁。", citations=DIVORCE)
    write_card(root, name="other", id="other", answer="每月工资至少两千元。", citations=DIVORCE)
    assert list(contradiction_findings(Knowledge.read(root)[0].cards.values(), {})) == []


def test_a_deadline_gives_the_length_of_its_rule(root, review, accepted):
    (root / "data" / "deadlines.yml").write_text((ROOT / "data" / "deadlines.yml").read_text())
    wrong = [{"rule": "labour-arbitration", "text": "离职后两年内"}]
    write_card(root, deadlines=wrong, en__deadlines=["Within two years of leaving"])
    assert "does not give the length of rule labour-arbitration: 1 years" in review()[1]


def test_nearly_the_same_question_in_two_cards_is_named(root):
    write_card(root, name="other", id="other", questions=["老板欠了我一个月工资", *"甲乙丙丁戊己庚"], title="完全不同")
    cards = list(Knowledge.read(root)[0].cards.values())
    by_letters = [one.comparison for one in duplicate_findings(cards, None) if one.place == "questions"]
    assert ("老板欠了我一个月工资", "老板欠我一个月工资") in {(one.before, one.after) for one in by_letters} | {
        (one.after, one.before) for one in by_letters
    }


def test_cards_of_two_different_times_may_ask_the_same(root):
    write_card(root, effective_to="2026-12-31")
    write_card(root, name="other", id="other", effective_from="2027-01-01")
    cards = list(Knowledge.read(root)[0].cards.values())
    assert list(duplicate_findings(cards, lambda texts: np.ones((len(texts), 1), np.float32))) == []


def test_a_broken_list_of_words_stops_the_review_with_a_sentence(root, review):
    (root / "data" / "readability.yml").write_text("longest_sentence: {zh: 60}\n")
    code, said = review()
    assert code == 2
    assert "data/readability.yml: longest_sentence.en" in said


def test_today_is_the_day_that_is_asked_for(root, review, accepted):
    assert "was to be read again" in review(on=date(2027, 6, 1))[1]

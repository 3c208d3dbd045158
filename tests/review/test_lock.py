"""What has changed in the law since a card was read."""

from datetime import date

import pytest
import yaml

from tests.knowledge.builders import write_card
from tests.statutes.test_import import RULES

LOCK = "data/citations.lock.yml"
TRADEMARK = [{"law": "中华人民共和国商标法", "article": "第五十七条"}]
ARBITRATION = "中华人民共和国劳动争议调解仲裁法 第二十七条"


def locked(root):
    return yaml.safe_load((root / LOCK).read_text())


def test_a_card_is_to_be_accepted_once(root, review):
    code, said = review()
    assert code == 0
    assert f"not in {LOCK} yet: {ARBITRATION}" in said
    assert "1 citations of 1 sources, 1 sources changed" in review("--accept")[1]
    assert "no warnings" in review()[1]
    assert "0 sources changed" in review("--accept")[1]


def test_the_lock_holds_days_and_hashes_and_no_words_of_the_law(root, review):
    review("--accept")
    entry = locked(root)["data/guidance/labour/wage-arrears.md"][ARBITRATION]
    assert entry.startswith("2007-12-29 ")
    assert len(entry) == len("2007-12-29 0123456789abcdef")
    assert "时效" not in (root / LOCK).read_text()


def test_changed_words_are_an_error_and_shown_beside_the_old_ones(root, review):
    """The trademark law that applies from 2027 is in the statutes already, and so is the one that it replaces."""
    write_card(root, citations=TRADEMARK, effective_from="2026-01-01")
    review("--accept")
    soon = review()
    assert soon[0] == 0
    assert "warning [ending] citations: 中华人民共和国商标法 第五十七条 has other words from 2027-01-01" in soon[1]
    (root / "var" / "review" / "cited-texts.json").unlink()
    code, said = review(on=date(2027, 1, 1))
    assert code == 1
    assert "error [changed] citations: 中华人民共和国商标法 第五十七条 has other words" in said
    assert "read, text of 2019-04-23: 有下列行为之一的" in said
    assert "now, text of 2026-06-26: " in said
    assert "perhaps: the old words are now in 第七十二条" in said
    review("--accept", on=date(2027, 1, 1))
    assert review(on=date(2027, 1, 1))[0] == 0


def test_a_card_of_the_old_law_is_measured_by_the_old_law(root, review):
    write_card(root, citations=TRADEMARK, effective_to="2026-12-31")
    review("--accept")
    assert "no errors, no warnings" in review(on=date(2027, 6, 1))[1]


def test_old_words_that_the_statutes_lost_are_kept_on_the_machine(root, review):
    card = write_card(root)
    review("--accept")
    text = (root / LOCK).read_text()
    (root / LOCK).write_text(text.replace(locked(root)[f"{card.relative_to(root)}"][ARBITRATION].split()[1], "0" * 16))
    kept = root / "var" / "review" / "cited-texts.json"
    kept.write_text('{"0000000000000000": "从前的话。"}')
    assert "read, text of 2007-12-29: 从前的话。" in review()[1]
    kept.write_text("not json")
    code, said = review()
    assert code == 1
    assert "the old words are not on this machine" in said
    assert "now, text of 2007-12-29: 劳动争议申请仲裁的时效" in said


def test_one_card_can_be_accepted_alone(root, review):
    review("--accept")
    questions = [f"商标{count}" for count in "甲乙丙丁戊己庚辛"]
    write_card(
        root, name="other", id="other", citations=TRADEMARK, questions=questions, en__questions=["A?", "B?", "C?"]
    )
    before = locked(root)
    write_card(root, citations=TRADEMARK)
    review("--accept", "other")
    after = locked(root)
    assert "data/guidance/labour/other.md" in after
    assert "data/guidance/labour/wage-arrears.md" not in after
    assert "data/guidance/labour/wage-arrears.md" in before
    assert review("--accept", "nobody")[0] == 2


def test_a_citation_without_words_is_known_by_its_day(root, review):
    write_card(root, citations=[{"law": "工伤保险条例", "article": "第十四条"}])
    review("--accept")
    table = root / "data" / "instruments.yml"
    table.write_text(table.read_text().replace("2010-12-20", "2026-06-01").replace("2011-01-01", "2026-07-01"))
    code, said = review()
    assert code == 1
    assert "another text of it applies now (read: 2010-12-20, now: 2026-06-01)" in said


def test_a_hash_survives_a_run_without_the_imported_words(root, review, tmp_path):
    from actions.statutes.importing import import_folder

    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a(2010-12-20).md").write_text(RULES.replace("河狸湖划船管理办法", "工伤保险条例"))
    write_card(root, citations=[{"law": "工伤保险条例", "article": "第一条"}])
    import_folder(tmp_path / "texts", root / "var" / "statutes.db")
    review("--accept")
    entry = locked(root)["data/guidance/labour/wage-arrears.md"]["工伤保险条例 第一条"]
    (root / "var" / "statutes.db").unlink()
    assert review()[0] == 0
    review("--accept")
    assert locked(root)["data/guidance/labour/wage-arrears.md"]["工伤保险条例 第一条"] == entry
    assert not entry.endswith("-")


def test_what_nobody_cites_any_more_is_a_note(root, review):
    review("--accept")
    write_card(root, citations=TRADEMARK)
    assert f"note [lock] no longer cited, still in {LOCK}: {ARBITRATION}" in review()[1]


@pytest.mark.parametrize("content", ["- a list\n", "a.md: {b: c}\n", "a.md: [\n"])
def test_a_broken_lock_is_one_sentence(root, review, content):
    (root / LOCK).write_text(content)
    code, said = review()
    assert code == 2
    assert said.startswith("review: data/citations.lock.yml")

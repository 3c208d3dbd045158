"""What is sound loads; what is not is refused with its file and its field."""

from datetime import date

import pytest
import yaml

from actions.knowledge import ROOT, Knowledge, KnowledgeError
from tests.knowledge.builders import BOTH, CARD, write_base, write_card


@pytest.fixture
def root(tmp_path):
    return write_base(tmp_path)


def problems_of(root):
    with pytest.raises(KnowledgeError) as caught:
        Knowledge.load(root)
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_base_loads(root):
    knowledge = Knowledge.load(root)
    card = knowledge.cards["wage-arrears"]
    assert card.body == "中文正文。"
    assert card.en.body == "English body."
    assert knowledge.hotlines[knowledge.channels["labour-arbitration"].hotline].number == "12333"
    assert knowledge.instruments["工伤保险条例"].articles == 67


def test_a_card_speaks_both_languages(root):
    card = Knowledge.load(root).cards["wage-arrears"]
    assert card.in_language("zh").deadlines[0].text == "离职后一年内"
    english = card.in_language("en")
    assert (english.title, english.deadlines[0].text) == (CARD["en"]["title"], "Within a year of leaving")
    assert english.more == "English body."


def test_nothing_in_it_can_be_changed(root):
    knowledge = Knowledge.load(root)
    with pytest.raises(TypeError):
        knowledge.cards["other"] = None
    with pytest.raises(ValueError, match="frozen"):
        knowledge.cards["wage-arrears"].title = "x"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ...}, "title"),
        ({"titel": "x"}, "titel"),
        ({"questions": ["一个问题"]}, "questions"),
        ({"answer": "长" * 121}, "answer"),
        ({"steps": ["一步"], "en__steps": ["one"]}, "steps"),
        ({"en__steps": ["one", "two", "three"]}, "en.steps"),
        ({"en__papers": []}, "en.papers"),
        ({"en__deadlines": []}, "en.deadlines"),
        ({"en__cost": ...}, "en.cost"),
        ({"en__duration": "soon"}, "en.duration"),
        ({"en__answer": ...}, "en.answer"),
        ({"citations": []}, "citations"),
        ({"citations": [{"law": "民法典", "article": "27"}]}, "citations.0.article"),
        ({"audience": ["robot"]}, "audience.0"),
        ({"region": "beijing"}, "region"),
        ({"reviewed": "soon"}, "reviewed"),
        ({"review_by": "2026-01-01"}, "review_by"),
        ({"effective_from": "2027-01-01", "effective_to": "2026-01-01"}, "effective_to"),
        ({"id": "other"}, "id"),
        ({"topic": "housing"}, "topic"),
        ({"deadlines": [{"text": "一年内"}]}, "deadlines.0.rule"),
        ({"steps": ["一", {"b": "c"}]}, "steps.1"),
    ],
)
def test_a_problem_names_the_file_and_the_field(root, changes, field):
    write_card(root, **changes)
    problems = problems_of(root)
    assert all(problem.startswith("data/guidance/labour/wage-arrears.md: ") for problem in problems)
    assert any(f": {field}: " in problem or f" {field}: " in problem for problem in problems)


def test_all_problems_come_at_once(root):
    write_card(root, title=..., region="beijing")
    (root / "data" / "hotlines.yml").write_text("- {id: x}\n")
    found = problems_of(root)
    assert any("title" in problem for problem in found)
    assert any("region" in problem for problem in found)
    assert any(problem.startswith("data/hotlines.yml: x.number") for problem in found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no front matter", "front matter"),
        ("---\nid: x\n---\nonly Chinese", "<!-- en -->"),
        ("---\nid: [x\n---\n<!-- en -->", "not valid YAML"),
        ("---\n- x\n---\n<!-- en -->", "list of fields"),
        ("---\nid: x\nid: y\n---\n<!-- en -->", "twice"),
    ],
)
def test_a_file_in_another_form_is_refused(root, text, message):
    (root / "data" / "guidance" / "labour" / "wage-arrears.md").write_text(text)
    (problem,) = problems_of(root)
    assert message in problem


def test_an_empty_english_body_is_refused(root):
    write_card(root, body="\n正文\n<!-- en -->\n\n")
    assert "en.body" in problems_of(root)[0]


def test_two_cards_cannot_share_an_id(root):
    path = write_card(root)
    other = root / "data" / "guidance" / "housing"
    other.mkdir()
    (other / path.name).write_text(path.read_text().replace("topic: labour", "topic: housing"))
    assert any("already that of a card" in problem for problem in problems_of(root))


def test_a_missing_or_doubled_table_entry_is_named(root):
    (root / "data" / "channels.yml").unlink()
    hotlines = root / "data" / "hotlines.yml"
    hotlines.write_text(hotlines.read_text() * 2)
    assert problems_of(root) == ["data/channels.yml: is missing", "data/hotlines.yml: labour: stands here twice"]


def test_what_is_sound_can_be_had_without_the_rest(root):
    write_card(root, name="broken", id="broken", title=...)
    knowledge, problems = Knowledge.read(root)
    assert list(knowledge.cards) == ["wage-arrears"]
    assert len(problems) == 1


def test_a_card_applies_from_its_first_to_its_last_day(root):
    write_card(root, effective_from="2026-03-01", effective_to="2026-12-31")
    card = Knowledge.load(root).cards["wage-arrears"]
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [card.applies_on(day) for day in days] == [False, True, True, False]


def test_both_languages_are_read(root):
    name = Knowledge.load(root).channels["labour-arbitration"].name
    assert (name.in_language("zh"), name.in_language("en")) == (BOTH["zh"], BOTH["en"])


RASAS = {"nlu", "rules", "stories", "intents", "entities", "slots", "forms", "actions", "responses", "session_config"}


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.yml")), ids=lambda path: path.name)
def test_no_table_has_a_key_that_rasa_takes_for_its_own(path):
    """``rasa train`` reads every file under data/ and refuses what is under one of its keys in another form."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert not isinstance(table, dict) or not RASAS & table.keys()

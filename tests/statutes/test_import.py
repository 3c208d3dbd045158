"""A folder of official texts becomes articles with their words; the texts here are invented."""

import sqlite3
from datetime import date

import pytest

from actions.knowledge import Instrument
from actions.settings import read_settings
from actions.statutes import Statutes, StatutesError
from actions.statutes.__main__ import main
from actions.statutes.importing import ImportFailed, import_folder
from actions.statutes.markdown import UnreadableText, read_markdown

TODAY = date(2026, 11, 24)
RULES = """# 河狸湖划船管理办法

2019年3月1日 河狸湖管理处公布

2019年5月1日 施行

<!-- INFO END -->

为了湖面安全，制定本办法。

## 第一章　总 则

第一条 划船的人应当穿救生衣。

第二条　有下列情形之一的，不得下湖：

（一）风力超过五级的；

（二）天黑以后的。

前款所称天黑，以日落为准。

## 第二章  船只

### 第一节  登记

第三条 船只应当登记。

第三条之一 橡皮船不登记。

### 第二节  停放

第四条 第三条规定的船只停放在码头，每日收费十元。

附录：

收费表
"""
BASE = {
    "name": "河狸湖划船管理办法", "short": "划船办法", "issuer": "河狸湖管理处", "number": None,
    "published": date(2019, 3, 1), "effective_from": date(2019, 5, 1), "effective_to": None, "articles": 4,
    "kind": "local-regulation", "source": "虚构",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "texts" / "local").mkdir(parents=True)
    (tmp_path / "texts" / "local" / "划船办法.md").write_text(RULES)
    return tmp_path / "texts"


def opened(database, **changes):
    instrument = Instrument.model_validate({**BASE, **changes})
    return Statutes.open({instrument.name: instrument}, imported=database)


def test_a_text_is_read_with_chapters_paragraphs_items_and_inserted_articles():
    text = read_markdown(RULES, "划船办法.md")
    assert (text.name, text.adopted, text.starts) == ("河狸湖划船管理办法", date(2019, 3, 1), date(2019, 5, 1))
    assert [one.number for one in text.articles] == ["第一条", "第二条", "第三条", "第三条之一", "第四条"]
    assert text.articles[1].text.splitlines() == [
        "有下列情形之一的，不得下湖：", "（一）风力超过五级的；", "（二）天黑以后的。", "前款所称天黑，以日落为准。",
    ]  # fmt: skip
    assert [(one.chapter, one.section) for one in text.articles[-2:]] == [
        ("第二章 船只", "第一节 登记"), ("第二章 船只", "第二节 停放"),
    ]  # fmt: skip
    assert text.articles[-1].text == "第三条规定的船只停放在码头，每日收费十元。"


def test_the_day_comes_from_the_files_name_the_head_or_the_last_article():
    bare = "# 河狸条例\n\n第一条 河狸受保护。\n\n第二条 本条例自2020年7月1日起施行。\n"
    assert read_markdown(bare, "河狸条例(2020-06-02).md").adopted == date(2020, 6, 2)
    assert (read_markdown(bare, "河狸条例.md").adopted, read_markdown(bare, "x.md").starts) == (None, date(2020, 7, 1))
    amended = bare.replace("\n\n第一条", "\n\n2020年6月2日 通过\n\n2024年9月3日 修正\n\n第一条")
    assert read_markdown(amended, "河狸条例.md").adopted == date(2024, 9, 3)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "first line"),
        ("第一条 没有标题。", "first line"),
        ("# 河狸条例\n\n一、河狸受保护。", "no line begins with an article"),
        ("# 河狸条例\n\n第一条 甲。\n\n第三条 乙。", "第三条 stands after 第一条"),
        ("# 河狸条例\n\n第一条 甲。\n\n第一条 乙。", "第一条 stands after 第一条"),
        ("# 河狸条例\n\n第二条 甲。", "第二条 stands at the beginning"),
        ("# 河狸条例\n\n第一条\n\n第二条 乙。", "第一条 has no text"),
        ("# 河狸条例\n\n第一条 甲。", "no date"),
        ("# 河狸条例\n\n2020年2月30日 通过\n\n第一条 甲。", "does not exist"),
    ],
)
def test_what_is_no_such_text_is_refused_with_the_reason(text, reason):
    with pytest.raises(UnreadableText, match=reason):
        read_markdown(text, "河狸条例.md")


def test_an_imported_text_is_cited_with_its_words(folder, tmp_path):
    without = opened(tmp_path / "statutes.db")
    assert without.article("划船办法", "4", TODAY).has_text is False
    report = import_folder(folder, tmp_path / "statutes.db")
    assert (len(report.new), report.articles, report.failed) == (1, 5, {})
    statutes = opened(tmp_path / "statutes.db")
    article = statutes.article("划船办法", "第三条之一", TODAY)
    assert (article.text, article.status, article.has_text) == ("橡皮船不登记。", "in_force", True)
    assert (article.applies_from, article.label) == (date(2019, 5, 1), "《划船办法》第三条之一")
    assert statutes.article("划船办法", "5", TODAY) is None
    assert statutes.article("民法典", "577", TODAY).has_text
    assert ("河狸湖划船管理办法", "第一条") in {(one.law, one.article) for one in statutes.in_force(TODAY)}


def test_status_and_days_are_those_of_the_table(folder, tmp_path):
    import_folder(folder, tmp_path / "statutes.db")
    ended = opened(tmp_path / "statutes.db", effective_to=date(2024, 1, 31))
    article = ended.article("划船办法", "1", TODAY)
    assert (article.status, article.applies, article.has_text) == ("ended", False, True)
    assert ended.article("划船办法", "1", date(2024, 1, 31)).applies
    assert "河狸湖划船管理办法" not in {one.law for one in ended.in_force(TODAY)}


def test_an_older_text_than_the_table_means_is_never_given_as_the_law(folder, tmp_path):
    import_folder(folder, tmp_path / "statutes.db")
    revised = opened(tmp_path / "statutes.db", published=date(2025, 6, 1), effective_from=date(2025, 8, 1), articles=9)
    article = revised.article("划船办法", "9", TODAY)
    assert (article.status, article.has_text) == ("in_force", False)


def test_a_law_that_no_table_knows_applies_from_its_first_day(folder, tmp_path):
    import_folder(folder, tmp_path / "statutes.db")
    statutes = Statutes.open({}, imported=tmp_path / "statutes.db")
    assert statutes.article("《河狸湖划船管理办法》", "1", TODAY).status == "in_force"
    assert statutes.article("河狸湖划船管理办法", "1", date(2019, 4, 30)).status == "not_yet"


def test_an_imported_law_replaces_the_packages_only_when_it_is_newer(tmp_path):
    (tmp_path / "texts").mkdir()
    article = "第一条 河狸受保护。\n\n第二条 自2026年10月1日起施行。\n"
    (tmp_path / "texts" / "民法典(2020-05-28).md").write_text(f"# 中华人民共和国民法典\n\n{article}")
    (tmp_path / "texts" / "公司法(2026-09-01).md").write_text(f"# 中华人民共和国公司法\n\n{article}")
    import_folder(tmp_path / "texts", tmp_path / "statutes.db")
    statutes = Statutes.open({}, imported=tmp_path / "statutes.db")
    assert "河狸" not in statutes.article("民法典", "1", TODAY).text
    assert "河狸" in statutes.article("公司法", "1", TODAY).text
    assert "河狸" not in statutes.article("公司法", "1", date(2026, 9, 30)).text


def test_a_second_import_changes_nothing_and_a_changed_file_is_replaced(folder, tmp_path):
    database = tmp_path / "statutes.db"
    import_folder(folder, database)
    before = database.read_bytes(), database.stat().st_mtime_ns
    again = import_folder(folder, database)
    assert (again.new, len(again.unchanged)) == ([], 1)
    assert (database.read_bytes(), database.stat().st_mtime_ns) == before
    (folder / "local" / "划船办法.md").write_text(RULES.replace("十元", "十二元"))
    assert len(import_folder(folder, database).new) == 1
    assert "十二元" in opened(database).article("划船办法", "4", TODAY).text
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM laws").fetchone() == (1,)
        file, digest = connection.execute("SELECT source_file, source_hash FROM laws").fetchone()
    assert file.endswith("划船办法.md")
    assert len(digest) == 64


def test_a_bad_file_is_named_and_the_others_go_on(folder, tmp_path, monkeypatch, capsys):
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")
    (folder / "second.md").write_text("# 无条文\n\n正文\n")
    (folder / "twin.md").write_text(RULES)
    monkeypatch.setenv("JIEFEN_VAR", str(tmp_path / "var"))
    read_settings.cache_clear()
    try:
        code = main(["import", str(folder)])
    finally:
        read_settings.cache_clear()
    said = capsys.readouterr()
    assert code == 1
    assert "broken.md: is not UTF-8" in said.err
    assert "second.md: no line begins with an article's number" in said.err
    assert "twin.md: is the same law of the same day as 划船办法.md" in said.err
    assert "1 texts with 5 articles read: 1 new or changed, 0 as before; 3 failed" in said.out
    assert "not in data/instruments.yml, so taken to apply since 2019-05-01" in said.out


def test_what_cannot_be_imported_leaves_the_database_as_it_was(folder, tmp_path):
    database = tmp_path / "statutes.db"
    import_folder(folder, database)
    before = database.read_bytes()
    with pytest.raises(ImportFailed, match=r"no file \*\.md"):
        import_folder(tmp_path / "nowhere", database)
    (folder / "local" / "划船办法.md").write_text("# 河狸湖划船管理办法\n\n第二条 坏了。\n")
    assert import_folder(folder, database).failed
    assert database.read_bytes() == before
    assert [path.name for path in tmp_path.glob(".statutes-*")] == []


def test_a_damaged_import_is_one_sentence(tmp_path):
    (tmp_path / "statutes.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StatutesError, match=r"statutes\.db cannot be read"):
        opened(tmp_path / "statutes.db")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.md").write_text(RULES)
    with pytest.raises(ImportFailed, match=r"statutes\.db cannot be written"):
        import_folder(tmp_path / "texts", tmp_path / "statutes.db")

"""Drafts that maintainers hand in: every law that is named, however it is written."""

import docx
import pytest

from review.documents import DocumentError, read_document


@pytest.fixture(scope="session")
def kept_index(tmp_path_factory):
    """The index of statutes takes 20 seconds to build: once for all tests."""
    return tmp_path_factory.mktemp("statutes-search")


@pytest.fixture
def draft(root, review, kept_index):
    """Reviews one text as a draft: exit code and what was said."""
    (root / "var").mkdir()
    (root / "var" / "statutes-search").symlink_to(kept_index)

    def run(text: str, name: str = "draft.md") -> tuple[int, str]:
        (root / name).write_text(text, encoding="utf-8")
        return review(root / name)

    return run


@pytest.mark.parametrize(
    "text",
    [
        "根据《中华人民共和国民法典》第五百七十七条、第五百八十四条的规定，",
        "根据《民法典》第577条和第584条，",
        "《中华人民共和国劳动争议调解仲裁法》（以下简称《仲裁程序法》）第五条。按《仲裁程序法》第二十七条，时效一年。",
        "当事人可以依照民法典第一千零七十七条第一款申请，依据该法第一千零七十九条起诉。",
        "《刑法》第一百三十三条之一。",
        "第三条 双方同意，按本协议第二条办理。",
        "《调解协议书》已经双方签字。",
        "《民法典》第五百八十五条规定：“约定的违约金过分高于造成的损失的，人民法院或者仲裁机构……予以适当减少”。",
        "《劳动争议调解仲裁法》第二十七条：\n> 劳动争议申请仲裁的时效期间为一年。",
    ],
)
def test_what_is_right_is_left_alone(draft, text):
    code, said = draft(text)
    assert code == 0
    assert "no errors, no warnings, no notes" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("《民法典》第一千三百条", "has no 第一千三百条; it ends with 第一千二百六十条"),
        ("《民法典》第九百条第二款", "has 1 paragraph (款), not 2"),
        ("《中国民事典》第三条", "is in neither the statutes nor data/instruments.yml"),
        ("《合同法》第五十二条", "中华人民共和国合同法 ended on 2020-12-31"),
        ("根据《婚姻法》", "perhaps: 中华人民共和国民法典"),
        ("《噪声污染防治法》第二条", "is not in force any more; it ended on 2026-08-14"),
        ("《医疗保障法》第三条", "is not in force yet; it applies from 2027-01-01"),
        ("《民法典》第零条", "第零条 is no article number"),
        ("《劳动合同法》第三十八条至第一百条", "has no 第一百条; it ends with 第九十八条"),
    ],
)
def test_a_citation_that_cannot_stand_is_an_error(draft, text, said):
    code, out = draft(f"开头一段。\n\n{text}。")
    assert code == 1
    assert "line 3" in out
    assert said in out


def test_a_wrong_quotation_is_shown_against_the_law(draft):
    code, said = draft(
        "依照《民法典》第五百八十五条，“约定的违约金过分高于造成的损失的，人民法院可以根据当事人的请求予以适当调整”。"
    )
    assert code == 1
    assert "第五百八十五条 is quoted wrongly" in said
    assert "人民法院{+或者仲裁机构+}可以根据当事人的请求予以适当[-调整-]{+减少+}" in said


def test_words_of_another_article_are_found_there(draft):
    code, said = draft(
        "《消费者权益保护法》第二十五条规定：“经营者提供商品或者服务有欺诈行为的，应当按照消费者的要求增加赔偿其受到的损失”。"
    )
    assert code == 1
    assert "not in 第二十五条, but in another article" in said
    assert "perhaps: 《消费者权益保护法》第五十五条" in said


def test_words_of_the_law_before_its_revision_are_recognised(draft):
    code, said = draft("《仲裁法》第七十一条规定：“当事人申请撤销裁决的，应当自收到裁决书之日起六个月内提出。”")
    assert code == 1
    assert "those of 第五十九条 in the text of 2017-09-01, which does not apply today" in said
    assert "裁决书之日起[-六-]{+三+}个月内提出" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("民诉法第六十七条", "'民诉法' is not the official name"),
        ("违反劳动仲裁法第九条", "perhaps: 中华人民共和国劳动争议调解仲裁法"),
        ("根据《劳动争议调解仲裁法》第二十七条，时效为二年。", "the sentence says 二年, "),
        ("《民法典》第五百七十七条规定：“河狸可以在湖里自由自在地划船游泳。”", "nor in any article at hand"),
        ("《某某区犬类管理暂行条例》", "is not known here"),
    ],
)
def test_what_may_be_wrong_is_a_warning(draft, text, said):
    code, out = draft(text)
    assert code == 0
    assert "1 warning" in out
    assert said in out


def test_a_text_that_ends_soon_is_a_note(draft):
    code, said = draft("《商标法》第五十七条。")
    assert code == 0
    assert "this text applies until 2026-12-31" in said


def test_words_that_are_not_at_hand_are_said_to_be_unchecked(draft):
    code, said = draft("《工伤保险条例》第十四条规定：“职工在工作时间和工作场所内受到事故伤害的，应当认定为工伤”。")
    assert code == 0
    assert "the quotation was not checked" in said


def test_a_word_document_is_read_with_tables_and_inserted_text(root, review, kept_index):
    document = docx.Document()
    document.add_paragraph("根据《民法典》第一千三百条。")
    document.add_table(1, 1).cell(0, 0).text = "《合同法》第五十二条"
    inserted = document.add_paragraph("又据")
    run = inserted.add_run("《民法典》第一千四百条")._r
    change = docx.oxml.OxmlElement("w:ins")
    run.addprevious(change)
    change.append(run)
    document.save(str(root / "notice.docx"))
    code, said = review(root / "notice.docx")
    assert code == 1
    for number in ("第一千三百条", "第五十二条", "第一千四百条"):
        assert number in said
    page = (root / "var" / "reports" / "review-draft.html").read_text()
    assert "《合同法》第五十二条" in page
    assert "src=" not in page


def test_the_page_escapes_what_a_draft_says(root, draft):
    draft("《<script>alert(1)</script>法》第一条。")
    page = (root / "var" / "reports" / "review-draft.html").read_text()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.doc", b"x", "save it as"),
        ("a.docx", b"not a document", "is no Word document"),
        ("a.txt", b"\xff\xff\xff", "neither UTF-8 nor GB 18030"),
        ("missing.md", None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(root, review, name, content, reason):
    if content is not None:
        (root / name).write_bytes(content)
    code, said = review(root / name)
    assert code == 2
    assert reason in said
    with pytest.raises(DocumentError, match=reason):
        read_document(root / name)


def test_old_chinese_encodings_are_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("根据《民法典》第一条".encode("gb18030"))
    assert [one.text for one in read_document(path)] == ["根据《民法典》第一条"]

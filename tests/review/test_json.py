"""The review for a program: a draft goes in, findings come out, and nothing of it is left."""

import io
import json
import zipfile
from string import Formatter

import pytest

from review.__main__ import main
from review.sentences import SAID


@pytest.fixture
def given(root, capsys, monkeypatch):
    """Runs the command as the desk does: exit code, what came out, and the errors."""

    def run(name, content):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        code = main(["--root", str(root), "--on", "2026-11-24", "--json", name])
        said = capsys.readouterr()
        return code, json.loads(said.out)

    return run


def test_each_finding_has_place_both_languages_and_articles_to_open(given):
    draft = "第一段。\n根据《劳动争议调解仲裁法》第二十七条，时效为二年。\n《民法典》第一千三百条。"
    code, report = given("a.txt", draft.encode())
    assert code == 0 and report["looked_at"] == [3, 2, 2]
    number, missing = report["findings"]
    assert number["severity"] == "warning" and number["place"].startswith("line 2, ")
    assert "二年" in number["zh"] and "二年" in number["en"] and number["zh"] != number["en"]
    assert number["comparison"] == {"draft": "时效为二年", "law": "劳动争议申请仲裁的时效期间为一年"}
    (citation,) = number["citations"]
    assert (citation["label"], citation["has_text"]) == ("《劳动争议调解仲裁法》第二十七条", True)
    assert missing["severity"] == "error" and missing["citations"] == []


def test_nothing_of_the_draft_is_left(given, root):
    given("secret.txt", "根据《合同法》第五十二条，赵无忌应当返还押金。".encode())
    left = [path for path in root.rglob("*") if path.is_file() and "赵无忌".encode() in path.read_bytes()]
    assert left == [] and not (root / "var" / "reports").exists()


def _packed(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"x", "save it as"),
        ("a.docx", b"x", "is no Word document"),
        ("a.docx", _packed(b"0" * 201_000_000), "when unpacked"),
        ("a.txt", b"\xff\xff\xff", "neither UTF-8 nor GB 18030"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(given, name, content, reason):
    code, said = given(name, content)
    assert code == 0 and reason in said["refused"]


def test_every_sentence_has_the_same_values_in_both_languages():
    for english, chinese in SAID.values():
        fields = [set(_fields(words)) - {"s"} for words in (english, chinese)]
        assert fields[0] == fields[1]


def _fields(words):
    return [name for _, name, _, _ in Formatter().parse(words) if name]

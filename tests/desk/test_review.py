"""Drafts that are handed in at the desk, reviewed by the real review in its own process."""

from __future__ import annotations

import asyncio
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest

from bot.desk.problems import Refused
from bot.desk.reviewing import LARGEST, DraftReview
from tests.desk.office import Desk, Office


def handed_in(desk: Desk, content: bytes, name: str) -> httpx.Response:
    headers = {"x-csrf": desk.csrf, "content-type": "application/octet-stream"}
    return desk.http.post("/review", params={"name": name}, content=content, headers=headers, timeout=90)


def word(*paragraphs: str) -> bytes:
    document, made = docx.Document(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(made)
    return made.getvalue()


def test_a_word_draft_is_reviewed_and_nothing_of_it_is_kept(office: Office, tmp_path: Path) -> None:
    draft = word("调解协议", "根据《民法典》第一千三百条。", "赵无忌依照《劳动合同法》第三十八条解除合同。")
    response = handed_in(office.member("maintainer"), draft, "协议.docx")
    assert response.status_code == 200 and response.headers["cache-control"] == "no-store"
    report = response.json()
    assert (report["subject"], report["looked_at"]) == ("协议.docx", [3, 2, 2])
    (finding,) = report["findings"]
    assert finding["severity"] == "error" and finding["place"].startswith("paragraph 2, ")
    assert "没有第一千三百条" in finding["zh"] and "has no 第一千三百条" in finding["en"]
    with office.database.engine.connect() as connection:
        assert "赵无忌" not in str(connection.exec_driver_sql("SELECT * FROM messages").all())


def test_pasted_text_has_lines_and_articles_to_open(office: Office) -> None:
    text = "通知\n\n根据《劳动争议调解仲裁法》第二十七条，时效为二年。"
    report = handed_in(office.member("lead"), text.encode(), "draft.txt").json()
    (finding,) = report["findings"]
    assert finding["place"].startswith("line 3, ")
    assert finding["comparison"] == {"draft": "时效为二年", "law": "劳动争议申请仲裁的时效期间为一年"}
    assert finding["citations"][0]["label"] == "《劳动争议调解仲裁法》第二十七条"


@pytest.mark.parametrize(
    ("name", "content", "status", "error"),
    [
        ("draft.pdf", b"%PDF", 422, "draft_kind"),
        ("draft.docx", b"no Word file", 422, "draft_unreadable"),
        ("draft.txt", b"x" * (LARGEST + 1), 413, "too_large"),
    ],
)
def test_what_cannot_be_reviewed_is_refused_in_words(
    office: Office, name: str, content: bytes, status: int, error: str
) -> None:
    response = handed_in(office.member("lead"), content, name)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert response.json()["detail"]


def program(tmp_path: Path, code: str) -> tuple[str, ...]:
    (tmp_path / "other.py").write_text(code, encoding="utf-8")
    return (str(tmp_path / "other.py"),)


async def refused(review: DraftReview) -> tuple[Any, ...]:
    with pytest.raises(Refused) as caught:
        await review.review("a.txt", b"x")
    return caught.value.status, caught.value.error


async def test_a_review_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"""
import pathlib, time
mark = pathlib.Path({str(mark)!r})
mark.touch()
time.sleep(3)
mark.unlink()
"""
    began = time.monotonic()
    assert await refused(DraftReview(tmp_path, 1.5, program(tmp_path, code))) == (503, "review_slow")
    assert time.monotonic() - began < 3
    await asyncio.sleep(2)
    assert mark.exists(), "the process went on"


async def test_a_review_that_fails_is_no_report_without_findings(tmp_path: Path) -> None:
    assert await refused(DraftReview(tmp_path, 20, program(tmp_path, "raise SystemExit(2)"))) == (503, "review_failed")


async def test_the_review_gets_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEFEN_KEY", "secret")
    code = "import json, os\nprint(json.dumps({'names': sorted(n for n in os.environ if n.startswith('JIEFEN'))}))"
    assert await DraftReview(tmp_path, 20, program(tmp_path, code)).review("a.txt", b"x") == {"names": ["JIEFEN_VAR"]}

"""The legality review on the desk's page: a draft goes in, what is wrong with it comes back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.test_desk import DESKTOP, PHONE, OpenMediator, desk_url, desk_var, faults, invite, open_mediator

__all__ = ["desk_url", "desk_var", "invite", "open_mediator"]
pytestmark = pytest.mark.browser

DRAFT = "调解协议\n\n根据《劳动争议调解仲裁法》第二十七条，时效为二年。\n根据《民法典》第一千三百条，双方同意。"
REVIEWED_MS = 60_000  # a process of its own starts for it


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_pasted_text_comes_back_with_what_is_wrong(
    open_mediator: OpenMediator, language: str, theme: str, viewport: dict[str, int]
) -> None:
    maintainer = open_mediator(
        f"rev.{language}.{viewport['width']}", "maintainer", "周维护", viewport=viewport, color_scheme=theme
    )
    page = maintainer.page
    page.evaluate("language => localStorage.setItem('jiefen.desk.language', JSON.stringify(language))", language)
    page.reload()
    maintainer.go("review")
    page.locator("#draft-text").fill(DRAFT)
    page.locator(".review-form button").click()
    expect(page.locator(".finding")).to_have_count(2, timeout=REVIEWED_MS)
    number, missing = page.locator(".finding").all()
    expect(number).to_contain_text("Line 3" if language == "en" else "第 3 行")
    expect(number.locator(".compared")).to_contain_text("劳动争议申请仲裁的时效期间为一年")
    expect(missing).to_contain_text("has no 第一千三百条" if language == "en" else "没有第一千三百条")
    assert faults(page) == []
    number.locator(".citation").click()
    expect(page.locator("#article-title")).to_contain_text("劳动争议调解仲裁法")


def test_a_word_file_is_reviewed_and_one_that_is_none_refused(open_mediator: OpenMediator, tmp_path: Path) -> None:
    lead = open_mediator("rev.lead", "lead", "林负责")
    document, made = docx.Document(), BytesIO()
    document.add_paragraph("《合同法》第五十二条")
    document.save(made)
    (tmp_path / "notice.docx").write_bytes(made.getvalue())
    (tmp_path / "broken.docx").write_bytes(b"no Word file")
    lead.go("review")
    lead.page.locator("#draft-file").set_input_files(tmp_path / "notice.docx")
    lead.press("审核")
    expect(lead.page.locator(".finding")).to_contain_text("2020-12-31", timeout=REVIEWED_MS)
    expect(lead.page.locator(".review-result h2")).to_contain_text("notice.docx")
    lead.page.locator("#draft-file").set_input_files(tmp_path / "broken.docx")
    lead.press("审核")
    expect(lead.page.locator(".review-form [role=status]")).to_contain_text("读不出来", timeout=REVIEWED_MS)
    expect(lead.page.locator(".finding")).to_have_count(0)


def test_a_mediator_has_no_such_page(open_mediator: OpenMediator) -> None:
    mediator = open_mediator("rev.mediator")
    expect(mediator.page.locator(".ways a[href='#/review']")).to_have_count(0)

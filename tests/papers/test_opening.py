"""LibreOffice, where it is on the machine, opens every paper and prints its words."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.papers.filled_case import FULL, KINDS, MEMBER, TALK, papers, view_of

SOFFICE = shutil.which("soffice")
WORDS = {"application": "申请", "registration": "登记", "record": "记录", "agreement": "协议", "return-visit": "回访"}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_the_papers(tmp_path: Path) -> None:
    for kind in KINDS:
        content = papers().paper(view_of(FULL), kind, MEMBER, date(2026, 11, 25), TALK)
        (tmp_path / f"{kind}.docx").write_bytes(content)
    files = [str(tmp_path / f"{kind}.docx") for kind in KINDS]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"  # its own, so that another LibreOffice is no hindrance
    convert = [profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([str(SOFFICE), *convert, *files], check=True, capture_output=True, timeout=120)
    for kind in KINDS:
        text = (tmp_path / f"{kind}.txt").read_text(encoding="utf-8-sig")
        assert WORDS[kind] in text.splitlines()[0]
        assert "王五" in text

"""What is added to a case is what it says it is, tells nothing unmeant, and is kept sealed, whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.cases.files import FINISHED_AFTER, ContentGone, Files
from bot.cases.media import MediaBroken, media_clean, media_type
from bot.records import StoreUnavailable
from bot.sealing import Sealer
from tests.bot.pictures import (
    JPEG,
    OGG,
    PDF,
    PNG,
    PRIVATE,
    WEBP,
    jpeg_with_notes,
    png_with_notes,
    webp_with_notes,
)

ID = "0" * 32


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files", Sealer([Fernet.generate_key().decode()]))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (JPEG, "image/jpeg"), (PNG, "image/png"), (WEBP, "image/webp"), (PDF, "application/pdf"), (OGG, "audio/ogg"),
        (b"ID3\x03" + bytes(64), "audio/mpeg"), (b"#!AMR\n" + bytes(64), "audio/amr"),
        (b"\0\0\0\x20ftypM4A " + bytes(64), "audio/mp4"),
    ],
)  # fmt: skip
def test_the_type_is_told_by_the_content(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"MZ" + bytes(200), b"PK\x03\x04" + bytes(200), b"<html><script>", b"GIF89a" + bytes(99)]
)
def test_other_types_are_not_taken(content: bytes) -> None:
    with pytest.raises(MediaBroken):
        media_type(content)


@pytest.mark.parametrize(("noted", "plain"), [(png_with_notes, PNG), (webp_with_notes, WEBP)])
def test_a_picture_keeps_nothing_but_the_picture(noted: Callable[[], bytes], plain: bytes) -> None:
    kind = media_type(noted())
    assert PRIVATE in noted()
    assert media_clean(noted(), kind) == media_clean(plain, kind) == plain


def test_a_photo_keeps_nothing_but_which_way_up_it_is() -> None:
    clean = media_clean(jpeg_with_notes(orientation=6), "image/jpeg")
    assert PRIVATE not in clean
    assert b"Exif\0\0MM\0*" in clean
    assert len(clean) < len(JPEG) + 40
    assert media_clean(clean, "image/jpeg") == clean
    assert media_clean(jpeg_with_notes(orientation=1), "image/jpeg") == media_clean(JPEG, "image/jpeg") == JPEG


@pytest.mark.parametrize("picture", [jpeg_with_notes(), png_with_notes(), webp_with_notes()])
def test_a_picture_that_ends_too_early_is_refused_wherever_it_ends(picture: bytes) -> None:
    kind = media_type(picture)
    whole = len(picture) - len(PRIVATE)
    for end in range(16, whole):
        with pytest.raises(MediaBroken):
            media_clean(picture[:end], kind)
    assert media_clean(picture[:whole], kind)


def test_a_file_comes_back_as_it_was_and_is_not_readable_on_the_disk(files: Files, tmp_path: Path) -> None:
    files.put(ID, PDF)
    path = tmp_path / "files" / ID
    assert files.get(ID) == PDF
    assert PDF not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    files.drop([ID])
    files.drop([ID])
    assert not path.exists()
    with pytest.raises(ContentGone):
        files.get(ID)


def test_a_damaged_file_is_gone_rather_than_wrong(files: Files, tmp_path: Path) -> None:
    files.put(ID, PDF)
    path = tmp_path / "files" / ID
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ContentGone):
        files.get(ID)


def test_a_full_disk_leaves_nothing_half(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable, match="full"):
        files.put(ID, PDF)
    assert list((tmp_path / "files").iterdir()) == []


def test_what_a_crash_left_over_is_swept_and_nothing_else(tmp_path: Path) -> None:
    now = [0.0]
    files = Files(tmp_path, Sealer([Fernet.generate_key().decode()]), lambda: now[0])
    for name in ("known", "orphan"):
        files.put(name, PDF)
    (tmp_path / "half.new").write_bytes(b"x")
    now[0] = (tmp_path / "half.new").stat().st_mtime
    assert files.sweep({"known"}) == 0
    now[0] += FINISHED_AFTER + 1
    assert files.sweep({"known"}) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["known"]

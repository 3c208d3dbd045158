"""What a file really is, told by its content, and a picture without what the camera wrote into it.

Pure. A photo of a telephone tells where and when it was taken, by which device, sometimes with a preview of what was
cut off or a film at its end. Nobody should give that away unknowingly, so pictures are taken apart and only what is
needed to show them is kept. A picture that cannot be taken apart is no picture. What a PDF or a recording says of its
author stays: it cannot be taken out without writing the file anew.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

import filetype

LOOKED_AT = 8192
"""Bytes at the beginning that tell the type."""
TYPES = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf", "audio/ogg": "ogg",
    "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/amr": "amr",
}  # fmt: skip
"""What may be added to a case, with the ending that its name is given."""
SHOWN_INLINE = ("image/jpeg", "image/png", "image/webp", "audio/ogg", "audio/mpeg", "audio/mp4")
"""What a page may show or play itself, in a sandbox. A PDF in a sandbox is an empty page in some browsers."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
})  # fmt: skip
WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
WEBP_SAYS_EXIF_OR_XMP = 0b0000_1100
JPEG_START, JPEG_END, JPEG_SCAN = 0xD8, 0xD9, 0xDA
JPEG_COMMENT, JPEG_EXIF, JPEG_ICC, JPEG_ADOBE = 0xFE, 0xE1, 0xE2, 0xEE
ORIENTATION = 0x0112


class MediaBroken(ValueError):
    """The content is not what its first bytes say, or is of no type that is taken."""


def media_type(data: bytes) -> str:
    """One of ``TYPES``, by content alone. Raises ``MediaBroken`` for anything else."""
    found = filetype.guess_mime(data[:LOOKED_AT])
    if found not in TYPES:
        raise MediaBroken(f"is {found or 'of no known type'}")
    return str(found)


def media_clean(data: bytes, kind: str) -> bytes:
    """The content as it may be kept: a picture without anything but the picture. Raises ``MediaBroken``."""
    clean = CLEANERS.get(kind)
    if clean is None:
        return data
    try:
        return clean(data)
    except (struct.error, IndexError) as error:
        raise MediaBroken("ends too early") from error


def _jpeg_clean(data: bytes) -> bytes:
    parts, orientation = [b"\xff\xd8"], 1
    for marker, segment in _jpeg_segments(data):
        if marker == JPEG_EXIF and segment[4:10] == b"Exif\0\0":
            orientation = _orientation(segment[10:])
        elif _jpeg_is_kept(marker, segment):
            parts.append(segment)
    if orientation != 1:
        parts.insert(1, _exif_with(orientation))
    return b"".join(parts)


def _jpeg_is_kept(marker: int, segment: bytes) -> bool:
    if marker == JPEG_ICC:
        return segment[4:15] == b"ICC_PROFILE"
    is_application = 0xE1 <= marker <= 0xEF and marker != JPEG_ADOBE
    return not is_application and marker != JPEG_COMMENT


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments after the first marker, up to the end of the picture; what follows it is left out."""
    if data[1] != JPEG_START:
        raise MediaBroken("does not begin like a picture")
    place = 2
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:
            place += 1  # filling
        if data[place] != 0xFF:
            raise MediaBroken("has no marker where one must be")
        marker = data[place + 1]
        if marker == JPEG_END:
            yield marker, b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if marker == JPEG_SCAN:
            end = _scan_end(data, end)
        if end > len(data) or length < 2:
            raise MediaBroken("ends too early")
        yield marker, data[place:end]
        place = end


def _scan_end(data: bytes, place: int) -> int:
    """Where the compressed picture ends: at the next marker that is neither a stuffed 0xFF nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0:
            raise MediaBroken("ends too early")
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2


def _orientation(tiff: bytes) -> int:
    """Which way up the picture is to be shown, 1 to 8; 1 when that is not told properly."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(order + "I", tiff, 4)
        (entries,) = struct.unpack_from(order + "H", tiff, directory)
        for entry in range(entries):
            tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, directory + 2 + 12 * entry)
            if tag == ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _exif_with(orientation: int) -> bytes:
    """An Exif segment that says nothing but which way up the picture is."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0" + tiff
    return struct.pack(">BBH", 0xFF, JPEG_EXIF, len(body) + 2) + body


def _png_clean(data: bytes) -> bytes:
    parts, place = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while True:
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[place + 4 : end - 4]) != checksum:
            raise MediaBroken("has a damaged part")
        if name in PNG_KEPT:
            parts.append(data[place:end])
        if name == b"IEND":
            return b"".join(parts)
        place = end


def _webp_clean(data: bytes) -> bytes:
    (length,) = struct.unpack_from("<I", data, 4)
    if 8 + length > len(data):
        raise MediaBroken("ends too early")
    parts, place = [], 12
    while place < 8 + length:
        name, size = struct.unpack_from("<4sI", data, place)
        end = place + 8 + size + size % 2
        part = bytearray(data[place:end])
        if name == b"VP8X":
            part[8] &= ~WEBP_SAYS_EXIF_OR_XMP
        if name in WEBP_KEPT:
            parts.append(bytes(part))
        place = end
    body = b"WEBP" + b"".join(parts)
    if not parts:
        raise MediaBroken("has no picture in it")
    return b"RIFF" + struct.pack("<I", len(body)) + body


CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _jpeg_clean,
    "image/png": _png_clean,
    "image/webp": _webp_clean,
}

"""Small real pictures, as a browser made them, and the same with what a camera writes into them."""

from __future__ import annotations

import base64
import struct
import zlib

PRIVATE = b"31.23N 121.47E"

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAYAAADwdn+XAAAANElEQVR4AcyPwQoAMAhC3/b//+x2tKBDdCkQEkX0guQIxIXi/wGMbkGAODi6ex"
    "ZM6FbO/gcAAP//e3RcfAAAAAZJREFUAwC3ICPxepnuRgAAAABJRU5ErkJggg=="
)
WEBP = base64.b64decode(
    "UklGRjQCAABXRUJQVlA4WAoAAAAgAAAADwAABwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAA"
    "ABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1"
    "AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAP"
    "KnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZW"
    "UDggRgAAABACAJ0BKhAACAAEAEwlsAJ0ugCGAAVkbUAA/vhKZiP/Z4P4XH/yu3LpqY5xbO7/6HnnJTY+n/wqfDH4/+tD/9aH/SgAAAA="
)
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAA"
    "ABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1"
    "AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAP"
    "KnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/"
    "2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi"
    "9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIAAhEBAxEB/8QAFgABAQEA"
    "AAAAAAAAAAAAAAAAAAMG/8QAGxAAAgEFAAAAAAAAAAAAAAAAABESAwQTIkH/xAAVAQEBAAAAAAAAAAAAAAAAAAAEBv/EABgRAAMBAQAAAAAAAA"
    "AAAAAAAAECAwAR/9oADAMBAAIRAxEAPwDP29DDLaTXEWAAWs93NKHpOt5SSKBEHAN//9k="
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OGG = b"OggS" + bytes(24) + b"\x01vorbis" + bytes(32)


def png_with_notes() -> bytes:
    """The PNG with a text, an Exif part, and something hidden behind its end."""
    notes = _png_part(b"tEXt", b"Comment\0" + PRIVATE) + _png_part(b"eXIf", PRIVATE)
    return PNG[:33] + notes + PNG[33:] + PRIVATE


def webp_with_notes() -> bytes:
    """The WebP with an Exif part, which its header announces."""
    noted = bytearray(WEBP)
    noted[20] |= 0b1000
    noted += struct.pack("<4sI", b"EXIF", len(PRIVATE)) + PRIVATE
    struct.pack_into("<I", noted, 4, len(noted) - 8)
    return bytes(noted) + PRIVATE


def jpeg_with_notes(orientation: int = 6) -> bytes:
    """The JPEG as a telephone writes it: place and device in Exif, a comment, a second picture, a film at its end."""
    tiff = struct.pack("<2sHIH", b"II", 42, 8, 2) + struct.pack("<HHII", 0x010F, 2, len(PRIVATE), 38)
    tiff += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack("<I", 0) + PRIVATE
    notes = _segment(0xE1, b"Exif\0\0" + tiff) + _segment(0xFE, PRIVATE) + _segment(0xE2, b"MPF\0" + PRIVATE)
    return JPEG[:2] + notes + JPEG[2:] + PRIVATE


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _png_part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

"""Which files are taken: an allow-list of extensions, each with the signature that its content must begin with.

The name decides how a file is served, so the content has to agree with it: a page of HTML called photo.jpg is refused.
The signatures are a table of our own: puremagic 1.30, measured, doesn't know what phones write (HEIC of the brand
`mif1`, MP4 of `iso5` and `avc1`, MP3 of MPEG-2) and takes a WebP for a WAV.
"""

import re
import zipfile
from dataclasses import dataclass
from typing import IO

from app.core.errors import Invalid
from app.core.i18n import N_

_HEAD = 64


@dataclass(frozen=True)
class Kind:
    """How a file of an extension is served, and how its content begins; ZIP archives by a member they must have."""

    mime: str
    begins: bytes = b""
    member: str = ""


_JPEG = Kind("image/jpeg", rb"\xff\xd8\xff")
_HEIF_BRANDS = rb"(?:hei[cmsx]|hev[cx]|mif1|msf1)"
_MP4 = rb".{4}ftyp(?!" + _HEIF_BRANDS + rb")"
_OFFICE = "application/vnd.openxmlformats-officedocument"

KINDS = {
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind("image/png", rb"\x89PNG\r\n\x1a\n"),
    "gif": Kind("image/gif", rb"GIF8[79]a"),
    "webp": Kind("image/webp", rb"RIFF.{4}WEBP"),
    "heic": Kind("image/heic", rb".{4}ftyp" + _HEIF_BRANDS),
    "mp3": Kind("audio/mpeg", rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),  # a tag, or a frame of layer III
    "m4a": Kind("audio/mp4", _MP4),
    "wav": Kind("audio/wav", rb"RIFF.{4}WAVE"),
    "amr": Kind("audio/amr", rb"#!AMR(?:-WB)?\n"),
    "aac": Kind("audio/aac", rb"\xff[\xf0\xf1\xf8\xf9]|ADIF"),
    "ogg": Kind("audio/ogg", rb"OggS"),
    "mp4": Kind("video/mp4", _MP4),
    "pdf": Kind("application/pdf", rb"%PDF-"),
    "docx": Kind(f"{_OFFICE}.wordprocessingml.document", rb"PK\x03\x04", "word/document.xml"),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", rb"PK\x03\x04", "xl/workbook.xml"),
    "txt": Kind("text/plain"),
    "csv": Kind("text/csv"),
}


def kind_of(name: str, content: IO[bytes], field: str) -> Kind:
    """The kind of an upload, by its name and its content. Raises Invalid at the field."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(extension)
    if kind is None:
        raise Invalid.field(
            field,
            N_("“%(file)s”: files of this type aren't taken; taken are %(types)s"),
            file=name,
            types=", ".join(KINDS),
        )
    content.seek(0)
    fits = _is_text(content.read()) if kind.mime.startswith("text/") else _has_content_of(kind, content)
    content.seek(0)
    if not fits:
        raise Invalid.field(
            field, N_("“%(file)s”: the content isn't what the name says (%(type)s)"), file=name, type=extension
        )
    return kind


def _has_content_of(kind: Kind, content: IO[bytes]) -> bool:
    begins = re.match(kind.begins, content.read(_HEAD), re.DOTALL)
    return begins is not None and (not kind.member or _has_member(content, kind.member))


def _has_member(content: IO[bytes], member: str) -> bool:
    try:
        with zipfile.ZipFile(content) as archive:
            return member in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _is_text(data: bytes) -> bool:
    if b"\0" in data:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False

"""Small files of every kind that is taken: real heads, as phones, recorders and offices write them."""

import base64
import io
import struct
import zipfile
import zlib

from werkzeug.datastructures import FileStorage


def archive(*members: str) -> bytes:
    """A ZIP archive with these files in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for member in members:
            zipped.writestr(member, "x" * 9000)
    return buffer.getvalue()


def boxed(brand: bytes, *others: bytes) -> bytes:
    """The head of an MP4-like file with its brand."""
    body = b"ftyp" + brand + bytes(4) + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body + bytes(60)


HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + bytes(50) + b"\xff\xd9"

SAMPLES = {
    "照片.jpg": JPEG,
    "camera.JPEG": b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00II*\x00" + bytes(50) + b"\xff\xd9",
    "photo.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(30),
    "photo.gif": b"GIF89a" + bytes(30),
    "photo.webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(30),
    "iphone.heic": boxed(b"heic", b"mif1", b"heic"),
    "iphone burst.heic": boxed(b"mif1", b"mif1", b"heic"),
    "wechat.heic": boxed(b"msf1", b"hevc"),
    "iphone 10 bit.heic": boxed(b"heix", b"mif1", b"heix"),
    "录音.mp3": b"ID3\x03\0\0\0\0\0\0" + bytes(30),
    "plain mpeg 1.mp3": b"\xff\xfb\x90\x00" + bytes(100),
    "plain mpeg 2.mp3": b"\xff\xf3\x40\xc0" + bytes(100),
    "apple.m4a": boxed(b"M4A ", b"M4A ", b"isom"),
    "android.m4a": boxed(b"mp42", b"isom", b"mp42"),
    "huawei.m4a": boxed(b"3gp4", b"isom", b"3gp4"),
    "phone.wav": b"RIFF\x24\0\0\0WAVEfmt " + bytes(30),
    "call.amr": b"#!AMR\n" + bytes(30),
    "wide band.amr": b"#!AMR-WB\n" + bytes(30),
    "mpeg 4.aac": b"\xff\xf1\x50\x80" + bytes(100),
    "mpeg 2.aac": b"\xff\xf9\x50\x80" + bytes(100),
    "voice.ogg": b"OggS\0\x02" + bytes(30),
    "video.mp4": boxed(b"isom", b"iso2", b"avc1"),
    "android.mp4": boxed(b"mp42", b"isom"),
    "wechat.mp4": boxed(b"iso5", b"mp41"),
    "camera.mp4": boxed(b"avc1"),
    "投诉书.pdf": b"%PDF-1.7\n" + bytes(30),
    "letter.docx": archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    "list.xlsx": archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
    "utf-8.txt": "货物破损".encode(),
    "windows.txt": "货物破损".encode("gb18030"),
}

NOT_WHAT_THE_NAME_SAYS = {
    "page.jpg": HTML,
    "page.pdf": HTML,
    "program.png": b"MZ\x90\0" + bytes(100),
    "photo.pdf": JPEG,
    "photo.wav": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(30),
    "iphone.mp4": boxed(b"heic"),
    "raw.mp3": b"\xff\xf1\x50\x80" + bytes(100),
    "sound.jpg": b"ID3\x03\0\0\0\0\0\0" + bytes(30),
    "archive.docx": archive("anything.txt"),
    "sheet.docx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "broken.xlsx": b"PK\x03\x04" + bytes(100),
    "binary.txt": b"abc\0def",
    "garbage.mp4": b"\x01\x02\x03\x04" * 20,
}


def upload(name: str, data: bytes) -> FileStorage:
    """As a form brings it."""
    return FileStorage(io.BytesIO(data), filename=name, content_type="application/octet-stream")


RED_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////"
    "////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////"
    "////wAARCAAKAB4DASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAA"
    "AAAAAAAAAAAAAAID/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmAlsAA//2Q=="
)
"""Thirty pixels by ten, red."""


def png(width: int, height: int) -> bytes:
    """A red picture of this size."""
    rows = (b"\0" + b"\xc8\x1e\x1e\xff" * width) * height if width * height < 1_000_000 else b""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)), (b"IDAT", zlib.compress(rows))]
    chunks = [struct.pack(">I", len(data)) + kind + data for kind, data in [*parts, (b"IEND", b"")]]
    sums = [struct.pack(">I", zlib.crc32(chunk[4:])) for chunk in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk + total for chunk, total in zip(chunks, sums, strict=True))

"""Small files made in code, for cases that have a photo or a recording."""

import math
import random
import struct
import wave
import zlib
from io import BytesIO

from werkzeug.datastructures import FileStorage

from app.data.demo.sources import source

_PNG = b"\x89PNG\r\n\x1a\n"
_SIDE = 96
_RATE = 8_000


def photo(rng: random.Random) -> FileStorage:
    """A picture of a dented carton, as far as a few rectangles go: PNG."""
    board, tape = (rng.randint(150, 190), rng.randint(110, 140), rng.randint(70, 95)), (214, 196, 150)
    dent_x, dent_y, dent = rng.randint(20, 70), rng.randint(20, 70), rng.randint(8, 20)
    rows = []
    for y in range(_SIDE):
        row = bytearray(b"\0")
        for x in range(_SIDE):
            hurt = abs(x - dent_x) + abs(y - dent_y) < dent
            row += bytes((70, 55, 45) if hurt else tape if 42 < x < 54 else board)
        rows.append(bytes(row))
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    body = _chunk(b"IDAT", zlib.compress(b"".join(rows)))
    return _file(_PNG + _chunk(b"IHDR", head) + body + _chunk(b"IEND", b""), "photo", "image/png")


def recording(rng: random.Random) -> FileStorage:
    """Half a second of a tone: WAV, 8 kHz, 16 bits."""
    pitch, data = rng.randint(300, 600), BytesIO()
    with wave.open(data, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        tones = (int(8_000 * math.sin(2 * math.pi * pitch * n / _RATE)) for n in range(_RATE // 2))
        out.writeframes(b"".join(struct.pack("<h", tone) for tone in tones))
    return _file(data.getvalue(), "recording", "audio/wav")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _file(data: bytes, kind: str, mime: str) -> FileStorage:
    return FileStorage(BytesIO(data), filename=source("course")["files"][kind], content_type=mime)

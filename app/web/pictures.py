"""A logo that somebody uploads: decoded and drawn anew, so that what pages serve is an image and nothing else.

Typst decodes it, as it does when it prints; what it can't decode is refused. PNG and JPEG; never SVG, which can hold
scripts. Sizes are read first: a small file can hold a picture that fills the memory.
"""

import json
import re
from pathlib import Path
from typing import Any

from app.core.errors import Invalid
from app.core.i18n import N_
from app.files.kinds import kind_of
from app.org.company import Logo
from app.web.printing import compile_layout

TYPES = ("png", "jpg", "jpeg")
_LARGEST = 512 * 1024
_LONGEST = 4096
_WIDEST = 480
_LAYOUT = Path(__file__).parent / "logo.typ"
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf].{3}(.{2})(.{2})", re.S)
"""Start of a JPEG's frame: length, bits, height, width."""


def logo_of(upload: Any, field: str = "logo") -> Logo:
    """The uploaded picture in the sizes that pages use. Raises Invalid at the field."""
    name = upload.filename or ""
    if name.rpartition(".")[2].lower() not in TYPES:
        raise Invalid.field(field, N_("“%(file)s”: a logo is a PNG or JPEG picture."), file=name)
    kind_of(name, upload.stream, field)
    data = upload.stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise Invalid.field(field, N_("“%(file)s” is larger than %(limit)s KB."), file=name, limit=_LARGEST // 1024)
    try:
        if not all(0 < side <= _LONGEST for side in size_of(data)):
            raise Invalid.field(
                field, N_("“%(file)s” is longer or wider than %(most)s pixels."), file=name, most=_LONGEST
            )
        picture = _drawn(data, "height")
        if size_of(picture)[0] > _WIDEST:
            picture = _drawn(data, "width")
        return Logo(picture, _drawn(data, "square"))
    except (RuntimeError, LookupError) as error:
        raise Invalid.field(field, N_("“%(file)s” can't be read as a picture."), file=name) from error


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG. Raises LookupError where it has none."""
    if picture.startswith(b"\x89PNG"):
        return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    frame = _FRAME.search(picture)
    if frame is None:
        raise LookupError("no frame")
    return int.from_bytes(frame[2]), int.from_bytes(frame[1])


def _drawn(picture: bytes, by: str) -> bytes:
    """As PNG, two pixels to a point."""
    return compile_layout(_LAYOUT, json.dumps({"picture": list(picture), "by": by}), "png")

"""Paper: Typst lays it out, with a Chinese font of our own; the same on every machine, with nothing installed.

What people typed travels as data and is never read as markup.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import get_locale

from app.org.company import company
from app.org.company import look as company_look

APP = Path(__file__).parents[1]
FONTS = APP / "web" / "fonts"


def as_pdf(layout: Path, data: Mapping[str, Any]) -> bytes:
    """The layout (a file under app/) filled in, in the reader's language."""
    words = {"language": "zh" if str(get_locale()).startswith("zh") else "en", "company": _head(), **data}
    return compile_layout(layout, json.dumps(words, ensure_ascii=False), "pdf")


def _head() -> dict[str, Any]:
    """Name and logo of the company, for the head of the paper."""
    look = company_look()
    row = company() if look.has_logo else None
    return {"name": look.name, "logo": list(row.logo or b"") if row else []}


def compile_layout(layout: Path, data: str, target: Any) -> bytes:
    """Layouts import what they share from app/web by the path below app/."""
    import typst  # 7 MB that only who prints needs

    done = typst.compile(
        layout, root=APP, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs={"data": data}, format=target
    )
    assert isinstance(done, bytes), "one file"
    return done

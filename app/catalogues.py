"""Compiles the translations at start, so that a bare clone, a server and the tests all speak Chinese."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(folder: Path) -> None:
    """Write each messages.mo under `folder` that is missing or older than its messages.po."""
    for source in folder.glob("*/LC_MESSAGES/messages.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled)


def _compile(source: Path, compiled: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file)
    # Several processes may start at once: none may read a half-written file.
    draft = compiled.with_name(f"{os.getpid()}.mo")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(compiled)

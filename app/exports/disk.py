"""Where exports lie until they expire; all machines share the data directory."""

from pathlib import Path

from flask import current_app


def path_of(storage: str) -> Path:
    """The file of a storage name; the names are made by us only."""
    return current_app.config["SETTINGS"].data_dir / "exports" / storage

"""The bytes: under a random name in the data directory, gone again if the transaction that names them fails."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.extensions import db

_WRITTEN = "files_written"


def folder() -> Path:
    """Where the files lie."""
    return current_app.config["SETTINGS"].data_dir / "files"


def path_of(storage: str) -> Path:
    """The file of a storage name; spread over 256 folders."""
    return folder() / storage[:2] / storage


def write(storage: str, data: bytes) -> None:
    """Write the bytes through to the disk; they go again when the present transaction is rolled back."""
    path = path_of(storage)
    path.parent.mkdir(parents=True, exist_ok=True)
    db.session.info.setdefault(_WRITTEN, []).append(path)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def all_files() -> Iterable[Path]:
    """Every stored file."""
    return folder().glob("??/*")


@event.listens_for(Session, "after_transaction_end")
def _settle(session: Session, transaction: Any) -> None:
    # A savepoint inside may end either way; the outermost transaction decides. What was committed has left the list.
    if transaction.parent is None:
        for path in session.info.pop(_WRITTEN, []):
            path.unlink(missing_ok=True)


@event.listens_for(Session, "after_commit")
def _keep(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_WRITTEN, None)

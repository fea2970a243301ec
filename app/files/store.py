"""Taking files in and giving them out."""

import hashlib
import re
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.core.errors import Invalid, NotFound
from app.core.i18n import N_
from app.db import by_id
from app.extensions import db
from app.files import disk
from app.files.kinds import kind_of
from app.files.models import Attachment
from app.security import Person

NAME_LENGTH = 200
_ORPHAN_AFTER = timedelta(days=1)
# Control characters, and those that turn a name around on screen so that `gpj.exe` looks like `exe.jpg`.
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def store(
    upload: FileStorage, owner: Any, actor: Person | None, now: datetime, field: str = "attachments"
) -> Attachment:
    """Keep an uploaded file with a stored row. Flushes; the verb that takes the file records it.

    Raises Invalid at `field` for a type that isn't taken, content that doesn't match the name, an empty or too large
    file; NotFound where the owner is out of the actor's reach. If the transaction fails, the file goes again.
    """
    name = clean_name(upload.filename or "")
    data = _read(upload, name, field)
    kind = kind_of(name, upload.stream, field)
    row = Attachment(
        owner_kind=owner.__tablename__,
        owner_id=owner.id,
        name=name,
        size=len(data),
        mime=kind.mime,
        sha256=hashlib.sha256(data).hexdigest(),
        storage=uuid.uuid4().hex,
        created_at=now,
        created_by_id=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    disk.write(row.storage, data)
    return row


def attachments_of(owner: Any) -> list[Attachment]:
    """A row's files, oldest first."""
    mine = (Attachment.owner_kind == owner.__tablename__, Attachment.owner_id == owner.id)
    return list(db.session.scalars(select(Attachment).where(*mine).order_by(Attachment.id)))


def open_for(attachment_id: int) -> tuple[Attachment, Path]:
    """The file of an attachment within the present scope. Raises NotFound."""
    row = by_id(Attachment, attachment_id)
    path = disk.path_of(row.storage) if row else None
    if row is None or path is None or not path.is_file():
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    return row, path


def sweep_orphans(now: datetime) -> None:
    """Remove files that no row names: left by a process killed before its commit, or their row was deleted."""
    for path in disk.all_files():
        if path.stat().st_mtime > (now - _ORPHAN_AFTER).timestamp():
            continue
        named = db.session.scalar(select(Attachment.id).where(Attachment.storage == path.name))
        db.session.rollback()
        if named is None:
            path.unlink(missing_ok=True)


def clean_name(name: str) -> str:
    """A file's own name as people may see it: without folders or invisible characters, the extension kept."""
    name = _UNSHOWN.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(extension) - 1]}{dot}{extension}" if len(name) > NAME_LENGTH else name


def _read(upload: FileStorage, name: str, field: str) -> bytes:
    limit = current_app.config["SETTINGS"].upload_max_mb
    upload.stream.seek(0)
    data = upload.stream.read(limit * 1024 * 1024 + 1)
    if not data:
        raise Invalid.field(field, N_("“%(file)s” is empty"), file=name)
    if len(data) > limit * 1024 * 1024:
        raise Invalid.field(field, N_("“%(file)s” is larger than %(limit)s MB"), file=name, limit=limit)
    return data

"""Attachments: our own file store, checked at the door and row-checked on the way out."""

from app.files.models import Attachment
from app.files.store import attachments_of, open_for, store, sweep_orphans

__all__ = ["Attachment", "attachments_of", "open_for", "store", "sweep_orphans"]

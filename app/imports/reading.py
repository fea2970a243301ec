"""An import's own file, kept as an attachment of it."""

from pathlib import Path

from app.core.errors import NotFound
from app.core.i18n import N_
from app.files import attachments_of
from app.files.disk import path_of
from app.imports.models import ImportRun


def file_of(run: ImportRun) -> Path:
    """Raises NotFound where it is gone."""
    files = attachments_of(run)
    if not files or not path_of(files[0].storage).is_file():
        raise NotFound(N_("The import's file is gone."))
    return path_of(files[0].storage)

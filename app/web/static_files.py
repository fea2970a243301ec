"""Styles, scripts and fonts: an address that changes with the content, so that a browser keeps them for good.

`url_for('static', filename=…)` adds `?v=<hash>`, also for FAB's own files. What a style sheet names by itself (a font)
has no such address and is kept for a day. Texts are compressed where the browser takes that: waitress sends what it is
given. Guessing a page's secrets by its compressed length (BREACH) wants requests with the reader's cookie from another
site; SameSite keeps it out of those.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask_compress import Compress
from werkzeug.security import safe_join

_FOREVER = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"
_VERSION = "v"


def install(app: Flask) -> None:
    """Addresses, caching and compression of one app."""
    # zstd is left off: no saving over br on pages of this size, and proxies know it less.
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = ["br", "gzip"]
    Compress(app)
    app.url_defaults(_add_version)
    app.after_request(_keep)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if _is_static(endpoint) and "filename" in values and _VERSION not in values:
        path = safe_join(_folder(endpoint), values["filename"])
        if path and (version := _version_of(path)):
            values[_VERSION] = version


def _keep(response: Response) -> Response:
    """Also a page that names a version which is no more gets the file of today, but not for good."""
    if _is_static(request.endpoint or "") and response.status_code in (200, 304):
        asked = request.args.get(_VERSION)
        path = safe_join(_folder(request.endpoint or ""), (request.view_args or {}).get("filename", ""))
        known = _version_of(path or "")
        response.headers["Cache-Control"] = _FOREVER if asked and asked == known else "no-cache" if asked else _DAY
    return response


def _is_static(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.endswith(".static")


def _folder(endpoint: str) -> str:
    blueprint = current_app.blueprints.get(endpoint.rpartition(".")[0])
    return str((blueprint or current_app).static_folder or "")


def _version_of(path: str) -> str:
    file = Path(path)
    try:
        return _hash_of(path, file.stat().st_mtime_ns)
    except OSError:
        return ""


@cache
def _hash_of(path: str, _changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]

"""Templates, static files and error pages, hung on the app."""

from flask import Flask


def install(app: Flask) -> None:
    """Called once by `create_app`, after FAB."""

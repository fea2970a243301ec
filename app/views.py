"""What can people see? Every screen, in menu order."""

from flask_appbuilder import AppBuilder


def register(appbuilder: AppBuilder) -> None:
    """Add every screen to the app; called once by `create_app`."""

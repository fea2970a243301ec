"""The first page after login."""

from flask_appbuilder import IndexView


class HomeView(IndexView):
    """Home."""

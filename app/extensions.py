"""Flask extensions; one of each, but for the AppBuilder, which belongs to an app."""

from typing import cast

from flask import current_app
from flask_appbuilder import AppBuilder, Model
from flask_appbuilder.models.sqla.base import SQLA
from flask_mail import Mail
from flask_wtf import CSRFProtect
from werkzeug.local import LocalProxy

db = SQLA(metadata=Model.metadata)
appbuilder = cast(AppBuilder, LocalProxy(lambda: current_app.appbuilder))  # type: ignore[attr-defined]
"""The present app's: FAB keeps the views it has seen, so two apps in one process need two."""
mail = Mail()
csrf = CSRFProtect()

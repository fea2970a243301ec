"""The same tables under Flask-AppBuilder as it comes: plain `ModelView`s, its own theme. For docs/stock-fab.md, and for
the keys that `benchmarks/keystrokes.py` counts.

`python -m scripts.stock_fab PORT` serves the database of `KESU_DATA_DIR`; the administrator is `stock`, with the demo's
password.
"""

import signal
import sys
from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder, ModelView
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.security.sqla.manager import SecurityManager
from waitress import serve

from app import models  # noqa: F401  (the tables register themselves)
from app.complaints.models import Complaint
from app.config import load_settings
from app.core.clock import now
from app.customers.models import Customer
from app.data.demo import DEMO_PASSWORD
from app.extensions import db
from app.rulebook.models import Category
from app.security import Person


class StockComplaints(ModelView):
    """Which table, and which columns its list has: otherwise FAB shows one."""

    datamodel = SQLAInterface(Complaint)
    list_columns = ["no", "state", "severity", "complainant", "customer", "category", "department", "received_at"]


class StockRegistering(ModelView):
    """Complaints with nothing on the form but what the table can't do without. That is kind to it: left alone it asks
    for all columns. The moment of the call is set here, since FAB's widget spoils one that is typed
    (`2026-11-18 10:20:00` becomes `2026-11-25 ` when the field is left).
    """

    datamodel = SQLAInterface(Complaint)
    route_base = "/registering"
    list_columns = ["no", "title"]
    add_columns = ["customer", "waybill", "complainant", "channel", "category", "title", "description", "no", "kind"]
    add_columns += ["origin", "pack_version", "severity", "severity_clause"]

    def pre_add(self, item: Complaint) -> None:
        """Received now."""
        item.received_at = now()


class StockCustomers(ModelView):
    """Likewise."""

    datamodel = SQLAInterface(Customer)
    list_columns = ["no", "name"]


class StockCategories(ModelView):
    """Likewise."""

    datamodel = SQLAInterface(Category)


class StockSecurity(SecurityManager):
    """FAB's own, on the users that the database has."""

    user_model = Person


def stock_app() -> Flask:
    """FAB's application, as its guide makes one."""
    settings = load_settings()
    app = Flask("stock")
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.key("secret_key"),
        DATA_KEY=settings.key("data_key"),
        SQLALCHEMY_DATABASE_URI=settings.url(),
        APP_NAME="Flask-AppBuilder",
        BABEL_DEFAULT_LOCALE="zh",
        LANGUAGES={"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "gb", "name": "English"}},
        SESSION_COOKIE_NAME="stock",
        WTF_CSRF_ENABLED=True,
    )
    db.init_app(app)
    with app.app_context():
        builder = AppBuilder(app, db.session, security_manager_class=StockSecurity)  # type: ignore[arg-type]
        builder.add_view(StockComplaints, "Complaints", icon="fa-bullhorn", category="Data")
        builder.add_view_no_menu(StockRegistering)
        builder.add_view(StockCustomers, "Customers", icon="fa-users", category="Data")
        builder.add_view(StockCategories, "Categories", icon="fa-sitemap", category="Data")
        _administrator(builder)
    return app


def _administrator(builder: Any) -> None:
    manager = builder.sm
    if manager.find_user("stock") is None:
        role = manager.find_role("Admin") or manager.add_role("Admin")
        manager.add_user("stock", "Stock", "FAB", "stock@example.com", role, password=DEMO_PASSWORD)
        builder.add_permissions(update_perms=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    serve(stock_app(), host="127.0.0.1", port=int(sys.argv[1]), ident="stock")

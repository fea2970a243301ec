"""REST: `/api/v1/appeal/`, `POST /api/v1/appeal/<id>/answer`, `…/withdraw`; filed at `/api/v1/penalty/<id>/appeal`."""

from flask_babel import lazy_gettext as _l

from app.penalties.appeals.models import Appeal
from app.penalties.appeals.views import AppealView
from app.web import KesuInterface
from app.web.steps_api import StepsApi, steps_of


class AppealApi(StepsApi):
    """Appeals in JSON, under the same row scope; steps need the permissions of the screen."""

    steps = steps_of(AppealView)
    datamodel, resource_name, title = KesuInterface(Appeal), "appeal", _l("Appeals")
    list_columns = [
        "id",
        "no",
        "state",
        "penalty",
        "payee",
        "department",
        "clause",
        "filed_at",
        "filed_by",
        "answered_at",
        "answered_by",
        "amount",
        "outcome",
    ]
    show_columns = [*list_columns, "reason", "answer"]
    add_columns: list[str] = []
    edit_columns: list[str] = []
    search_columns, order_columns = AppealView.search_columns, AppealView.order_columns
    base_order, choices = AppealView.base_order, AppealView.choices

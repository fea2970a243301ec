"""REST of one's own records: `/api/v1/record/<form>/`, by the rights that the form gives; a POST for each step."""

from typing import Any

from flask import Blueprint

from app.ownrecords.at_hand import FittingColumns, OfKind, OwnRecordInterface, named_by_address
from app.ownrecords.models import OwnRecord
from app.ownrecords.types import type_at_hand
from app.ownrecords.views import OwnRecordView, RecordForm
from app.security import may
from app.web.steps_api import Step, StepsApi, for_programs, steps_of


class OwnRecordApi(OfKind, StepsApi):
    """The records of the form that the address names, in JSON, under the same row scope as on the screen."""

    datamodel, resource_name = OwnRecordInterface(OwnRecord), "record/{form}"
    route_base = "/api/v1/record/<string:form>"
    steps = steps_of(OwnRecordView)
    list_columns = ["id", "no", "subject", "customer", "department", "owner", "state", "created_at"]
    show_columns = [*list_columns, "changed_at", "decided_by", "decided_at", "decision"]
    add_columns = edit_columns = ["subject", "department_id", "customer"]

    def __init__(self) -> None:
        super().__init__()
        self.add_form = self.edit_form = for_programs(RecordForm)

    def create_blueprint(self, *args: Any, **kwargs: Any) -> Blueprint:
        """With the form in its addresses."""
        blueprint = super().create_blueprint(*args, **kwargs)
        named_by_address(blueprint)
        return blueprint

    def may_take(self, step: Step) -> bool:
        """By the rights that the form gives."""
        return may(step.needs, type_at_hand().screen)


for _name in ("list_columns", "show_columns"):
    own = vars(OwnRecordApi)[_name].own
    setattr(OwnRecordApi, _name, FittingColumns(_name, own))

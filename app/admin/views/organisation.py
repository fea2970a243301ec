"""Departments and carriers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select

from app.core import clock
from app.org.models import DEPARTMENT_KINDS, Carrier, Department
from app.org.verbs import add_department, change_department, restore_department, retire_department
from app.security import current_actor
from app.web import KesuInterface, KesuModelView, Verb


class DepartmentView(KesuModelView):
    """部门与网点, in the order of the tree."""

    datamodel, route_base = KesuInterface(Department), "/department"
    title, thing = _l("Departments and stations"), _l("Department")
    label_columns = {
        "tree_name": _l("Name"),
        "parent": _l("Department above"),
        "head": _l("Head"),
        "deputy": _l("Deputy"),
        "in_charge": _l("In charge"),
    }
    description_columns = {
        "head": _l("Where head and deputy are vacant, the level above stands in."),
        "parent": _l("Empty for the head of the tree."),
    }
    list_columns = ["tree_name", "code", "kind", "in_charge", "deputy", "active"]
    show_columns = ["name", "code", "kind", "parent", "in_charge", "head", "deputy", "phone", "active", "changed_at"]
    add_columns = edit_columns = ["name", "code", "kind", "parent", "head", "deputy", "phone"]
    search_columns, order_columns, base_order = ["name", "code", "kind", "active"], [], ("path", "asc")
    choices = {"kind": DEPARTMENT_KINDS}
    page_size = 100
    removable = True
    permission_labels = {"can_delete": _l("Retire and restore")}
    verbs = (
        Verb("restore", _l("Restore"), restore_department, permission="can_delete", opens=lambda row: not row.active),
    )

    def create(self, data: dict[str, Any]) -> Department:
        """By the verb."""
        return add_department(**data, actor=current_actor(), now=clock.now())

    def change(self, row: Department, data: dict[str, Any]) -> None:
        """By the verb."""
        change_department(row, **data, actor=current_actor(), now=clock.now())

    def remove(self, row: Department) -> None:
        """By the verb."""
        retire_department(row, actor=current_actor(), now=clock.now())

    def choices_query(self, term: str) -> Select[Any]:
        """In the order of the tree."""
        found = select(Department).where(Department.active).order_by(Department.path)
        matches = (column.icontains(term, autoescape=True) for column in (Department.name, Department.code))
        return found.where(or_(*matches)) if term else found


class CarrierView(KesuModelView):
    """承运商."""

    datamodel, route_base = KesuInterface(Carrier), "/carrier"
    title, thing = _l("Carriers"), _l("Carrier")
    list_columns = show_columns = ["code", "name", "active"]
    add_columns = ["code", "name"]
    edit_columns = ["code", "name", "active"]
    search_columns, order_columns, base_order = ["code", "name", "active"], ["code", "name"], ("code", "asc")
    removable = True

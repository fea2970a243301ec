"""What selects offer: short lists of rows by id, in the reader's language."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.absence import on_duty_by_department
from app.core import clock
from app.customers.models import Tier
from app.extensions import db
from app.org.models import Carrier, Department
from app.security import Person
from app.security.scope import current_scope


def departments() -> dict[int, str]:
    """All departments that are in use, in the order of the tree, those below others indented."""
    rows = db.session.scalars(select(Department).where(Department.active).order_by(Department.path)).all()
    return {row.id: "\u3000" * (row.path.count("/") - 2) + row.name for row in rows}


def departments_with_duty() -> dict[int, str]:
    """The same departments, each with who is on its roster at this moment."""
    duty: dict[int, list[str]] = {}
    for department_id, person in on_duty_by_department(clock.now()):
        duty.setdefault(department_id, []).append(person.full_name)
    said = {key: _("on duty: %(names)s", names=_(", ").join(names)) for key, names in duty.items()}
    return {key: f"{name} · {said[key]}" if key in said else name for key, name in departments().items()}


def department_paths() -> dict[int, str]:
    """The same departments, each with the way down to it: 湖北大区 / 武汉江汉网点; the company itself left out."""
    rows = db.session.execute(select(Department.id, Department.parent_id, Department.name)).all()
    names = {row[0]: (row[1], row[2]) for row in rows}

    def path(key: int) -> str:
        above, name = names[key]
        return f"{path(above)} / {name}" if above in names and names[above][0] is not None else name

    return {key: path(key) for key in names}


def departments_in_reach() -> dict[int, str]:
    """The departments to which the actor may give a file."""
    scope = current_scope()
    return {key: name for key, name in departments().items() if scope.unlimited or key in scope.departments}


def tiers() -> dict[int, str]:
    """Customer tiers, the first to be served first."""
    rows = db.session.scalars(select(Tier).where(Tier.active).order_by(Tier.rank, Tier.id))
    return {row.id: row.label for row in rows}


def carriers() -> dict[int, str]:
    """Carriers that are in use."""
    rows = db.session.scalars(select(Carrier).where(Carrier.active).order_by(Carrier.code))
    return {row.id: row.name for row in rows}


def colleagues(department_ids: frozenset[int]) -> dict[int, str]:
    """Active people of these departments."""
    there = (Person.active.is_(True), Person.department_id.in_(department_ids))
    rows = db.session.scalars(select(Person).where(*there).order_by(Person.id))
    return {row.id: row.full_name for row in rows}

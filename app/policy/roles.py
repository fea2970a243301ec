"""What the roles are called that packs name."""

from app.core.i18n import N_

ROLES = {
    "handler": N_("the case's handler"),
    "department_head": N_("head of the responsible department"),
    "delegate": N_("deputy of the responsible department"),
    "superior": N_("the level above"),
    "own_manager": N_("the handler's own manager"),
    "administration": N_("administration"),
    "quality": N_("quality centre"),
    "call_centre": N_("call centre"),
    "department": N_("the responsible department"),
}
PAYEES = ROLES | {
    "keeper": N_("whoever had to keep the time limit"),
    "offender": N_("whoever did it, as recorded"),
}

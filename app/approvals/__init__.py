"""待我审批: everything that waits for the reader's decision, whatever it is, decided one after another.

A package that has something to decide registers its kind, with the buttons of its own screen:

    register_approvals(Kind("penalty", _l("Penalties"), "PenaltyView", ("confirm", "cancel"), waiting, line, "…html"))

The decision itself is the button's: the same permission, form, verb and refusals as on the thing's own page.
"""

from app.approvals.registry import Kind, Line, register_approval_kinds, register_approvals

__all__ = ["Kind", "Line", "register_approval_kinds", "register_approvals"]

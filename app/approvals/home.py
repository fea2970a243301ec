"""The first of what waits for the reader's decision, decided on the first page, with the facts beside."""

from flask import url_for
from flask_babel import gettext as _

from app.approvals.registry import Waiting, waiting_for
from app.security import current_actor, may
from app.web import Block, Item, Tab, register_home_block
from app.web.home import ON_BLOCK
from app.web.show import said

_SHEETS = ("complaint", "case", "rectification", "approvals")


def decisions() -> Block | None:
    """None for whom nothing is to be decided at all."""
    actor = current_actor()
    if actor is None or not may("can_list", "ApprovalsView"):
        return None
    found = waiting_for(actor)
    if not found:
        return None
    items = tuple(_item(each) for each in found[:ON_BLOCK])
    tab = Tab("all", "", items, len(found), url_for("ApprovalsView.list"))
    return Block("approvals", _("Waiting for my decision"), "fa-stamp", (tab,), sheets=_SHEETS)


def _item(each: Waiting) -> Item:
    where = {"code": each.kind.code, "pk": each.row.id}
    return Item(
        each.line.title,
        url_for("ApprovalsView.item", **where),
        each.line.about,
        each.line.due,
        ((said(each.kind.label), "info"),),
        part=url_for("ApprovalsView.item", **where, part=1),
    )


register_home_block(10, decisions)

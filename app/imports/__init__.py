"""导入: files of customers, contacts, waybills, people and past complaints into the books, tried first and undone as a
whole. Other packages register kinds of their own."""

from app.imports.address_kind import register_addresses
from app.imports.further_kinds import register_further
from app.imports.kinds import Kind, kinds, register_kind
from app.imports.own_kinds import register_own
from app.imports.record_kinds import register_records
from app.imports.verbs import run_queued

__all__ = ["Kind", "kinds", "register_kind", "run_queued"]

register_own()
register_further()
register_addresses()
register_records()

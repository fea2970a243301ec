"""Screens of customer files: customers with their contacts, addresses and waybills, and the tiers."""

import app.customers.found  # noqa: F401  (what the search box finds of them)
from app.customers.views.contacts import AddressView, ContactView
from app.customers.views.customers import CustomerView
from app.customers.views.tiers import TierView
from app.customers.views.waybills import WaybillView

__all__ = ["AddressView", "ContactView", "CustomerView", "TierView", "WaybillView"]

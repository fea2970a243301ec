"""The dictionaries of customer files, which administrators edit."""

from flask_babel import lazy_gettext as _l

from app.customers import words
from app.customers.models import Address, Customer
from app.dictionaries import Dictionary

INDUSTRIES = Dictionary("industry", _l("Industries"), words.INDUSTRIES, used_in=lambda: [Customer.industry])
REGIONS = Dictionary("region", _l("Regions"), words.REGIONS, used_in=lambda: [Customer.region, Address.region])
SIZES = Dictionary("size", _l("Sizes of firms"), words.SIZES, used_in=lambda: [Customer.size])
SOURCES = Dictionary("source", _l("Sources of customers"), words.SOURCES, used_in=lambda: [Customer.source])
ADDRESS_KINDS = Dictionary("address", _l("Kinds of addresses"), words.ADDRESS_KINDS, used_in=lambda: [Address.kind])

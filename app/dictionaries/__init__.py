"""字典: short lists of codes with names that administrators edit, used by forms, filters, imports and REST at once.

    SIZES = Dictionary("size", _l("Sizes"), {"large": N_("Large")}, used_in=lambda: [Customer.size])

A mapping from code to name: it runs over what is offered, and knows what was retired too, so that old rows keep their
words. Higher packages declare theirs at import; `db upgrade` writes the entries down that the product comes with.
"""

from app.dictionaries.entries import Dictionary, dictionaries
from app.dictionaries.seed import seed_dictionaries

__all__ = ["Dictionary", "dictionaries", "seed_dictionaries"]

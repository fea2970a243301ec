"""Searching everywhere in one box: any part of a text of two characters or more, numbers, telephones.

A domain package says what of its rows can be found (`register_finder`, in its `found.py`). The words are kept in an
index of our own, because neither database finds two Chinese characters quickly by itself; it changes in the
transaction that changes the row. What is sealed never enters it: telephones are found by their blind index. What is
found is asked of the table itself, so row scope and masking hold as in every list.
"""

from app.search.finders import Finder, register_finder
from app.search.index import fill_where_empty, install, rebuild

__all__ = ["Finder", "fill_where_empty", "install", "rebuild", "register_finder"]

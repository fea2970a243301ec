"""A policy pack by its text, parsed once for each process."""

from functools import lru_cache

from app.policy.load import load

# By the text rather than by the id: a database can be emptied and filled again under a running process.
parsed = lru_cache(maxsize=32)(load)

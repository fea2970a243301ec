"""Cases: what a policy says of concrete complaints, written by hand in Chinese, as data beside the packs.

Here they are read and held against the pack alone, in a moment; the tests also take each of them through the real
complaint, its clocks and the sweep on both databases.
"""

from app.policy.cases.book import CASES, Case, CaseBook, CaseFaults, Step, read_book
from app.policy.cases.compare import Difference, differences
from app.policy.cases.found import Found, FoundClock, FoundPenalty, Told
from app.policy.cases.sides import unseen
from app.policy.cases.table import report
from app.policy.cases.world import play

__all__ = [
    "CASES",
    "Case",
    "CaseBook",
    "CaseFaults",
    "Difference",
    "Found",
    "FoundClock",
    "FoundPenalty",
    "Step",
    "Told",
    "differences",
    "play",
    "read_book",
    "report",
    "unseen",
]

"""The demo company: invented people, customers and a year of complaints, reproducible from a seed and an end date."""

from app.data.demo.company import logins
from app.data.demo.seeding import COMPLAINTS, SEED, DemoSummary, is_empty, seed_demo
from app.security.passwords import DEMO_PASSWORD

__all__ = ["COMPLAINTS", "DEMO_PASSWORD", "SEED", "DemoSummary", "is_empty", "logins", "seed_demo"]

"""The demo company: invented people, customers and a year of complaints, reproducible from a seed and an end date."""

from app.data.demo.seeding import DEMO_PASSWORD, DemoSummary, is_empty, seed_demo

__all__ = ["DEMO_PASSWORD", "DemoSummary", "is_empty", "seed_demo"]

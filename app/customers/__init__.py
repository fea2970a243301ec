"""Whom the company serves: customers, the people one talks to there, their tier and their waybills."""

import app.customers.wishes  # noqa: F401  (contacts' wishes are known wherever customers are)

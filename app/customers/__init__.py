"""Whom the company serves: customers, the people one talks to there, their tier and their waybills."""

"""Trials of draft policies on past complaints."""

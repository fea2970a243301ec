"""Chromium drives the product as people do: the real command, a real mail server, a real browser."""

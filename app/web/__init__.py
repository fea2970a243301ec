"""The corrected base that every screen and API is built on, and the look of the pages."""

from app.web.setup import install

__all__ = ["install"]

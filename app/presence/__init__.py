"""在场: who else has a page or one of its forms open right now. Known for a minute, kept for an hour.

    register_presence("complaint", "ComplaintView")

Whoever may see the page may see who else has it open.
"""

from app.presence.verbs import forget_gone, register_presence

__all__ = ["forget_gone", "register_presence"]

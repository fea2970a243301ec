"""满意度调查: question sets that administrators compose, sent to a chosen group, answered by a personal link; a low
score opens a task."""

from app.surveys.sending import send_due

__all__ = ["send_due"]

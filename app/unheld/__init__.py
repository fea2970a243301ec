"""无人处理: what nobody has, why, and one step to give it to somebody; a screen, a card, a mail a day."""

import app.unheld.home  # noqa: F401  (brings the card to the first page)
from app.unheld.alarm import tell_of_unheld

__all__ = ["tell_of_unheld"]

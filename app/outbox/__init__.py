"""Messages to people: queued in the transaction of what they tell of, delivered by the worker, never lost."""

from app.outbox.basis import register_basis
from app.outbox.defaults import TemplateDefault, register_preview, register_template
from app.outbox.enqueue import Recipient, enqueue, suppressed
from app.outbox.models import Attempt, Message, MessageTemplate
from app.outbox.templates import seed_templates
from app.outbox.verbs import cancel, mark_sent, messages_of, requeue
from app.outbox.wanted import register_wanted

__all__ = [
    "Attempt",
    "Message",
    "MessageTemplate",
    "Recipient",
    "TemplateDefault",
    "cancel",
    "enqueue",
    "mark_sent",
    "messages_of",
    "register_basis",
    "register_preview",
    "register_template",
    "register_wanted",
    "requeue",
    "seed_templates",
    "suppressed",
]

"""What do we store? Every table, by domain."""

from app.events.models import Event
from app.org.models import Carrier, Department
from app.security.models import Person, RoleReach

TABLES = {
    "org": [Department, Carrier],
    "security": [Person, RoleReach],
    "events": [Event],
}

"""What counsel has to say about penalties on employees: the law in our own words, to be asked about, not relied on."""

from datetime import datetime

from app.core.i18n import N_
from app.penalties.workflow import acknowledgement_of
from app.rulebook import PackVersion, current_pack_version, pack_of

NOTICE = (
    N_("Before money is taken from anybody's wage, ask counsel whether and how that is lawful where the person works."),
    N_(
        "Interim Provisions on the Payment of Wages, art. 16: what an employee has to pay for a loss may be deducted, "
        "at most 20 percent of the month's wage, and what remains may not fall below the local minimum wage."
    ),
    N_(
        "Some provinces, Guangdong with its Regulations on Labour Security Supervision among them, don't let an "
        "employer's own rules fine workers at all."
    ),
    N_("These screens show what the company's written policy says; that doesn't make it lawful."),
)


def open_notice(now: datetime) -> PackVersion | None:
    """The pack version in force, while it has penalty rules and nobody has acknowledged counsel's notice on them."""
    version = current_pack_version(now)
    return version if pack_of(version.id).penalties and acknowledgement_of(version.id) is None else None

"""The month for payroll: what is confirmed, person by person, and the same as a file that no spreadsheet misreads."""

import io
import re
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from flask_babel import gettext as _
from sqlalchemy import select

from app.core.errors import BadRequest
from app.core.i18n import N_, Text
from app.core.money import Money
from app.extensions import db
from app.penalties.assessing import month_of
from app.penalties.models import KINDS, Penalty
from app.rulebook import pack_of
from app.security import Person
from app.web.show import said, when
from app.web.spreadsheet import OPTIONS, csv_parts

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
Cell = str | float
LIMIT_NOTICE = Text(
    N_(
        "No wages are known here. Before deducting check each person: for a loss at most 20 percent of the month's "
        "wage may be deducted, and what remains may not fall below the local minimum wage (Interim Provisions on the "
        "Payment of Wages, art. 16)."
    )
)


@dataclass(frozen=True)
class Share:
    """What a month holds for one person."""

    person: Person
    penalties: tuple[Penalty, ...]

    @property
    def total(self) -> Money:
        """What is taken: penalties less rewards and what was undone."""
        return sum((penalty.amount for penalty in self.penalties), Money())


def read_month(text: str | None, now: datetime) -> str:
    """The month asked for, the present one by default. Raises BadRequest for what is no month."""
    if not text:
        return month_of(now)
    if not _MONTH.fullmatch(text):
        raise BadRequest(N_("This is not a month; it should look like 2026-11."))
    return text


def months(now: datetime) -> list[str]:
    """The present month and all that hold something confirmed, the newest first."""
    held = db.session.scalars(select(Penalty.month).where(Penalty.state == "confirmed").distinct())
    return sorted({*held, month_of(now)}, reverse=True)


def shares_of(month: str) -> list[Share]:
    """Confirmed penalties and counter-entries of the month within reach, by person."""
    mine = (Penalty.month == month, Penalty.state == "confirmed")
    rows = db.session.scalars(select(Penalty).where(*mine).order_by(Penalty.payee_id, Penalty.id))
    by_person: dict[int, list[Penalty]] = {}
    for row in rows:
        by_person.setdefault(row.payee_id, []).append(row)
    return [Share(held[0].payee, tuple(held)) for held in by_person.values()]


def as_csv(month: str) -> bytes:
    """One line for each entry; texts can't become formulas."""
    rows = (_cells(penalty) for share in shares_of(month) for penalty in share.penalties)
    return b"".join(csv_parts(_headings(), rows))


def as_xlsx(month: str) -> bytes:
    """Two sheets: totals per person, and each entry. Texts stay texts."""
    out, shares = io.BytesIO(), shares_of(month)
    with xlsxwriter.Workbook(out, OPTIONS | {"in_memory": True}) as book:
        money, bold = book.add_format({"num_format": "#,##0.00"}), book.add_format({"bold": True})
        totals = book.add_worksheet(_("Totals"))
        totals.write_row(0, 0, [_("Person"), _("Login"), _("Total in yuan")], bold)
        for number, share in enumerate(shares, 1):
            totals.write_row(number, 0, [share.person.full_name, share.person.username])
            totals.write_number(number, 2, float(share.total.yuan), money)
        entries = book.add_worksheet(_("Entries"))
        entries.write_row(0, 0, _headings(), bold)
        rows = [_cells(penalty) for share in shares for penalty in share.penalties]
        for number, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                entries.write(number, column, cell, money if isinstance(cell, float) else None)
        totals.write(len(shares) + 2, 0, said(LIMIT_NOTICE))
        for sheet in (totals, entries):
            sheet.set_column(0, 8, 20)
    return out.getvalue()


def _headings() -> list[str]:
    return [
        _("Person"),
        _("Login"),
        _("Department"),
        _("Penalty no."),
        _("Complaint no."),
        _("Kind"),
        _("Clause"),
        _("Amount in yuan"),
        _("Confirmed at"),
    ]


def _cells(penalty: Penalty) -> list[Cell]:
    cite = pack_of(penalty.pack_version_id).cite(penalty.clause)
    return [
        penalty.payee.full_name,
        penalty.payee.username,
        penalty.department.name,
        penalty.no,
        penalty.about,
        said(KINDS[penalty.kind]),
        said(cite),
        float(penalty.amount.yuan),
        when(penalty.decided_at),
    ]

"""原因分类: what kind of thing went wrong, chosen from a dictionary that administrators edit."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.customers.checks import Checks
from app.dictionaries import Dictionary
from app.rectifications import words
from app.rectifications.models import RectificationReport
from app.web.show import label

CAUSE = "cause"
"""Its name as a column, in the form, and among the sections of a version."""
CAUSES = Dictionary(CAUSE, _l("Cause categories"), words.CAUSES, used_in=lambda: [RectificationReport.cause])


def cause_word(code: str | None) -> str:
    """What the category is called, retired or not."""
    return label(code, CAUSES) if code else ""


def check_cause(report: RectificationReport, cause: str | None) -> str | None:
    """What the report is to keep: as it stands where none is told, nothing for an empty one. Raises Invalid."""
    if cause is None:
        return report.cause
    checks = Checks()
    code = checks.entry(CAUSE, cause, CAUSES, report.cause)
    checks.done()
    return code


def cause_kept(report: RectificationReport) -> dict[str, str]:
    """What a version keeps of it: the code, so that each reader has it in a language of their own."""
    return {CAUSE: report.cause} if report.cause else {}


def in_words(sections: Mapping[str, str]) -> dict[str, str]:
    """A version's sections with the category as it is called."""
    return {name: cause_word(text) if name == CAUSE else text for name, text in sections.items()}

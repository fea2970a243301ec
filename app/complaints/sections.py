"""Parts of the complaint's page that higher packages add: penalties, 投诉整改表, follow-ups."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.complaints.models import Complaint
from app.core.i18n import Text
from app.rulebook.why import Why


@dataclass(frozen=True)
class Section:
    """A part of the page. The template finds the context as `part`, beside `complaint` and `view`.

    `lines`: blocks of lines for `python run.py explain`, the first line of each its heading.
    `whys`: the reasons of what the part shows, for the page that has them all, and for print.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[tuple[Text, ...], ...] = ()
    whys: tuple[Why, ...] = ()


Build = Callable[[Complaint], Section | None]
_builders: list[Build] = []


def register_section(build: Build) -> Build:
    """`build(complaint)` gives the section for the present reader; None where there is nothing to show or none may."""
    _builders.append(build)
    return build


def sections_of(complaint: Complaint) -> list[Section]:
    """In the order in which they were registered."""
    found = (build(complaint) for build in _builders)
    return [section for section in found if section is not None]

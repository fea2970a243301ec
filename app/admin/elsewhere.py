"""What the policy in force and other screens decide, shown beside the dictionaries that administrators edit."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.customers.options import carriers, tiers
from app.dictionaries.views import register_elsewhere
from app.policy.handling import REMEDIES
from app.rulebook import current_pack_version, pack_of
from app.security import may
from app.web.show import said

Part = tuple[Any, list[str], str, Any]


def of_policy() -> Iterator[Part]:
    """Of the pack in force, with the way to it; tiers and carriers, with the way to their screens."""
    version = current_pack_version(clock.now())
    pack = pack_of(version.id)
    url = url_for("PackVersionView.show", pk=version.id) if may("can_show", "PackVersionView") else ""
    remedies = [said(each.label.text()) for each in pack.remedies] or [_(name) for name in REMEDIES.values()]
    levels = [said(each.label.text()) for each in pack.severity.levels] if pack.severity else []
    yield _l("Channels"), [said(each.label.text()) for each in pack.channels], url, _l("Policy pack")
    yield _l("Severity levels"), levels, url, _l("Policy pack")
    yield _l("Remedies"), remedies, url, _l("Policy pack")
    yield _l("Attitude behaviours"), [said(each.label.text()) for each in pack.behaviours], url, _l("Policy pack")
    for title, names, view in (
        (_l("Customer tiers"), tiers(), "TierView"),
        (_l("Carriers"), carriers(), "CarrierView"),
    ):
        yield title, list(names.values()), url_for(f"{view}.list") if may("can_list", view) else "", title


register_elsewhere(of_policy)

"""The way back from “see as this role”; the way in is a step on the role's page."""

from typing import Any

from flask import redirect
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.db import unit_of_work
from app.extensions import appbuilder
from app.security import current_actor
from app.security.seeing import end_seeing, seeing_as, take_off
from app.web import KesuView, expose
from app.web.access import logged_in


class SeeAsView(KesuView):
    """One button, in the banner of every page that is seen through a role."""

    route_base, default_view = "/see-as", "leave"
    title = _l("See as this role")

    @expose("/leave", methods=["POST"])
    @logged_in
    def leave(self) -> Any:
        """Back to one's own rights."""
        seen = seeing_as()
        if seen is not None:
            with unit_of_work():
                end_seeing(seen, actor=current_actor(), now=clock.now())
        take_off()
        return redirect(appbuilder.get_url_for_index)

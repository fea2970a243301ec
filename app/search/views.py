"""The search box in every page's head: suggestions while one types, and a page with everything that was found."""

from typing import Any

from flask import jsonify, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.search import finding
from app.search.finding import find, is_enough
from app.web import KesuView, logged_in
from app.web.show import said
from app.web.text import search_text, whole_number

SUGGESTED, ON_PAGE, ALONE = 5, 10, 25
"""Hits of each kind: below the box, on the page of all kinds, on the page of one."""
_MOST_PAGES = 400


class SearchView(KesuView):
    """For everybody who is logged in; each kind of record only for those who may open it."""

    route_base, title, default_view = "/search", _l("Search"), "results"

    @expose("/")
    @logged_in
    def results(self) -> Any:
        """`?q=`: all kinds; `&kind=` one of them, page by page."""
        asked, kind = search_text(request.args.get("q")), request.args.get("kind", "")
        page = whole_number(request.args.get("page"), 0, _MOST_PAGES) or 0
        groups = find(asked, most=ALONE, kind=kind, skip=page * ALONE) if kind else find(asked, most=ON_PAGE)
        parts = {"asked": asked, "enough": is_enough(asked), "groups": groups, "kind": kind, "page": page}
        return self.render_template("kesu/search.html", title=_("Search"), **parts)

    @expose("/suggest")
    @logged_in
    def suggest(self) -> Any:
        """`{"groups": [{"label", "hits": [{"name", "about", "piece", "url"}]}], "enough": bool}`; `piece` is HTML."""
        asked = search_text(request.args.get("q"))
        groups = [
            {
                "label": said(group.label),
                "hits": [
                    {"name": hit.name, "url": hit.url, "about": _line(hit), "piece": str(hit.piece)}
                    for hit in group.hits
                ],
                "all": url_for("SearchView.results", q=asked, kind=group.kind) if group.more else "",
            }
            for group in find(asked, most=SUGGESTED)
        ]
        return jsonify(groups=groups, enough=is_enough(asked))


def _line(hit: finding.Hit) -> str:
    return " · ".join(Markup(part).striptags() if isinstance(part, Markup) else str(part) for part in hit.about)  # noqa: S704

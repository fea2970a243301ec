"""Drafts of policy packs in the browser: copied, read rule by rule, edited, deleted."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import NotFound, Refused, UserError
from app.core.i18n import N_, Text
from app.db import by_id, unit_of_work
from app.extensions import appbuilder, db
from app.rulebook import drafts
from app.rulebook.editor import paths
from app.rulebook.editor.compare import compare, counted, data_of, in_force_beside
from app.rulebook.editor.draft import Draft, check_unchanged, entered, seen_of, with_button, with_rule
from app.rulebook.editor.forms import NewDraftForm, PublishForm, TextForm
from app.rulebook.editor.outline import Chapter, Item
from app.rulebook.editor.posted import Tree, sent_tree
from app.rulebook.models import PackVersion
from app.security import current_actor
from app.web import KesuForm, KesuView, attempt, expose, has_access
from app.web.editing import PK
from app.web.show import said
from app.web.text import unkeepable

_LONGEST_BOX = 20_000


class PackDraftView(KesuView):
    """Drafts of policy packs. GET and POST have routes of their own: what is shown has an address without a form."""

    title, route_base, default_view = _l("Drafts of policy packs"), "/pack-draft", "new"
    permission_labels = {
        "can_add": _l("Copy into a draft"),
        "can_delete": _l("Delete a draft"),
        "can_publish": _l("Publish a policy pack"),
    }

    @expose("/new", methods=["GET"])
    @has_access
    @permission_name("add")
    def new(self) -> Any:
        """Which pack to copy; `?from=<id>` has chosen."""
        form = NewDraftForm(data=_proposal(request.args.get("from", "")))
        return self.page("rulebook/draft_new.html", _("New draft of a policy pack"), form=form)

    @expose("/new", methods=["POST"])
    @has_access
    @permission_name("add")
    def copy(self) -> Any:
        """Copy it."""
        form = NewDraftForm()
        if form.validate():
            row = attempt(form, lambda: form.make(actor=current_actor(), now=clock.now()))
            if row is not None:
                flash(_("The draft is made; nothing is in force until it is published."), "success")
                return redirect(url_for("PackDraftView.edit", pk=row.id))
        return self.page("rulebook/draft_new.html", _("New draft of a policy pack"), form=form), 422

    @expose(f"/edit/{PK}", methods=["GET"])
    @has_access
    def edit(self, pk: int) -> Any:
        """The draft, chapter by chapter, with what is wrong with it."""
        row = _draft(pk)
        return self.page("rulebook/draft.html", str(row), row=row, draft=Draft(row), seen=drafts.fingerprint(row.text))

    @expose(f"/rule/{PK}", methods=["GET"])
    @has_access
    @permission_name("edit")
    def rule(self, pk: int) -> Any:
        """A rule's form; `?at=clocks.3` says which."""
        row = _draft(pk)
        draft = Draft(row)
        chapter, item = draft.rule(paths.read_place(request.args.get("at", "")))
        return self._rule_page(row, (chapter, item), draft.form(item), seen_of(item))

    @expose(f"/rule/{PK}", methods=["POST"])
    @has_access
    @permission_name("edit")
    def save_rule(self, pk: int) -> Any:
        """Keep it, or show the form again after one of its own buttons."""
        row = _draft(pk)
        draft, sent = Draft(row), sent_tree(request.form.lists())
        chapter, item = draft.rule(paths.read_place(request.args.get("at", "")))
        seen, button = request.form.get("seen", ""), request.form.get("do", "save")
        if button != "save":
            rule = with_button(entered(item, sent, keep=True), button)
            return self._rule_page(row, (chapter, item), draft.form(item, rule), seen)
        try:
            _check_keepable()
            with unit_of_work():
                locked = _locked(pk)
                place = _kept_rule(locked, item.place, sent, seen)
        except UserError as error:
            return self._refused_rule(pk, item.place, sent, error)
        return self._after_saving(row, place, request.form.get("then", ""))

    @expose(f"/change/{PK}", methods=["POST"])
    @has_access
    @permission_name("edit")
    def change(self, pk: int) -> Any:
        """Move a rule up or down, or take it out; the page told what it saw of the whole text."""
        place, step = paths.read_place(request.form.get("at", "")), request.form.get("do", "")
        steps: dict[str, Callable[[Any], Any]] = {
            "up": lambda data: paths.moved(data, place, -1),
            "down": lambda data: paths.moved(data, place, 1),
            "remove": lambda data: paths.without(data, place),
        }
        if step not in steps or not place or (step != "remove" and not isinstance(place[-1], int)):
            raise NotFound(N_("There is no such place in the policy pack."))
        try:
            with unit_of_work():
                row = _locked(pk)
                if drafts.fingerprint(row.text) != request.form.get("seen"):
                    raise Refused(N_("Somebody else changed this draft meanwhile; please look at it again."))
                draft = Draft(row)
                _, item = draft.rule(place)
                drafts.save_draft(row, steps[step](draft.data), actor=current_actor(), now=clock.now(), rule=item.title)
        except Refused as error:
            flash(said(error.message), "danger")
        return redirect(url_for("PackDraftView.edit", pk=pk, _anchor=_anchor(place, step)))

    @expose(f"/text/{PK}", methods=["GET"])
    @has_access
    @permission_name("edit")
    def text(self, pk: int) -> Any:
        """The text, for those who know YAML."""
        row = _draft(pk)
        form = TextForm(data={"text": row.text, "seen": drafts.fingerprint(row.text)})
        return self.page("rulebook/draft_text.html", str(row), row=row, form=form)

    @expose(f"/text/{PK}", methods=["POST"])
    @has_access
    @permission_name("edit")
    def save_text(self, pk: int) -> Any:
        """Keep it, with its faults, as long as it can be read at all."""
        row, form = _draft(pk), TextForm()
        if form.validate() and attempt(form, lambda: (form.keep(_locked(pk), actor=current_actor(), now=clock.now()),)):
            flash(_("Saved."), "success")
            return redirect(url_for("PackDraftView.edit", pk=pk))
        return self.page("rulebook/draft_text.html", str(row), row=row, form=form), 422

    @expose(f"/publish/{PK}", methods=["GET"])
    @has_access
    def publish(self, pk: int) -> Any:
        """What changes against what is in force, and from when on."""
        return self._publish_page(_draft(pk), PublishForm())

    @expose(f"/publish/{PK}", methods=["POST"])
    @has_access
    @permission_name("publish")
    def put_into_force(self, pk: int) -> Any:
        """Publish it."""
        row, form = _draft(pk), PublishForm()
        now = clock.now()
        if form.validate() and attempt(
            form, lambda: (drafts.publish_draft(_locked(pk), actor=current_actor(), now=now, **form.facts()),)
        ):
            flash(_("Published: %(name)s", name=str(row)), "success")
            return redirect(url_for("PackVersionView.show", pk=pk))
        return self._publish_page(_draft(pk), form), 422

    @expose(f"/delete/{PK}", methods=["POST"])
    @has_access
    def delete(self, pk: int) -> Any:
        """Gone for good."""
        form, name = KesuForm(), str(_draft(pk))
        if attempt(form, lambda: (drafts.delete_draft(_locked(pk), actor=current_actor(), now=clock.now()),)):
            flash(_("Removed: %(name)s", name=name), "success")
        for message in form.form_errors:
            flash(message, "danger")
        return redirect(url_for("PackVersionView.list"))

    def page(self, template: str, title: Any, **parts: Any) -> str:
        """A page in the layout."""
        base = appbuilder.base_template
        return render_template(
            template, view=self, title=said(title), base_template=base, said_place=paths.shown_place, **parts
        )

    def _publish_page(self, row: PackVersion, form: PublishForm) -> str:
        before = in_force_beside(row)
        chapters = compare(data_of(before), data_of(row), said) if before else []
        parts = {"form": form, "draft": Draft(row), "before": before, "counts": counted(chapters)}
        return self.page("rulebook/draft_publish.html", _("Publish"), row=row, chapters=chapters, **parts)

    def _rule_page(
        self, row: PackVersion, rule: tuple[Chapter, Item], form: Any, seen: str, errors: tuple[str, ...] = ()
    ) -> str:
        chapter, item = rule
        parts = {"chapter": chapter, "item": item, "form": form, "seen": seen, "errors": errors}
        return self.page("rulebook/draft_rule.html", item.title, row=row, at=paths.shown_place(item.place), **parts)

    def _refused_rule(self, pk: int, place: paths.Place, sent: Tree, error: UserError) -> Any:
        """What was typed, with the reason; saving again is possible where the rule is still the same one."""
        row = _draft(pk)
        draft = Draft(row)
        chapter, item = draft.rule(place)
        typed = entered(item, sent, keep=True)
        again = item.mark in ("", str(typed.get("code") or typed.get("id") or ""))
        seen = seen_of(item) if again and isinstance(error, Refused) else request.form.get("seen", "")
        reasons = tuple(said(reason) for reason in (error.message, *error.fields.values()))
        return self._rule_page(row, (chapter, item), draft.form(item, typed), seen, reasons), error.status

    def _after_saving(self, row: PackVersion, place: paths.Place, then: str) -> Any:
        """Back to the form while it has faults, so that they are seen at once; else to the outline."""
        db.session.refresh(row)
        draft = Draft(row)
        faults, at = draft.counted[place], paths.shown_place(place)
        if faults:
            flash(_("Saved, with faults in this rule: %(count)s. They are marked below.", count=faults), "warning")
            return redirect(url_for("PackDraftView.rule", pk=row.id, at=at))
        flash(_("Saved."), "success")
        return redirect(url_for("PackDraftView.edit", pk=row.id, _anchor=_anchor(place, "")))


def _kept_rule(row: PackVersion, place: paths.Place, sent: Tree, seen: str) -> paths.Place:
    """Save the rule into the draft as it is now; returns where it stands."""
    draft = Draft(row)
    _, item = draft.rule(place)
    check_unchanged(item, seen)
    rule = entered(item, sent, keep=False)
    if not rule:
        raise Refused(N_("Nothing is filled in."))
    drafts.save_draft(
        row, with_rule(draft.data, item, rule), actor=current_actor(), now=clock.now(), rule=_named(item, rule)
    )
    return place


def _named(item: Item, rule: Any) -> Text:
    return Item(item.place, item.model, rule, name=item.name if item.data is not None else None).title


def _check_keepable() -> None:
    for name, values in request.form.lists():
        if any(unkeepable(value) for value in values):
            raise Refused(N_("Characters that can't be displayed are not allowed here."))
        if name.startswith("f.") and any(len(value) > _LONGEST_BOX for value in values):
            raise Refused(N_("An entry is longer than can be kept."))


def _draft(pk: int) -> PackVersion:
    row = by_id(PackVersion, pk)
    if row is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    if row.status != "draft":
        raise Refused(N_("This version is published and can't change any more; copy it into a draft."))
    return row


def _locked(pk: int) -> PackVersion:
    row = db.session.get(PackVersion, pk, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    return row


def _proposal(source: str) -> dict[str, str]:
    """What the form for a copy proposes: the version chosen, and the next number."""
    row = by_id(PackVersion, int(source)) if source.isascii() and source.isdigit() and len(source) < 10 else None
    return {"source": f"version:{row.id}", "version": drafts.next_version(row.code, row.version)} if row else {}


def _anchor(place: paths.Place, step: str) -> str:
    if step == "remove":
        return "chapter-" + "-".join(str(each) for each in place if not isinstance(each, int))
    return "rule-" + "-".join(map(str, place)) if place else "chapter-pack"

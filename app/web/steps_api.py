"""`StepsApi`, the base of REST resources whose rows live through steps: `POST /api/v1/<thing>/<id>/<step>`.

    class FollowUpApi(StepsApi):
        datamodel, resource_name, title = KesuInterface(FollowUp), "followup", _l("Follow-ups")
        steps = steps_of(FollowUpView)

A step is the screen's, taken by a program: the same permission (`can_<step>` on the screen), form, verb and refusals.
The body is JSON; a step that takes files takes `multipart/form-data` too. Each step stands in the OpenAPI document.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from apispec import APISpec
from flask import abort
from flask_appbuilder.api import expose

from app.core import clock
from app.security import current_actor, may
from app.web.base_api import ApiForm, KesuApi
from app.web.editing import PK
from app.web.forms import KesuForm
from app.web.openapi import step_operation
from app.web.verb_buttons import Verb


@dataclass(frozen=True)
class Step:
    """A step as programs take it."""

    call: Callable[..., Any]
    form: Callable[[Any], type[KesuForm]]
    """`form(row)` is read from the body; `form(None)` stands in the OpenAPI document."""
    needs: str
    """The permission …"""
    screen: str
    """… on this screen."""
    label: Any = ""

    @classmethod
    def of(cls, verb: Verb, screen: str, form: type[KesuForm] | None = None) -> "Step":
        """A screen's button; `form` where programs fill in another one."""
        made = for_programs(form or verb.form)
        return cls(verb.call, lambda _row: made, verb.needs, screen, verb.label)


def for_programs(form: type[KesuForm], **fields: Any) -> type[KesuForm]:
    """A screen's form without the token, which the API checks by itself, and with other fields."""
    meta = {} if form.Meta is ApiForm.Meta else {"Meta": ApiForm.Meta}
    return type(form.__name__, (form,), meta | fields)


def steps_of(view: Any, **forms: type[KesuForm]) -> dict[str, Step]:
    """Every button of a screen; by a step's name, the form that programs fill in where it is another one."""
    return {verb.name: Step.of(verb, view.__name__, forms.get(verb.name)) for verb in view.verbs}


class StepsApi(KesuApi):
    """List, read, add, change, and every step. See the module's text."""

    steps: ClassVar[Mapping[str, Step]] = {}

    @expose(f"/{PK}/<string:name>", methods=("POST",))
    def step(self, pk: int, name: str) -> Any:
        """Take a step. `result` is null for a row that the step has put out of the caller's reach."""
        if current_actor() is None:
            return self.response_401()
        if name not in self.steps:
            abort(404)
        step = self.steps[name]
        if not self.may_take(step):
            return self.response_403()
        form = self.read(step.form(self.reach(pk)))
        self.run(lambda: step.call(self.reach(pk), actor=current_actor(), now=clock.now(), **form.facts()), form)
        row = self.datamodel.get(pk, self._base_filters)
        return self.response(200, id=pk, result=self.as_json(row, self.show_columns) if row is not None else None)

    def may_take(self, step: Step) -> bool:
        """Whether the caller holds the step's permission on its screen."""
        return may(step.needs, step.screen)

    def add_api_spec(self, api_spec: APISpec) -> None:
        """Each step under its own name, with the fields that it asks for."""
        super().add_api_spec(api_spec)
        base = f"/api/{self.version}/{self.resource_name}/{{pk}}"
        api_spec._paths.pop(f"{base}/{{name}}", None)
        for name, step in self.steps.items():
            operation = step_operation(step.form(None), step.label) | {"tags": [type(self).__name__]}
            api_spec.path(path=f"{base}/{name}", operations={"post": operation})

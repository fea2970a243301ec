"""`KesuApi`, the base of all REST resources: the screens' rules, in JSON.

    class CarrierApi(KesuApi):
        datamodel, resource_name, title = KesuInterface(Carrier), "carrier", _l("Carriers")
        list_columns = show_columns = ["id", "code", "name"]
        add_columns = edit_columns = ["code", "name"]
        search_columns, order_columns, base_order = ["code"], ["code"], ("code", "asc")

What comes in is read by the same form fields as on a screen, so that the same value gets the same answer; a relation is
given by its id. `?q=` takes FAB's Rison or JSON: page, page_size (at most 100), order_column, order_direction,
filters [{col, opr: eq ct sw gt lt, value}]. Who calls shows a bearer token, or a browser's session with its CSRF token
in `X-CSRFToken`. Errors: `{"error": {"code", "message", "fields"}}`. Resources with steps: app.web.steps_api.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

import prison
from apispec import APISpec
from flask import request
from flask_appbuilder.api import BaseApi, expose
from flask_appbuilder.api.manager import OpenApi
from flask_appbuilder.hooks import before_request
from flask_appbuilder.security.decorators import permission_name, protect
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.core.errors import BadRequest, NotFound
from app.core.i18n import N_
from app.db import unit_of_work
from app.extensions import csrf
from app.security import current_actor
from app.web import api_values
from app.web.columns import check_columns, field_parts, settle_columns
from app.web.conflicts import refusal
from app.web.converter import FormBuilder
from app.web.custom import CustomColumns
from app.web.editing import PK
from app.web.errors import as_json
from app.web.forms import KesuForm
from app.web.interface import KesuInterface
from app.web.listing import RequestFilters
from app.web.rows import RowWork
from app.web.titled import Titled

MOST_ROWS = 100
_LONGEST_QUERY = 4_000
Result = TypeVar("Result")


class ApiForm(KesuForm):
    """A form for JSON; the CSRF check is the API's own."""

    class Meta(KesuForm.Meta):
        """No token among the fields."""

        csrf: Any = False


class KesuApi(CustomColumns, Titled, RowWork, BaseApi):
    """List, read, add, change and remove rows of a table. See the module's text."""

    datamodel: KesuInterface
    list_columns: Any = None
    show_columns: Any = None
    add_columns: Any = None
    edit_columns: Any = None
    search_columns: Any = None
    order_columns: Any = None
    base_order: tuple[str, str] | None = None
    base_filters: Any = None
    label_columns: Any = None
    choices: ClassVar[Mapping[str, Any]] = {}
    removable: ClassVar[bool] = False
    page_size = 25
    allow_browser_login = True
    _filters = RequestFilters()
    _base_filters: Any

    def __init__(self) -> None:
        check_columns(self, labelled=False)
        settle_columns(self)
        builder = FormBuilder(self.datamodel, self.choices)
        self.add_form = builder.build(self.add_columns, **field_parts(self, "add"), base=ApiForm)
        self.edit_form = builder.build(self.edit_columns, **field_parts(self, "edit"), base=ApiForm)
        columns = {"get_list": "list", "get": "show", "post": "add", "put": "edit"}
        absent = {method for method, name in columns.items() if not getattr(self, f"{name}_columns")}
        self.exclude_route_methods = absent if self.removable else absent | {"delete"}
        super().__init__()

    @before_request  # type: ignore[arg-type]
    def _check_token(self) -> None:
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            csrf.protect()

    @expose("/", methods=("GET",))
    @protect()
    @permission_name("get")
    def get_list(self) -> Any:
        """Rows of a page.
        ---
        get:
          parameters: [{in: query, name: q, schema: {type: string}, description: "Rison or JSON"}]
          responses: {200: {description: "count, ids and result"}}
        """
        query = read_query()
        filters = self._filters
        filters.clear_filters()
        for column, operator, value in wanted_filters(query):
            known = {flt.arg_name: flt for flt in filters.get_search_filters().get(column, ())}
            if operator not in known:
                raise BadRequest(N_("Can't filter “%(column)s” by “%(operator)s”."), column=column, operator=operator)
            known[operator].read(value)
            filters.add_filter(column, type(known[operator]), value)
        column, direction = self._order(query)
        page, size = (
            api_values.bounded(query.get(name), *bounds)
            for name, *bounds in (("page", 0, 0, 100_000), ("page_size", self.page_size, 1, MOST_ROWS))
        )
        joined = filters.get_joined_filters(self._base_filters)
        count, rows = self.datamodel.query(joined, column, direction, page, size, self.list_columns)
        result = [self.as_json(row, self.list_columns) for row in rows]
        return self.response(200, count=count, ids=[row.id for row in rows], result=result)

    @expose(f"/{PK}", methods=("GET",))
    @protect()
    @permission_name("get")
    def get(self, pk: int) -> Any:
        """One row.
        ---
        get:
          parameters: [{in: path, name: pk, schema: {type: integer}}]
          responses: {200: {description: "id and result"}, 404: {description: "none within reach"}}
        """
        return self.response(200, id=pk, result=self.as_json(self.reach(pk), self.show_columns))

    @expose("/", methods=("POST",))
    @protect()
    @permission_name("post")
    def post(self) -> Any:
        """Add a row.
        ---
        post:
          requestBody:
            content: {application/json: {schema: {$ref: "#/components/schemas/{{self.__class__.__name__}}.post"}}}
          responses: {201: {description: "id and result"}, 422: {description: "what is wrong, by field"}}
        """
        form = self.read(self.add_form)
        row = self.run(lambda: self.make(form.facts()), form)
        return self.response(201, id=row.id, result=self.as_json(row, self.show_columns or self.list_columns))

    @expose(f"/{PK}", methods=("PUT",))
    @protect()
    @permission_name("put")
    def put(self, pk: int) -> Any:
        """Change some fields of a row.
        ---
        put:
          parameters: [{in: path, name: pk, schema: {type: integer}}]
          requestBody:
            content: {application/json: {schema: {$ref: "#/components/schemas/{{self.__class__.__name__}}.put"}}}
          responses: {200: {description: "id and result"}, 422: {description: "what is wrong, by field"}}
        """
        self.reach(pk)
        form = self.read(self.edit_form, partial=True)
        row = self.run(lambda: self._change_locked(pk, form), form)
        return self.response(200, id=pk, result=self.as_json(row, self.show_columns or self.list_columns))

    @expose(f"/{PK}", methods=("DELETE",))
    @protect()
    @permission_name("delete")
    def delete(self, pk: int) -> Any:
        """Remove a row.
        ---
        delete:
          parameters: [{in: path, name: pk, schema: {type: integer}}]
          responses: {200: {description: "done"}, 409: {description: "others belong to it"}}
        """
        self.reach(pk)
        self.run(lambda: self.remove(self.lock(pk)))
        return self.response(200, message="OK")

    def reach(self, pk: int) -> Any:
        """The row. Raises NotFound where there is none within scope and base filters."""
        return found(self.datamodel.get(pk, self._base_filters))

    def lock(self, pk: int) -> Any:
        """The row, held until the unit of work ends. Raises NotFound."""
        return found(self.datamodel.lock(pk, self._base_filters))

    def read(self, form_class: type[KesuForm], *, partial: bool = False) -> KesuForm:
        """The JSON body through a form; `partial`: only the fields given. Raises BadRequest, Invalid."""
        return api_values.read_body(request, form_class, partial=partial)

    def run(self, work: Callable[[], Result], form: KesuForm | None = None) -> Result:
        """`work` in a unit of work; what the database refuses becomes a UserError."""
        try:
            with unit_of_work():
                return work()
        except IntegrityError as error:
            raise refusal(error, frozenset(form._fields if form else ())) from error

    def as_json(self, row: Any, columns: Any) -> dict[str, Any]:
        """A row's columns as JSON; override to mask or to add."""
        return {column: api_values.as_json(self.datamodel._get_attr_value(row, column)) for column in columns}

    def response_401(self) -> Any:
        """Who calls is unknown."""
        return as_json(401)

    def response_403(self) -> Any:
        """The permission is missing."""
        return as_json(403)

    def add_apispec_components(self, api_spec: APISpec) -> None:
        """The bodies of post and put for the OpenAPI document."""
        super().add_apispec_components(api_spec)
        for method, columns in (("post", self.add_columns), ("put", self.edit_columns)):
            properties = {column: {"type": api_values.json_type(self.datamodel, column)} for column in columns}
            api_spec.components.schema(f"{type(self).__name__}.{method}", {"type": "object", "properties": properties})

    def _change_locked(self, pk: int, form: KesuForm) -> Any:
        row = self.lock(pk)
        self.alter(row, form.facts())
        return row

    def _order(self, query: Mapping[str, Any]) -> tuple[str, str]:
        column = query.get("order_column")
        if not column:
            return self.base_order or ("", "asc")
        if column not in self.order_columns:
            raise BadRequest(N_("Can't order by “%(column)s”."), column=str(column)[:40])
        return column, "desc" if query.get("order_direction") == "desc" else "asc"


def found(row: Any) -> Any:
    """The row itself. Raises NotFound for None."""
    if row is None:
        raise NotFound(N_("There is no such record, or it is not yours to see."))
    return row


def read_query() -> dict[str, Any]:
    """The `q` argument, Rison or JSON. Raises BadRequest."""
    text = request.args.get("q", "")
    if not text:
        return {}
    try:
        if len(text) > _LONGEST_QUERY:
            raise ValueError("too long")
        query = json.loads(text) if text.startswith("{") else prison.loads(text)
    except (ValueError, RecursionError, prison.decoder.ParserException):
        query = None
    if not isinstance(query, dict):
        raise BadRequest(N_("The argument q is neither Rison nor JSON."))
    return query


def wanted_filters(query: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(column, operator, value) triples. Raises BadRequest."""
    filters = query.get("filters", [])
    whole = isinstance(filters, list) and all(isinstance(part, dict) for part in filters)
    if not whole or not all({"col", "opr", "value"} <= part.keys() for part in filters):
        raise BadRequest(N_("Each filter needs col, opr and value."))
    return [(str(part["col"]), str(part["opr"]), api_values.as_text(part["value"])) for part in filters]


class KesuOpenApi(Titled, OpenApi):
    """The description of the API, for everybody who is logged in; FAB offers it only beside its own Swagger page."""

    title = _l("Description of the API")

    @expose("/<version>/_openapi")
    def get(self, version: str) -> Any:
        """The OpenAPI document of a version."""
        return OpenApi.get.__wrapped__(self, version) if current_actor() else as_json(401)

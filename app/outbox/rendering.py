"""Texts with variables, as administrators write them: a small, bounded part of Jinja in its sandbox.

The sandbox alone stops access to Python, not a template that takes all memory or time (`'x' * 10**9`, nested loops).
So what a template may contain is listed here: values, conditions, one level of loops over a given list, harmless
filters. No arithmetic, no calls, no assignments; with them the cost is bounded by the lengths of template and context.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import force_locale, gettext
from jinja2 import StrictUndefined, TemplateRuntimeError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.core.clock import local
from app.core.i18n import N_, Text, show

SUBJECT_LENGTH = 200
BODY_LENGTH = 10_000
SMS_LENGTH = 500
_OUTPUT_LENGTH = 20_000
_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.If,
    nodes.For,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
)
_FILTERS = {"default", "first", "join", "last", "length", "lower", "trim", "upper"}
_TESTS = {"defined", "none"}

# Mail is plain text: escaping would show customers `&amp;`.
_environment = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
)
_environment.globals.clear()


class TemplateFault(Exception):
    """The template can't be used; `text` says why, with the line."""

    def __init__(self, msgid: str, **params: Any):
        self.text = Text(msgid, params)
        super().__init__(str(self.text))


def render(source: str, context: Mapping[str, Any]) -> str:
    """The source filled in. `context` as `readable` gives it. Raises TemplateFault."""
    tree = _parsed(source)
    parts: list[str] = []
    try:
        for part in _environment.from_string(tree).generate(dict(context)):
            parts.append(part)
            if sum(map(len, parts)) > _OUTPUT_LENGTH:
                raise TemplateFault(N_("Filled in, the text is longer than %(limit)s characters"), limit=_OUTPUT_LENGTH)
    except UndefinedError as error:
        raise TemplateFault(N_("A variable is missing: %(detail)s"), detail=error.message or "") from error
    except (SyntaxError, RecursionError) as error:
        raise TemplateFault(N_("The text is nested too deeply")) from error
    except (TemplateRuntimeError, TypeError, ValueError) as error:
        raise TemplateFault(N_("The text can't be filled in: %(detail)s"), detail=str(error)) from error
    return "".join(parts).replace("\0", "").strip()


def check(source: str, sample: Mapping[str, Any], limit: int) -> None:
    """Whether a template can be saved, in every branch. `sample` names the variables. Raises TemplateFault."""
    if not source.strip():
        raise TemplateFault(N_("This field is required."))
    if len(source) > limit:
        raise TemplateFault(N_("At most %(limit)s characters"), limit=limit)
    tree = _parsed(source)
    unknown = find_undeclared_variables(tree) - set(sample)
    for name in tree.find_all(nodes.Name):
        if name.name in unknown:
            raise TemplateFault(
                N_("Line %(line)s: there is no variable “%(name)s”; there are: %(known)s"),
                line=name.lineno,
                name=name.name,
                known=", ".join(sorted(sample)),
            )
    render(source, sample)


def readable(context: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The context as people of that language read it: instants in Shanghai time, marked texts translated."""
    with force_locale(language):
        return {name: _readable(value) for name, value in context.items()}


def _readable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _readable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(item) for item in value]
    return value if isinstance(value, bool | int | float) else _words(value)


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case Text():
            return show(value, gettext)
        case datetime():
            return local(value).strftime("%Y-%m-%d %H:%M")
        case _:
            return str(value)


def _parsed(source: str) -> nodes.Template:
    try:
        tree = _environment.parse(source)
        found = _all_nodes(tree)
    except TemplateSyntaxError as error:
        params = {"line": error.lineno, "detail": error.message or ""}
        raise TemplateFault(N_("Line %(line)s: not understood: %(detail)s"), **params) from error
    except RecursionError as error:
        raise TemplateFault(N_("The text is nested too deeply")) from error
    for node in found:
        if not _allowed(node):
            what = getattr(node, "name", None) or type(node).__name__.lower()
            raise TemplateFault(N_("Line %(line)s: “%(what)s” can't be used in a message"), line=node.lineno, what=what)
    return tree


def _allowed(node: nodes.Node) -> bool:
    match node:
        case nodes.Filter():
            return node.name in _FILTERS
        case nodes.Test():
            return node.name in _TESTS
        case nodes.For():
            plain = isinstance(node.iter, nodes.Name | nodes.Getattr) and isinstance(node.target, nodes.Name)
            return plain and not node.recursive and not any(node.find_all(nodes.For))
        case nodes.Getattr():
            return not node.attr.startswith("_")
        case _:
            return isinstance(node, _NODES)


def _all_nodes(node: nodes.Node) -> list[nodes.Node]:
    return [node, *(below for child in node.iter_child_nodes() for below in _all_nodes(child))]

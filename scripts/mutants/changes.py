"""Mutants of a module: its syntax tree with one change each.

What is changed: a comparison, `and`/`or`, an operator, a condition, a number, a flag, `min`/`max`, `any`/`all`, a value
that isn't returned, a statement that isn't done (a call, a `raise`, a `yield`, `break`, `continue`). Left alone: texts,
type annotations but for the limits in them, decorators, assertions, `zip`'s `strict`.
"""

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Change = Callable[[Any], None]

_OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_SWAPS: dict[type[ast.AST], type[ast.AST]] = _OPPOSITES | {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SHOWN = 90
"""Letters of a statement that are quoted."""


@dataclass(frozen=True)
class Place:
    """Where something can be changed: the node's number in the tree, the function around it, the statement's lines."""

    number: int
    function: str
    """Its qualified name; empty for what is done on import."""
    outermost: str
    """The function that holds all of it: what a mutant's code is exchanged in."""
    body: range
    lines: range
    statement: str
    """Its first words."""


@dataclass(frozen=True)
class Mutant:
    """One change in one module. `key` says it in words that outlive other changes of the file."""

    module: str
    key: str
    place: Place
    which: int
    """The change's number among those of its place."""

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.module}:{self.place.lines.start}: {self.key}"


def mutants(module: str, path: Path) -> list[Mutant]:
    """All of a file's."""
    tree, seen = ast.parse(path.read_text(encoding="utf-8")), Counter[str]()
    found = []
    nodes = _nodes(tree)
    for place in _places(tree, nodes):
        static = not place.function
        node = nodes[place.number]
        where = f" in {place.statement}" if isinstance(node, ast.Constant) else ""
        for which, (words, _) in enumerate(_changes(node, static=static)):
            key = f"{place.function or 'on import'}: {words}{where}"
            seen[key] += 1
            found.append(Mutant(module, key + (f" #{seen[key]}" if seen[key] > 1 else ""), place, which))
    return found


def changed(path: Path, mutant: Mutant) -> ast.Module:
    """The file's tree with the change in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = _nodes(tree)[mutant.place.number]
    changes = list(_changes(copy.copy(node), static=not mutant.place.function))
    changes[mutant.which][1](node)
    return ast.fix_missing_locations(tree)


def _nodes(tree: ast.AST) -> list[ast.AST]:
    return list(ast.walk(tree))


def _places(tree: ast.Module, nodes: list[ast.AST]) -> Iterator[Place]:
    numbers = {id(node): number for number, node in enumerate(nodes)}

    def visit(
        node: ast.AST, names: tuple[str, ...], holder: ast.FunctionDef | None, outermost: str, stmt: ast.stmt | None
    ) -> Iterator[Place]:
        stmt = node if isinstance(node, ast.stmt) else stmt
        if stmt and not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            function = "" if holder is None else _function_name(names)
            body = range(0) if holder is None else range(holder.body[0].lineno, (holder.end_lineno or 0) + 1)
            yield Place(numbers[id(node)], function, outermost, body, _lines(stmt), _first_words(stmt))
        for child, inside in _children(node, in_function=holder is not None):
            inner, at = holder, outermost
            if inside and isinstance(node, ast.FunctionDef):
                inner, at = node, outermost or _function_name((*names, node.name))
            named = (*names, _scope(node)) if inside and _scope(node) else names
            yield from visit(child, named, inner, at, stmt)

    yield from visit(tree, (), None, "", None)


def _scope(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef):
        return f"{node.name}()"
    return node.name if isinstance(node, ast.ClassDef) else ""


def _function_name(names: tuple[str, ...]) -> str:
    """As Python's own qualified names have it: `Clock.wait`, `charged.<locals>.past`."""
    *outer, last = names
    return "".join(f"{each[:-2]}.<locals>." if each.endswith("()") else f"{each}." for each in outer) + last.rstrip(
        "()"
    )


def _children(node: ast.AST, *, in_function: bool) -> Iterator[tuple[ast.AST, bool]]:
    """What is looked into below a node, and whether it is in the function's or class's own body."""
    match node:
        case ast.FunctionDef(args=arguments):
            yield from ((each, False) for each in (*arguments.defaults, *arguments.kw_defaults) if each)
            yield from ((each, True) for each in node.body)
        case ast.ClassDef():
            yield from ((each, True) for each in node.body)
        case ast.AnnAssign():
            if not in_function:
                yield from ((each, False) for each in _outermost_calls(node.annotation))
            if node.value:
                yield node.value, False
        case ast.Assert() | ast.Import() | ast.ImportFrom():
            pass
        case ast.keyword(arg="strict"):
            pass
        case _:
            yield from ((each, False) for each in ast.iter_child_nodes(node))


def _outermost_calls(annotation: ast.AST) -> Iterator[ast.Call]:
    if isinstance(annotation, ast.Call):
        yield annotation
        return
    for each in ast.iter_child_nodes(annotation):
        yield from _outermost_calls(each)


def _lines(node: ast.stmt) -> range:
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if not body:
        return range(node.lineno, (node.end_lineno or node.lineno) + 1)
    first = body[0].pattern.lineno if isinstance(body[0], ast.match_case) else body[0].lineno
    return range(node.lineno, max(node.lineno + 1, first))


def _changes(node: ast.AST, *, static: bool) -> Iterator[tuple[str, Change]]:
    yield from _operators(node, static=static)
    yield from _values(node)
    yield from _conditions(node)
    if not static:
        yield from _statements(node)


def _operators(node: ast.AST, *, static: bool) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare(ops=ops):
            for number, op in enumerate(ops):
                yield _words(op, node), lambda place, number=number, op=op: place.ops.__setitem__(number, _swap(op))
        case ast.BinOp(op=ast.BitOr() | ast.BitAnd()) if static:
            pass  # a union of types
        case ast.BoolOp(op=op) | ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _SWAPS:
            yield _words(op, node), lambda place: setattr(place, "op", _swap(op))
        case ast.UnaryOp(op=ast.Not()):
            yield f"without not: {_text(node)}", lambda place: _become(place, _truth(place.operand))
        case ast.UnaryOp(op=ast.USub()):
            yield f"without -: {_text(node)}", lambda place: setattr(place, "op", ast.UAdd())
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            yield f"{name} → {_CALLS[name]}: {_text(node)}", lambda place: setattr(place.func, "id", _CALLS[name])


def _values(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Constant(value=bool() as flag):
            yield f"{flag} → {not flag}", lambda place: setattr(place, "value", not flag)
        case ast.Constant(value=int() as value):
            yield f"{value} → {value + 1}", lambda place: setattr(place, "value", value + 1)


def _conditions(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) if not _has_an_opposite(test):
            yield f"if not {_text(test)}", lambda place: setattr(place, "test", ast.UnaryOp(ast.Not(), place.test))
        case ast.comprehension(ifs=ifs):
            for number, test in enumerate(ifs):
                if not _has_an_opposite(test):
                    yield f"each if not {_text(test)}", lambda place, number=number: _negate(place.ifs, number)


def _statements(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield f"return None for {_text(value)}", lambda place: setattr(place, "value", ast.Constant(None))
        case ast.Continue() | ast.Break() | ast.Raise() | ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield f"left out: {_text(node)}", lambda place: _become(place, ast.Pass())


def _has_an_opposite(test: ast.expr) -> bool:
    """Whether another mutant is its negation already."""
    if isinstance(test, ast.Compare):
        return len(test.ops) == 1 and type(test.ops[0]) in _OPPOSITES
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _words(op: ast.AST, node: ast.AST) -> str:
    return f"{type(op).__name__} → {_SWAPS[type(op)].__name__}: {_text(node)}"


def _first_words(stmt: ast.stmt) -> str:
    first = ast.unparse(stmt).partition("\n")[0]
    return first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _swap(op: ast.AST) -> ast.AST:
    return _SWAPS[type(op)]()


def _negate(tests: list[ast.expr], number: int) -> None:
    tests[number] = ast.UnaryOp(ast.Not(), tests[number])


def _truth(operand: ast.expr) -> ast.expr:
    return ast.Call(ast.Name("bool", ast.Load()), [operand], [])


def _become(place: ast.AST, other: ast.AST) -> None:
    """The same node as another kind; its position in the file stays."""
    place.__class__ = type(other)
    for name in other._fields:
        setattr(place, name, getattr(other, name))

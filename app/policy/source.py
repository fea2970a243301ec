"""YAML read into plain data that still knows its line numbers.

Only what a pack needs: texts, whole numbers, decimals, true, false and null. Plain YAML 1.1 would read 13:30 as 810,
010 as 8 and `no` as false; anchors are refused because an alias can blow a short file up without bound.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from app.core.i18n import N_, Text

Path = tuple[str | int, ...]
LONGEST = 300_000


@dataclass(frozen=True)
class Fault:
    """Something wrong in a pack: its line (from 1), the path to it and the reason in plain words."""

    line: int
    path: str
    reason: Text
    at: Path = field(default=(), compare=False)
    """The whole path, with what the file doesn't have."""

    def __str__(self) -> str:
        return f"{self.line}: {self.path}: {self.reason}" if self.path else f"{self.line}: {self.reason}"


@dataclass(frozen=True)
class Source:
    """Plain data, the node it was made from, and what was wrong with the file itself."""

    data: Any
    faults: tuple[Fault, ...]
    root: yaml.Node | None = None

    def fault(self, path: Sequence[str | int], reason: Text) -> Fault:
        """A fault at a path; steps that the file doesn't have are left out of it."""
        node, known = self.root, []
        line = node.start_mark.line + 1 if node else 1
        for step in path:
            if (child := _child(node, step)) is not None:
                known.append(str(step))
                line, node = child
        return Fault(line, ".".join(known), reason, tuple(path))


_NO_ALIAS = N_("anchors and aliases aren't allowed; write it out")


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem=_NO_ALIAS, problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(0|[1-9][0-9]{0,17})", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,9}", "-0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


LOADER = _Loader
"""Knows which plain words are numbers, yes or no, or nothing."""

_BETWEEN = re.compile(r"^---[ \t]*\r?\n", re.M)


def documents(text: str) -> list[str]:
    """The YAML documents in a text: the pack, and those pinned behind it. One at least."""
    first, *others = _BETWEEN.split(text)
    is_empty = all(line.strip() == "" or line.startswith("#") for line in first.splitlines())
    return [f"{first}---\n{others[0]}", *others[1:]] if others and is_empty else [first, *others]


def read(text: str) -> Source:
    """The file as data, the first of its documents. A file that can't be read at all has data None and one fault."""
    if len(text) > LONGEST:
        return Source(None, (Fault(1, "", Text(N_("the file is too long"))),))
    try:
        root = _Loader(documents(text)[0]).get_single_node()
    except yaml.MarkedYAMLError as error:
        return _unreadable(str(error.problem), error.problem_mark)
    except yaml.YAMLError as error:
        return _unreadable(str(error))
    except RecursionError:
        return Source(None, (Fault(1, "", Text(N_("nested too deeply"))),))
    faults = tuple(_repeated_keys(root, ())) if root else ()
    return Source(_plain(root), faults, root)


def _unreadable(problem: str, mark: yaml.Mark | None = None) -> Source:
    reason = Text(N_("not readable as YAML: %(problem)s"), {"problem": Text(problem)})
    return Source(None, (Fault(mark.line + 1 if mark else 1, "", reason),))


def _plain(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {_key(key): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if node is None:
        return None
    return _SCALARS.get(node.tag.rpartition(":")[2], str)(node.value)


_SCALARS: dict[str, Callable[[str], Any]] = {
    "int": int,
    "float": Decimal,
    "bool": lambda text: text == "true",
    "null": lambda text: None,
}


def _key(node: yaml.Node) -> str:
    return str(node.value)


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    """The line and node of a key or list entry."""
    if isinstance(node, yaml.MappingNode):
        found = [(key.start_mark.line + 1, value) for key, value in node.value if _key(key) == step]
        return found[-1] if found else None
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def _repeated_keys(node: yaml.Node, path: Path) -> Iterator[Fault]:
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _repeated_keys(item, (*path, number))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for node_of_key, value in node.value:
            key, line = _key(node_of_key), node_of_key.start_mark.line + 1
            if key in seen:
                reason = Text(N_("the key “%(key)s” is here twice"), {"key": key})
                yield Fault(line, ".".join(map(str, (*path, key))), reason)
            seen.add(key)
            yield from _repeated_keys(value, (*path, key))

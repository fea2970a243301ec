"""Plain data written as YAML that `source.read` gives back exactly. Comments are no data, so they are not in it."""

from decimal import Decimal
from typing import Any

import yaml

from app.policy.source import LOADER

_WIDTH = 110


class _Dumper(yaml.SafeDumper):
    # What the reader takes for a number, a yes or nothing decides which texts want quotation marks.
    yaml_implicit_resolvers = LOADER.yaml_implicit_resolvers

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


_Dumper.add_representer(
    Decimal, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")
)


def write(data: Any) -> str:
    """The data as text, keys in their order."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)

"""A pack for the tests of penalties: SMALL with a clock, a way up and whatever rule is asked for."""

from typing import Any

import yaml

from app.policy.load import Fault, check, load
from app.policy.pack import Pack
from tests.policy.build import SMALL

RULE = {"code": "late", "label": {"zh": "迟到"}, "clause": "1", "on": "breach", "clock": "any", "amount": 100,
        "payee": "department_head"}  # fmt: skip
LADDER = {"code": "up", "label": {"zh": "升级"}, "clause": "1", "steps": [{"to": ["superior"], "clause": "1"}]}


MISCONDUCT = [{"code": code, "label": {"zh": code}, "clause": "1"} for code in ("rude", "absent")]


class _Plain(yaml.SafeDumper):
    """Writes out what stands twice; packs know no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def text_with(*rules: dict[str, Any], **rest: Any) -> str:
    """SMALL with these penalty rules; each is RULE with other keys, None for a key that is left out."""
    whole = [{key: value for key, value in (RULE | rule).items() if value is not None} for rule in rules]
    return SMALL + yaml.dump(
        {"penalties": whole, "ladders": [LADDER], "misconduct": MISCONDUCT} | rest, Dumper=_Plain, allow_unicode=True
    )


def pack_with(*rules: dict[str, Any], **rest: Any) -> Pack:
    return load(text_with(*rules, **rest))


def faults_of(*rules: dict[str, Any], **rest: Any) -> list[Fault]:
    return check(text_with(*rules, **rest))

"""The schema of a policy pack for editors and other programs: docs/policy-pack.schema.json, made from the models.

It says what a pack may hold; what one part says of another (clauses that exist, amounts that are missing) only
`policy check` can tell.
"""

import json
from pathlib import Path
from typing import Any

from app.policy.conditions import FIELDS
from app.policy.own_fields import OWN_FIELD
from app.policy.pack import Pack

FILE = Path(__file__).resolve().parents[2] / "docs" / "policy-pack.schema.json"
_OWN = {"type": "string", "pattern": f"^{OWN_FIELD.pattern}$"}
_ALWAYS = ("id", "title", "version", "source", "clauses")


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    found = Pack.model_json_schema()
    found["required"] = [name for name in found["required"] if name in _ALWAYS]  # the rest may be taken over
    for part in found["$defs"].values():
        _short_amount(part.get("properties", {}))
        _one_payee(part)
    found["$defs"]["Row"]["properties"]["field"] = {
        "description": "A fact that conditions may ask for, a switch of the pack, or a field of the company's own.",
        "anyOf": [{"enum": list(FIELDS)}, {"type": "string", "pattern": "^switch\\."}, _OWN],
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "policy-pack.schema.json"}
    return head | {"title": "Kesu policy pack"} | {key: value for key, value in found.items() if key != "title"}


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _short_amount(properties: dict[str, Any]) -> None:
    """`amount: 5` is one amount under the rule's own clause."""
    amount = properties.get("amount", {})
    if amount.get("type") == "array":
        several = {key: amount.pop(key) for key in ("type", "items")}
        amount["anyOf"] = [{"type": "integer", "minimum": 1}, several]


def _one_payee(part: dict[str, Any]) -> None:
    """`payee: department_head` is one who pays all of it."""
    properties = part.get("properties", {})
    if "payees" not in properties:
        return
    properties["payee"] = {"type": "string"}
    part["required"] = [name for name in part["required"] if name != "payees"]
    part["anyOf"] = [{"required": ["payee"]}, {"required": ["payees"]}]


if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")

"""The published schema is that of the models, and takes every pack that comes with the product."""

import json
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from app.cli import main
from app.policy.load import PACKS
from app.policy.published import FILE, schema, schema_text
from app.policy.source import read

VALIDATOR = Draft202012Validator(schema())


def plain(data: Any) -> Any:
    return json.loads(
        json.dumps(data, default=lambda value: float(value) if isinstance(value, Decimal) else str(value))
    )


def faults(data: Any) -> list[str]:
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in VALIDATOR.iter_errors(plain(data))]


def test_the_file_is_what_the_models_say() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), "stale: run python -m app.policy.published"


def test_the_command_prints_it() -> None:
    assert CliRunner().invoke(main, ["policy", "schema"]).output == schema_text()


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_it_takes_every_shipped_pack(path: Any) -> None:
    assert faults(read(path.read_text(encoding="utf-8")).data) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda data: data["clocks"][0].update(unit="moons"), "'moons' is not one of"),
        (lambda data: data["clocks"][0].pop("clause"), "'clause' is a required property"),
        (lambda data: data.update(fines=[]), "'fines' was unexpected"),
        (lambda data: data["clocks"][1]["when"]["all"][0].update(field="weather"), "weather"),
        (lambda data: data.pop("version"), "'version' is a required property"),
    ],
)
def test_it_refuses_what_a_pack_cannot_hold(change: Any, fault: str) -> None:
    data = read((PACKS / "xinbang.yaml").read_text(encoding="utf-8")).data
    change(data)
    assert fault in "\n".join(faults(data))

"""Reading a pack: every fault at once, with its line and a reason that its author understands."""

from functools import cache
from typing import Any

from pydantic import ValidationError

from app.core.i18n import N_, Text
from app.policy.checks import coverage, references
from app.policy.conditions import Wrong
from app.policy.extending import PACKS, extending_faults, merged
from app.policy.overlay import overlay_faults
from app.policy.own_faults import own_faults
from app.policy.pack import Pack
from app.policy.parts import Label
from app.policy.source import Fault, read

DEFAULT_PACK = "xinbang"
"""What a new company starts with."""


class PackFaults(ValueError):
    """A pack that can't be used; `faults` says why."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def load(text: str) -> Pack:
    """The pack in a YAML text. Raises PackFaults with all of them."""
    pack, faults = _examine(text)
    if pack is None or faults:
        raise PackFaults(faults)
    return pack


def check(text: str) -> list[Fault]:
    """Every fault of the text, in order of line; none when it can be used.

    Beside what `load` refuses, rules that ask for what a new rule shouldn't: a published pack may come to do so when an
    administrator retires a field of the company's own, and its complaints go on all the same.
    """
    found = _examine(text)[1]
    source = read(text)
    data = merged(source.data, text) if source.root is not None else None
    own = {source.fault(path, reason) for path, reason in own_faults(data)}
    return sorted({*found, *own}, key=lambda fault: (fault.line, fault.path, str(fault.reason)))


def shipped(name: str) -> Pack:
    """A pack that comes with the product, by the name of its file. Raises FileNotFoundError, PackFaults."""
    return load((PACKS / f"{name}.yaml").read_text(encoding="utf-8"))


def templates() -> dict[str, Pack]:
    """Every pack that comes with the product (随产品提供的制度范本) by the name of its file, the default one first.

    Raises PackFaults.
    """
    return {name: shipped(name) for name in template_titles()}


@cache
def template_titles() -> dict[str, Text]:
    """What they are called, in the same order. Only the head of each file is read: a list of them must come at once."""
    names = sorted((path.stem for path in PACKS.glob("*.yaml")), key=lambda name: (name != DEFAULT_PACK, name))
    heads = {name: (PACKS / f"{name}.yaml").read_text(encoding="utf-8").partition("\nclauses:")[0] for name in names}
    return {name: Label.model_validate(read(head).data["title"]).text() for name, head in heads.items()}


def _examine(text: str) -> tuple[Pack | None, list[Fault]]:
    source = read(text)
    if source.root is None:
        return None, list(source.faults) or [Fault(1, "", Text(N_("the file is empty")))]
    faults = list(source.faults)
    pack, data = None, merged(source.data, text)
    try:
        pack = Pack.model_validate(data)
    except ValidationError as error:
        faults += [source.fault(each["loc"], reason_of(each)) for each in error.errors()]
    found = [
        *extending_faults(source.data, text),
        *overlay_faults(data),
        *references(data),
        *(coverage(pack) if pack else ()),
    ]
    faults += [source.fault(path, reason) for path, reason in found]
    return pack, sorted(set(faults), key=lambda fault: (fault.line, fault.path, str(fault.reason)))


def reason_of(error: Any) -> Text:
    """What pydantic found, in the words of a pack's author."""
    kind, context, key = error["type"], error.get("ctx", {}), str(error["loc"][-1]) if error["loc"] else ""
    if kind == "value_error" and isinstance(context.get("error"), Wrong):
        return context["error"].text
    if kind == "missing" and (key == "clause" or key.endswith("_clause")):
        return Text(N_("a rule without a clause (“%(key)s”): name the one it comes from, or “brief”"), {"key": key})
    msgid = _REASONS.get(kind)
    if msgid is None:
        return Text("%(message)s", {"message": error["msg"]})
    return Text(msgid, {"key": key, "value": _short(error["input"]), **context})


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


_REASONS: dict[str, str] = {
    "missing": N_("“%(key)s” is missing"),
    "extra_forbidden": N_("“%(key)s” is not known here"),
    "literal_error": N_("“%(value)s” is not possible here; possible are %(expected)s"),
    "union_tag_invalid": N_("a condition is a row of field, operator and value, or a list under “all” or “any”"),
    "int_type": N_("a whole number is expected, not “%(value)s”"),
    "greater_than_equal": N_("“%(value)s” is too small; the least is %(ge)s"),
    "bool_type": N_("true or false is expected, not “%(value)s”"),
    "string_type": N_("a text is expected, not “%(value)s”; put it in quotation marks"),
    "string_too_short": N_("it must not be empty"),
    "string_pattern_mismatch": N_("“%(value)s” is not a code: small letters, digits and underscores, a letter first"),
    "tuple_type": N_("a list is expected"),
    "too_short": N_("the list must not be empty"),
    "model_type": N_("keys and values are expected, not “%(value)s”"),
    "model_attributes_type": N_("keys and values are expected, not “%(value)s”"),
    "mapping_type": N_("keys and values are expected, not “%(value)s”"),
}

"""Rules of a pack by what people call them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from app.core.errors import NotFound
from app.core.i18n import N_
from app.policy.cases.book import Case
from app.policy.cases.words import word_for
from app.policy.load import shipped
from app.policy.pack import Pack
from app.policy.parts import Rule
from app.policy.severity import UNGRADED

FIRST_TREE = "xinbang"
R = TypeVar("R", bound=Rule)


def called(rules: Iterable[R], name: str) -> R:
    """The rule of that code or Chinese label. Raises NotFound."""
    known = list(rules)
    found = next((rule for rule in known if name in (rule.code, rule.label.zh)), None)
    if found is None:
        labels = "、".join(rule.label.zh for rule in known)
        raise NotFound(N_("There is no “%(name)s” among %(known)s."), name=name, known=labels)
    return found


def named_in(rules: Iterable[Rule], names: Iterable[str]) -> bool:
    """Whether one of the rules is among the names."""
    known = {name for rule in rules for name in (rule.code, rule.label.zh)}
    return bool(known & set(names))


def switched(pack: Pack, case: Case) -> Pack:
    """The pack with the case's switches turned."""
    turned = {called(pack.switches, name).code: on for name, on in case.switches.items()}
    switches = tuple(each.model_copy(update={"on": turned.get(each.code, each.on)}) for each in pack.switches)
    return pack.model_copy(update={"switches": switches})


def channel_of(pack: Pack, facts: Any) -> Any:
    """The channel that the facts name; of two with the same label the one of the origin that they name."""
    origin, name = facts.get("origin"), str(facts.get("channel"))
    return called([each for each in pack.channels if origin in (None, each.origin)], name)


def category_of(pack: Pack, facts: Any) -> Any:
    """The category that the facts name: the pack's own, or where it has none one of the product's first tree."""
    tree = pack if pack.categories else shipped(FIRST_TREE)
    return called([category for category, _ in tree.walk_categories()], str(facts.get("category")))


def behaviours_of(pack: Pack, facts: Any) -> list[str]:
    """Codes of the behaviours that the facts name."""
    return [called(pack.behaviours, name).code for name in facts.get("behaviours", ())]


def grade_label(pack: Pack, severity: str) -> str:
    """What the pack calls the grade; the product's word for none."""
    return word_for("grades", severity) if severity == UNGRADED else pack.level(severity).label.zh

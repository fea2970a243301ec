"""Rules of a pack by what people call them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from app.core.errors import NotFound
from app.core.i18n import N_
from app.policy.cases.book import Case
from app.policy.pack import Pack
from app.policy.parts import Rule

R = TypeVar("R", bound=Rule)


def called(rules: Iterable[R], name: str) -> R:
    """The rule of that code or Chinese label. Raises NotFound."""
    known = list(rules)
    found = next((rule for rule in known if name in (rule.code, rule.label.zh)), None)
    if found is None:
        labels = "、".join(rule.label.zh for rule in known)
        raise NotFound(N_("There is no “%(name)s” among %(known)s."), name=name, known=labels)
    return found


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
    """The category that the facts name."""
    return called([category for category, _ in pack.walk_categories()], str(facts.get("category")))


def behaviours_of(pack: Pack, facts: Any) -> list[str]:
    """Codes of the behaviours that the facts name."""
    return [called(pack.behaviours, name).code for name in facts.get("behaviours", ())]

"""What to write into a form's fields: something fitting, or something wrong of each kind; and what may come of it."""

import json
from collections.abc import Iterator
from typing import Any

from tests.files.samples import png
from tests.people import PASSWORD, Browser
from tests.web.drawn import Drawn, DrawnForm

LONG = "长" * 100_000
TYPED = ("textfield", "textbox", "codefield", "phonefield", "moneyfield", "integerfield", "weekfield", "passwordfield")
TIMES = ("datefield", "datetimelocalfield")
REMOTE = ("callerfield", "remoteselectfield")
CHOICES = ("choicefield", "combofield", "reachfield", "multichoice", "permissionsfield", *REMOTE)
PASSWORDS = {"present": PASSWORD, "password": "three-little-parcels", "repeated": "three-little-parcels"}
SAMPLES = {
    "codefield": "sample",
    "phonefield": "13900139000",
    "moneyfield": "12.50",
    "integerfield": "3",
    "datefield": "2031-05-06",
    "datetimelocalfield": "2026-11-20T10:30",
    "weekfield": "\n".join(["09:00-18:00"] * 7),
    "textfield": "样例",
    "textbox": "样例",
}
NAMED = {
    "at": "2099-05-06T10:30",
    "effective_from": "2099-05-06T10:30",
    "planned_at": "2099-05-06T10:30",
    "email": "sample@example.com",
    "day_end": "24:00",
    "name_en": "Sample",
}
FILE = ("说明.txt", "丢失的是两瓶酒。".encode())
PICTURE = ("标识.png", png(30, 10))

BAD: dict[str, dict[tuple[str, ...], str]] = {
    "empty": {(*TYPED, *TIMES, *REMOTE, "choicefield", "combofield"): ""},
    "10⁵ characters": {(*TYPED, *TIMES, *CHOICES): LONG},
    "emoji": {(*TYPED, *TIMES, *CHOICES): "包裹😡👨‍👩‍👧坏了"},
    "NUL": {(*TYPED, *TIMES, *CHOICES): "包\0裹"},
    "full-width digits": {
        ("phonefield",): "１３９００１３９１２３",
        ("moneyfield",): "¥１，２３４．５０",
        ("integerfield",): "１２７",
        ("datefield",): "２０３１－０５－０７",
        ("datetimelocalfield",): "２０２６－１１－１９　０９：４７",
        ("codefield",): "ＡＢ１２",
        ("textfield", "textbox"): "第１２７号",
    },
    "a date in the wrong form": {TIMES: "22.11.2026", ("moneyfield", "integerfield", "phonefield"): "22.11.2026年"},
    "an impossible date": {TIMES: "2026-02-30T25:00"},
    "an unknown choice": {CHOICES: "999999"},
}
"""What is wrong → field classes → what is typed."""
NEVER_TAKEN = {"10⁵ characters", "NUL", "a date in the wrong form", "an impossible date", "an unknown choice"}


def typed_into(what: str, drawn: Drawn) -> Iterator[str]:
    """The bad value of this kind for a field, if there is one."""
    yield from (text for kinds, text in BAD[what].items() if drawn.kind in kinds)


def sample(form: DrawnForm, who: Browser, extra: dict[str, str]) -> dict[str, list[Any]]:
    """The form filled in as a browser sends it: what stands there stays, each empty box gets something fitting."""
    sent = form.filled_in()
    for drawn in form.fields:
        if drawn.kind != "hidden" and not any("".join(values) for values in drawn.values.values()):
            sent |= {name: [text] for name, text in _fitting(drawn, who, extra).items()}
    return sent


def _fitting(drawn: Drawn, who: Browser, extra: dict[str, str]) -> dict[str, str]:
    name = drawn.name
    if name in extra:
        shown = f"{name}-text"  # what stands in the box of a chosen row
        return {name: extra[name]} | ({shown: extra[shown]} if shown in extra else {})
    if drawn.kind == "passwordfield":
        return {name: PASSWORDS[name]}
    if drawn.kind in REMOTE:
        found = json.loads(who.get(drawn.suggestions).text)["results"]
        return {name: str(found[0]["id"]), f"{name}-text": found[0]["text"]} if found and drawn.required else {}
    if drawn.kind in ("choicefield", "combofield", "reachfield"):
        return {name: next((code for code in drawn.options if code), "")}
    text = NAMED.get(name) or SAMPLES.get(drawn.kind)
    return {name: text} if text else {}


def may_be_taken(what: str, drawn: Drawn) -> bool:
    """Whether a form may be accepted with this value in this field."""
    if what == "empty":
        return not drawn.required
    if what == "emoji":
        return drawn.kind in ("textfield", "textbox", "passwordfield") and drawn.name not in ("email", "day_end")
    if what == "full-width digits":
        return drawn.name != "email"
    return what not in NEVER_TAKEN


def understood(kind: str, text: str) -> str:
    """How a taken value reads in the database."""
    wanted = {"phonefield": "13900139123", "moneyfield": "1,234.50", "integerfield": "127", "codefield": "AB12"}
    times = {"datefield": "2031-05-07", "datetimelocalfield": "2026-11-19 01:47"}
    return (wanted | times).get(kind, text)

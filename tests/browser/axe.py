"""axe-core, which judges whether a page can be used by everybody: what it finds serious or critical.

Of a long table the first rows are looked at: the others are of the same make.
"""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

_RULES = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_GRAVE = ("serious", "critical")
_RUN = """only => axe.run(
        {include: [document], exclude: [["tbody tr:nth-child(n+4)"]]},
        {preload: false, resultTypes: ["violations"], ...(only ? {runOnly: {type: "rule", values: [only]}} : {})}
    ).then(found => found.violations.map(each => ({id: each.id, impact: each.impact, nodes: each.nodes.slice(0, 3).map(
        node => node.target.join(" ") + " · " + (node.any[0] ? node.any[0].message : node.failureSummary))})))"""


def grave(page: Page, only: str = "") -> list[str]:
    """What is serious or critical on the page as it stands; `only`: by this one rule."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(_RULES)
    found: list[dict[str, Any]] = page.evaluate(_RUN, only)
    return [f"{each['id']}: {node}" for each in found if each["impact"] in _GRAVE for node in each["nodes"]]


def grave_in_every_light(page: Page) -> list[str]:
    """Wide and narrow, light and dark. Colours alone change in the dark, so that one rule is enough there."""
    said = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rule in (("light", ""), ("dark", "color-contrast")):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            said += [f"{width} {scheme} {fault}" for fault in grave(page, rule)]
    return said

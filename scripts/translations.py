"""What there is to translate: `python -m scripts.translations` brings the Chinese catalogue up to date with app/.

A msgid counts where it is marked (see KEYWORDS); a word of FAB's own that we translate is marked with `N_` too.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CHINESE = ROOT / "translations" / "zh" / "LC_MESSAGES" / "messages.po"
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2), "N_": None, "Text": None}
METHODS = [("**.py", "python"), ("**/templates/**.*", "jinja2")]
OPTIONS = {"**/templates/**.*": {"silent": "false"}}  # a broken template is an error, not a gap


def extract() -> Catalog:
    """Every marked msgid in app/, with the places where it is used."""
    catalog = Catalog(project="Kesu", charset="utf-8")
    for path, line, msgid, comments, context in extract_from_dir(ROOT / "app", METHODS, OPTIONS, KEYWORDS):
        catalog.add(msgid, locations=[(f"app/{path}", line)], auto_comments=comments, context=context)
    return catalog


def read_chinese() -> Catalog:
    """The catalogue as it is kept; empty where there is none yet."""
    if not CHINESE.exists():
        return Catalog(locale="zh")
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh")


def update() -> Catalog:
    """The kept catalogue with what is new added untranslated, and what nothing uses any more dropped."""
    chinese = read_chinese()
    chinese.update(extract(), no_fuzzy_matching=True)
    CHINESE.parent.mkdir(parents=True, exist_ok=True)
    with CHINESE.open("wb") as file:
        write_po(file, chinese, width=120, sort_output=True, no_location=True, ignore_obsolete=True, omit_header=False)
    return chinese


if __name__ == "__main__":
    missing = [str(message.id) for message in update() if message.id and not message.string]
    print("\n".join([f"{len(missing)} to translate in {CHINESE.relative_to(ROOT)}", *missing]))

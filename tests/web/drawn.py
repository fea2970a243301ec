"""A page's form as a browser reads it: its fields, what stands in them, and what is said at each."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_TYPED = ("text", "hidden", "email", "date", "datetime-local", "password", "number")
_VOID = ("input", "br", "img", "meta", "link", "hr")


@dataclass
class Drawn:
    """One field: a labelled group of boxes, or a hidden box."""

    kind: str
    """Our field class in lower case, as `div.field` tells it; `hidden` outside of one."""
    name: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    """What a browser would send: name → values."""
    options: list[str] = field(default_factory=list)
    """Codes of a select, of radio buttons or of checkboxes."""
    types: set[str] = field(default_factory=set)
    message: str = ""
    required: bool = False
    marked: bool = False
    """Whether the box itself tells a screen reader that it is wrong, and where the reason stands."""
    suggestions: str = ""
    """Where a remote select looks for entries."""

    @property
    def secret(self) -> bool:
        """Whether no page may fill it in: passwords, and files, of which a browser tells nothing."""
        return bool(self.types & {"password", "file"})

    @property
    def text(self) -> str:
        """What stands in the box."""
        return "\n".join(self.values.get(self.name, [])).replace("\r\n", "\n")


class DrawnForm(HTMLParser):
    """The form of a page that is sent to the page's own address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[Drawn] = []
        self.alert = ""
        self._inside = self._alerting = False
        self._depth = self._ends = 0
        self._now: Drawn | None = None
        self._message = False
        self._select = self._area = ""
        self.feed(page)

    def __getitem__(self, name: str) -> Drawn:
        return next(each for each in self.fields if each.name == name)

    def __contains__(self, name: str) -> bool:
        return any(each.name == name for each in self.fields)

    def filled_in(self) -> dict[str, list[str]]:
        """Everything that a browser would send."""
        return {name: list(values) for each in self.fields for name, values in each.values.items() if values}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._depth += tag not in _VOID
        if tag == "form":
            self._inside = given.get("method") == "post" and "action" not in given
        if not self._inside:
            return
        classes = given.get("class", "").split()
        if tag == "div" and "field" in classes:
            self._now = Drawn(next(each[6:] for each in classes if each.startswith("field-")))
            self.fields.append(self._now)
            self._ends = self._depth
        self._alerting = self._alerting or given.get("role") == "alert"
        self._message = self._now is not None and tag == "p" and "error" in classes
        if self._now and "required" in classes:
            self._now.required = True
        if self._now and "data-remote-select" in given:
            self._now.suggestions = given["data-remote-select"]
        if tag in ("input", "select", "textarea") and given.get("name"):
            self._box(tag, given)
        if tag == "option" and self._now:
            self._now.options.append(given.get("value", ""))
            if "selected" in given:
                self._now.values[self._select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if self._now is not None and self._depth == self._ends and tag == "div":
            self._now = None
        self._depth -= tag not in _VOID
        if tag == "form":
            self._inside = False
        if tag in ("p", "div"):
            self._message = self._alerting = False
        if tag == "textarea" and self._now:
            # The new line that HTML wants right after the tag is not part of the text.
            self._now.values[self._area] = [self._now.values[self._area][0].replace("\r\n", "\n").removeprefix("\n")]
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._message and self._now:
            self._now.message += data.strip()
        if self._alerting:
            self.alert += data.strip()
        if self._area and self._now:
            self._now.values[self._area][0] += data

    def _box(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text") if tag == "input" else tag
        drawn = self._now
        if drawn is None:
            drawn = Drawn("hidden")
            self.fields.append(drawn)
        drawn.name = drawn.name or name
        drawn.types.add(kind)
        drawn.marked = drawn.marked or bool(given.get("aria-invalid") == "true" and given.get("aria-describedby"))
        if kind in ("checkbox", "radio"):
            drawn.options.append(given.get("value", "y"))
            values = drawn.values.setdefault(name, [])
            values += [given.get("value", "y")] if "checked" in given else []
        elif kind in _TYPED:
            drawn.values[name] = [given.get("value", "")]
        elif tag == "textarea":
            self._area, drawn.values[name] = name, [""]
        elif tag == "select":
            self._select = name

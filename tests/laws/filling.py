"""The forms of a page as a reader finds them, and how they are filled."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

TYPED = {"text", "search", "email", "url", "password", "tel", "number", "date", "time", ""}
PRESSED = {"submit", "button", "image", "reset"}
# Fields that the page fills for its reader, and that nobody types into.
OURS = {"csrfmiddlewaretoken", "nonce", "next"}


@dataclass
class Form:
    """One form: where it goes, what it holds, and into which fields one types (much, or files)."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    long: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        """Whether it is sent, and to this site."""
        return self.method in {"get", "post"} and "//" not in self.action

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two forms the same: the address but for its numbers, and the fields."""
        plain = "/".join("0" if part.isdecimal() else part for part in self.action.split("/"))
        return (self.method, plain, *sorted(self.values), *self.typed)


def forms_of(html: str, address: str) -> list[Form]:
    """Every form of the page at the address, with fields that name it by `form=`."""
    page = LexborHTMLParser(html)
    found = []
    for node in page.css("form"):
        attributes = node.attributes
        action = (attributes.get("action") or address).partition("#")[0]
        form = Form(action or address, (attributes.get("method") or "get").lower())
        fields = node.css("input, textarea, select, button")
        if attributes.get("id"):
            fields += page.css(f'[form="{attributes["id"]}"]')
        for one in fields:
            _add(form, one)
        found.append(form)
    return found


def _add(form: Form, node: LexborNode) -> None:
    attributes = node.attributes
    name = attributes.get("name") or ""
    if not name or "disabled" in attributes:
        return
    kind = (attributes.get("type") or "").lower()
    if node.tag == "textarea":
        # What follows the tag's own line break is the text.
        form.values[name] = node.text().removeprefix("\n")
        form.long.append(name)
    elif node.tag == "select":
        options = node.css("option[selected]") or node.css("option")
        form.values[name] = (options[0].attributes.get("value") or "") if options else ""
        return
    elif kind == "file":
        form.files.append(name)
        return
    elif kind in {"checkbox", "radio"} and "checked" not in attributes:
        return
    elif kind in PRESSED or node.tag == "button":
        form.values.setdefault(name, attributes.get("value") or "")
        return
    else:
        form.values[name] = attributes.get("value") or ""
    if name not in OURS and (node.tag == "textarea" or kind in TYPED):
        form.typed.append(name)

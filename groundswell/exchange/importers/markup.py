"""Words from elsewhere as Markdown: HTML is read, plain text is kept from looking like markup."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from groundswell.core.text.bounded import bounded

MOST_HTML = 2_000_000
MOST_TAGS = 12_000

_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|br|div|span|ul|ol|li|a|strong|em|b|i|u|h[1-6]|blockquote|table|pre)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_DROPPED = {"script", "style", "head", "title", "meta", "link", "template", "noscript", "svg"}
_DROPPED |= {"object", "iframe", "form", "button", "select", "textarea", "-comment"}
_PARAGRAPHS = {"p", "div", "section", "article", "header", "footer", "table", "ul", "ol", "pre"}
_PARAGRAPHS |= {"blockquote", "figure", "address", "dl", "center", "main", "aside", "hr"}
_LINES = {"br", "li", "tr", "dt", "dd"}
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "code": "`"}
_BEFORE = {"br": "\n", "li": "- ", "blockquote": "\ufdd0", "hr": "* * *", "td": " ", "th": " "}
_BEFORE |= {f"h{level}": "#" * level + " " for level in range(1, 7)}
_HEADING = re.compile(r"h[1-6]\Z")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MANY_NEWLINES = re.compile(r"\n{3,}")
_AT_LINE_START = re.compile(r"^(#{1,6}(?=\s)|={2,}\s*$|-{2,}\s*$|```|~~~)", re.MULTILINE)
_INDENT = re.compile(r"^[ \t\u00a0]+|[ \t]+$", re.MULTILINE)


def looks_like_html(text: str) -> bool:
    """Whether the text carries tags of paragraphs, lists, links or letters."""
    return bool(_LOOKS_LIKE_HTML.search(text))


def from_plain(text: str) -> str:
    """Plain text that reads the same once it is taken for Markdown: no headings, no code."""
    return without_marks(_INDENT.sub("", text)).strip("\n")


def without_marks(text: str) -> str:
    """Keeps lines from becoming headings or fences; what is indented stays so."""
    return _AT_LINE_START.sub(r"\\\1", text)


def from_any(text: str) -> str:
    """Text that may be either."""
    return from_html(text) if looks_like_html(text) else from_plain(text)


@dataclass
class _Out:
    """The Markdown so far, with what has been opened and must be closed."""

    parts: list[str] = field(default_factory=list)
    quotes: int = 0

    def write(self, text: str) -> None:
        self.parts.append(text)

    def line(self, count: int) -> None:
        """Ends the line; `count` newlines in all, whatever stands there already."""
        tail = "".join(self.parts[-4:])
        missing = count - (len(tail) - len(tail.rstrip("\n")))
        if self.parts and missing > 0:
            self.parts.append("\n" * missing)


def from_html(html: str) -> str:
    """HTML as Markdown. Walks without recursion: hostile mail nests deeper than Python calls."""
    root = LexborHTMLParser(bounded(html, length=MOST_HTML, tags=MOST_TAGS)).body
    out = _Out()
    stack: list[tuple[LexborNode, bool]] = [(root, False)] if root is not None else []
    while stack:
        node, leaving = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            out.write(_escaped(_SPACES.sub(" ", node.text_content or "")))
        elif leaving:
            _leave(node, tag, out)
        elif tag not in _DROPPED:
            _enter(node, tag, out)
            stack.append((node, True))
            stack += [(child, False) for child in reversed(_children(node))]
    return _tidy("".join(out.parts))


def _children(node: LexborNode) -> list[LexborNode]:
    found, child = [], node.child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _enter(node: LexborNode, tag: str, out: _Out) -> None:
    if tag in _PARAGRAPHS or _HEADING.match(tag):
        out.line(2)
    if tag in _LINES:
        out.line(1)
    if tag in _BEFORE:
        out.write(_BEFORE[tag])
    elif tag == "img":
        out.write(_escaped(node.attributes.get("alt") or ""))
    elif tag == "a" and _address(node):
        out.write("[")
    elif tag in _AROUND:
        out.write(_AROUND[tag])


def _leave(node: LexborNode, tag: str, out: _Out) -> None:
    if tag == "a" and _address(node):
        out.write(f"]({_address(node)})")
    elif tag in _AROUND:
        out.write(_AROUND[tag])
    elif tag == "blockquote":
        out.write("\ufdd1")
    if tag in _PARAGRAPHS or _HEADING.match(tag):
        out.line(2)


def _address(node: LexborNode) -> str:
    """Where a link leads, when that is the web and fits into Markdown as it is."""
    href = (node.attributes.get("href") or "").strip()
    fits = re.match(r"https?://[^\s<>()\[\]]{1,1500}\Z", href)
    return href if fits else ""


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]])", r"\\\1", text)


def _tidy(text: str) -> str:
    """Empty emphasis and links go, quotations get their signs, lines lose their edges."""
    for sign in ("\\*\\*", "\\*", "~~", "`"):
        text = re.sub(rf"(?<!\S){sign}\s*{sign}(?!\S)", "", text)
    text = re.sub(r"\[\s*\]\(https?://[^)]*\)", "", text)
    lines, depth = [], 0
    for line in text.split("\n"):
        depth += line.count("\ufdd0")
        bare = line.replace("\ufdd0", "").replace("\ufdd1", "").strip()
        lines.append("> " * min(depth, 5) + bare if bare else ">" * bool(depth))
        depth = max(0, depth - line.count("\ufdd1"))
    return _MANY_NEWLINES.sub("\n\n", "\n".join(lines)).strip("\n> ")

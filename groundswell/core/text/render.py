"""Markdown to HTML, once per version of a text and the same for every reader."""

import logging
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

from groundswell.core.text.clean import storable
from groundswell.core.text.footnotes import footnotes
from groundswell.core.text.hashtags import Hashtag
from groundswell.core.text.highlight import spans
from groundswell.core.text.plainly import plainly
from groundswell.core.text.rules import Found, link_marks, no_mention, shape_blocks, tag_url
from groundswell.core.text.sanitise import sanitised

RENDERER_VERSION = 1
MOST_RENDERED = 50_000

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ALLOWED_SCHEMES = ("http://", "https://", "mailto:")
_NAMESPACE = re.compile(r"[^a-z0-9]+")
_BLOCK_ENDS = frozenset({"paragraph_close", "heading_close", "th_close", "td_close"})

logger = logging.getLogger(__name__)
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Rendered:
    html: str
    text: str
    mentions: tuple[str, ...] = ()
    hashtags: tuple[Hashtag, ...] = ()
    links: tuple[str, ...] = ()
    version: int = field(default=RENDERER_VERSION)


def render(
    source: str,
    *,
    resolve_mention: Callable[[str], str | None] = no_mention,
    resolve_tag: Callable[[str], str | None] = tag_url,
    namespace: object = "m",
) -> Rendered:
    """HTML, plain text and what was found; `namespace` is the message's id, for its anchors.

    `resolve_mention` gets `handle` or `handle@host` and answers its address, or None for nobody;
    it is asked once for each of at most fifty people. Mentions in quotations and code tell nobody.
    """
    found = Found(resolve_mention, resolve_tag, _NAMESPACE.sub("-", str(namespace).lower())[:40])
    text = storable(source)
    shown = text[:MOST_RENDERED]
    try:
        return _rendered(shown, found)
    except Exception:
        # A bug in a parser must not keep a message from being read; it is shown as typed.
        logger.exception("A text could not be rendered and is shown as it was typed.")
        return Rendered(html=as_typed(shown), text=shown)


def as_typed(text: str) -> str:
    """Plain text as paragraphs, for what is not Markdown or could not be read as such."""
    paragraphs = re.split(r"\n{2,}", text.strip("\n"))
    lines = ("<br>\n".join(escape(part).split("\n")) for part in paragraphs)
    return "".join(f'<p dir="auto">{line}</p>\n' for line in lines if line)


def _rendered(source: str, found: Found) -> Rendered:
    plain = plainly(source, found.resolve_tag)
    if plain is None:
        return _parsed(source, found)
    tags = tuple(plain.hashtags.values())
    return Rendered(html=plain.html, text=plain.text, hashtags=tags)


def _parsed(source: str, found: Found) -> Rendered:
    md = _markdown()
    env: EnvType = {"found": found}
    tokens = md.parse(source, env)
    return Rendered(
        html=sanitised(md.renderer.render(tokens, md.options, env)),
        text=plain_text(tokens),
        mentions=tuple(found.mentions),
        hashtags=tuple(found.hashtags.values()),
        links=tuple(found.links),
    )


def plain_text(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts += [_inline_text(child) for child in token.children or []]
        elif token.type in {"fence", "code_block"}:
            parts.append(token.content.rstrip("\n") + "\n")
        elif token.type in _BLOCK_ENDS:
            parts.append("\n")
    return "".join(parts).strip()


def _inline_text(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    return token.content if token.type in {"text", "code_inline", "image"} else ""


def _markdown() -> MarkdownIt:
    # One per thread: the parser's link finder keeps its place in itself.
    md: MarkdownIt | None = getattr(_local, "markdown", None)
    if md is None:
        md = _local.markdown = _build()
    return md


def _build() -> MarkdownIt:
    md = MarkdownIt(
        "commonmark", {"html": False, "linkify": True, "breaks": True, "xhtmlOut": False}
    )
    md.enable(["table", "strikethrough", "linkify"])
    md.validateLink = is_allowed_address  # type: ignore[method-assign]
    if md.linkify is not None:
        # Names of files look like names of hosts: only a written-out address becomes a link.
        md.linkify.set({"fuzzy_link": False})
        md.linkify.add("ftp:", None).add("//", None)
    footnotes(md)
    md.core.ruler.after("linkify", "shape_blocks", shape_blocks)
    md.core.ruler.after("shape_blocks", "link_marks", link_marks)
    rules: dict[str, Callable[..., str]] = {
        "fence": _code,
        "code_block": _code,
        "image": _image,
        "table_open": _table_open,
        "table_close": _table_close,
        "th_open": _cell_open,
        "td_open": _cell_open,
    }
    for name, rule in rules.items():
        md.add_render_rule(name, rule)
    return md


def is_allowed_address(url: str) -> bool:
    """The web, mail, and places on this site; never a relative path, which depends on the page."""
    address = url.strip().lower()
    if _SCHEME.match(address):
        return address.startswith(_ALLOWED_SCHEMES)
    return address.startswith(("/", "#")) and not address.startswith(("//", "/\\", "/%5c"))


def _code(_md: object, tokens: Sequence[Token], at: int, *_rest: object) -> str:
    token = tokens[at]
    pieces = spans(token.content, token.info.split(maxsplit=1)[0]) if token.info.strip() else None
    if pieces is None:
        body = escape(token.content, quote=False)
    else:
        body = "".join(_span(css, text) for css, text in pieces)
    return f'<pre dir="ltr" tabindex="0"><code>{body}</code></pre>\n'


def _span(css: str, text: str) -> str:
    plain = escape(text, quote=False)
    return f'<span class="{css}">{plain}</span>' if css else plain


def _image(_md: object, tokens: Sequence[Token], at: int, *_rest: object) -> str:
    token = tokens[at]
    source, alternative = escape(str(token.attrGet("src"))), escape(token.content)
    return f'<img src="{source}" alt="{alternative}" loading="lazy" decoding="async">'


def _table_open(*_args: object) -> str:
    return '<div class="table-scroll" tabindex="0"><table>\n'


def _table_close(*_args: object) -> str:
    return "</table></div>\n"


def _cell_open(_md: object, tokens: Sequence[Token], at: int, *_rest: object) -> str:
    token = tokens[at]
    aligned = str(token.attrGet("style") or "").removeprefix("text-align:")
    css = f' class="align-{aligned}"' if aligned else ""
    return f'<{token.tag}{css} dir="auto">'

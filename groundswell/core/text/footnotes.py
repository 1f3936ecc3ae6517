"""Footnotes whose anchors carry the message's own name, so that no two messages clash."""

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin

_BACK = "\u21a9\ufe0e"


def footnotes(md: MarkdownIt) -> None:
    md.use(footnote_plugin, inline=False)
    rules: dict[str, Callable[..., str]] = {
        "footnote_ref": _reference,
        "footnote_block_open": _block_open,
        "footnote_block_close": _block_close,
        "footnote_open": _open,
        "footnote_close": _close,
        "footnote_anchor": _back,
    }
    for name, rule in rules.items():
        md.add_render_rule(name, rule)


def _name(token: Token, env: EnvType) -> str:
    return f"{env['found'].namespace}-{token.meta['id'] + 1}"


def _again(token: Token) -> str:
    repeat = token.meta.get("subId", 0)
    return f"-{repeat + 1}" if repeat else ""


def _reference(_md: object, tokens: Sequence[Token], at: int, *rest: EnvType) -> str:
    token = tokens[at]
    name = _name(token, rest[-1])
    return (
        f'<sup><a class="footnote-ref" href="#fn-{name}" id="fnref-{name}{_again(token)}">'
        f"{token.meta['id'] + 1}</a></sup>"
    )


def _block_open(*_args: object) -> str:
    return '<section class="footnotes"><ol>\n'


def _block_close(*_args: object) -> str:
    return "</ol></section>\n"


def _open(_md: object, tokens: Sequence[Token], at: int, *rest: EnvType) -> str:
    return f'<li id="fn-{_name(tokens[at], rest[-1])}" dir="auto">'


def _close(*_args: object) -> str:
    return "</li>\n"


def _back(_md: object, tokens: Sequence[Token], at: int, *rest: EnvType) -> str:
    token = tokens[at]
    href = f"#fnref-{_name(token, rest[-1])}{_again(token)}"
    return f' <a class="footnote-back" href="{href}">{_BACK}</a>'

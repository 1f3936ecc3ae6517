"""Footnotes whose anchors carry the message's own name, so that no two messages clash."""

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
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


def _reference(
    self: RendererProtocol,
    tokens: Sequence[Token],
    idx: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    token = tokens[idx]
    name = _name(token, env)
    return (
        f'<sup><a class="footnote-ref" href="#fn-{name}" id="fnref-{name}{_again(token)}">'
        f"{token.meta['id'] + 1}</a></sup>"
    )


def _block_open(*_args: object) -> str:
    return '<section class="footnotes"><ol>\n'


def _block_close(*_args: object) -> str:
    return "</ol></section>\n"


def _open(
    self: RendererProtocol,
    tokens: Sequence[Token],
    idx: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    return f'<li id="fn-{_name(tokens[idx], env)}" dir="auto">'


def _close(*_args: object) -> str:
    return "</li>\n"


def _back(
    self: RendererProtocol,
    tokens: Sequence[Token],
    idx: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    token = tokens[idx]
    href = f"#fnref-{_name(token, env)}{_again(token)}"
    return f' <a class="footnote-back" href="{href}">{_BACK}</a>'

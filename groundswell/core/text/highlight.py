"""Colours for code: our own span classes, a short list of languages, and a bound on the work."""

from functools import cache

from pygments import lex
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType

CLASS_PREFIX = "hl-"
MOST_HIGHLIGHTED = 6_000

LANGUAGES = frozenset(
    {
        *("bash", "c", "cpp", "csharp", "css", "diff", "docker", "dockerfile", "elixir", "go"),
        *("graphql", "html", "http", "ini", "java", "javascript", "js", "json", "julia", "kotlin"),
        *("lua", "make", "makefile", "nginx", "php", "python", "py", "r", "ruby", "rb", "rust"),
        *("rs", "scala", "sh", "sparql", "sql", "swift", "toml", "ts", "turtle", "typescript"),
        *("xml", "yaml", "yml"),
    }
)
HIGHLIGHT_CLASSES = frozenset(
    f"{CLASS_PREFIX}{name}" for name in STANDARD_TYPES.values() if name not in {"", "w"}
)


def spans(code: str, language: str) -> tuple[tuple[str, str], ...] | None:
    """The code in pieces, each with its class or none; nothing when it is to stay plain."""
    name = language.lower()
    if name not in LANGUAGES or len(code) > MOST_HIGHLIGHTED:
        return None
    pieces: list[tuple[str, str]] = []
    for kind, text in lex(code, _lexer(name)):
        css = _css(kind)
        if pieces and pieces[-1][0] == css:
            pieces[-1] = (css, pieces[-1][1] + text)
        elif text:
            pieces.append((css, text))
    return tuple(pieces)


@cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


@cache
def _css(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES and kind.parent is not None:
        kind = kind.parent
    css = f"{CLASS_PREFIX}{STANDARD_TYPES.get(kind, '')}"
    return css if css in HIGHLIGHT_CLASSES else ""

"""A Jinja template as a person reads it: its HTML without the language around it."""

from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment
from jinja2.lexer import TOKEN_BLOCK_BEGIN, TOKEN_DATA, TOKEN_NAME

from tests.laws.source import text

VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where an expression prints."""


@dataclass(frozen=True)
class Tag:
    name: str
    attributes: dict[str, str]
    line: int


@dataclass(frozen=True)
class Words:
    text: str
    inside: str
    line: int


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.words: list[Words] = []
        self.inside = ""

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append(Tag(tag, attributes, self.getpos()[0]))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        self.words.append(Words(data, self.inside, self.getpos()[0]))


def html(source: str) -> str:
    """The HTML alone, line for line: expressions become one sign, what is translated nothing."""
    pieces, translated, statement, expression = [], False, [], False
    for _line, kind, value in Environment(autoescape=True).lex(source):
        if kind == TOKEN_DATA and not translated:
            pieces.append(value)
            continue
        pieces.append("\n" * value.count("\n"))
        if kind == TOKEN_BLOCK_BEGIN:
            statement = []
        elif kind == TOKEN_NAME:
            statement.append(value)
            # A block named for a class holds no words but the class.
            if statement == ["trans"] or (statement[0] == "block" and value.endswith("_class")):
                translated = True
            elif statement in (["endtrans"], ["endblock"]):
                translated = False
        elif kind == "variable_begin":
            expression = True
        elif kind == "variable_end" and expression:
            expression = False
            pieces.append("" if translated else VALUE)
    return "".join(pieces)


@cache
def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(html(text(path)))
    reader.close()
    return reader

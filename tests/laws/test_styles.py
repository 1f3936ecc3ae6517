"""Colours and layers of depth come from tokens.css; only utilities and paper may insist."""

import re

from tests.laws.source import PACKAGE, files, relative, text

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|"
    r":[^;{]*\b(?:white|black|red|green|blue|yellow|orange|purple|gray|grey|pink|brown)\b",
    re.IGNORECASE,
)
DEPTH = re.compile(r"z-index\s*:(?!\s*(?:var\(|auto\b))")
INSISTENCE = re.compile(r"!\s*important")


def sheets():
    return files(PACKAGE, "*.css")


def found(pattern, *, except_in):
    return [
        f"{relative(path)}:{number} {line.strip()}"
        for path in sheets()
        if path.name not in except_in
        for number, line in enumerate(declarations(path), start=1)
        if pattern.search(line)
    ]


def declarations(path):
    """The lines without comments, which keep their numbers."""
    return COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text(path)).splitlines()


def test_colours_are_tokens():
    # A selector may name an id that reads like a colour; no sheet of ours styles ids.
    assert found(COLOUR, except_in={"tokens.css"}) == []


def test_depth_is_a_token():
    assert found(DEPTH, except_in={"tokens.css"}) == []


def test_only_utilities_and_paper_insist():
    assert found(INSISTENCE, except_in={"utilities.css", "reset.css", "print.css"}) == []

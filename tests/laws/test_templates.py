"""A template holds no program, no style, and no word that could not be translated."""

import re

from tests.laws.markup import VALUE, html, read
from tests.laws.source import PACKAGE, files, relative, templates, text

WORD = re.compile(r"[^\W\d_]{2,}")
LONGEST_LINE = 220
ADDRESS = re.compile(r"/[\w/-]+/")
COUNT = re.compile(r"\{\{[^{}|]*\b\w*count\s*\}\}")
SHOWN = {"alt", "aria-label", "aria-description", "label", "placeholder", "title", "hx-confirm"}
SILENT = {"script", "style", "code", "kbd"}
# Words that are the same in every language.
NAMES = re.compile(r"\b(?:Groundswell|Markdown|AGPL|RSS|Atom|JSON|OpenStreetMap|RTL|LTR)\b")


def tags():
    return [(path, tag) for path in templates() for tag in read(path).tags]


def place(path, line):
    return f"{relative(path)}:{line}"


def test_no_program_is_inline():
    inline = [
        place(path, tag.line)
        for path, tag in tags()
        if (tag.name == "script" and "src" not in tag.attributes)
        or any(name.startswith(("on", "hx-on", "x-on")) for name in tag.attributes)
        or any("javascript:" in value.lower() for value in tag.attributes.values())
    ]

    assert inline == []


def test_no_style_is_inline():
    inline = [
        place(path, tag.line)
        for path, tag in tags()
        if tag.name == "style" or "style" in tag.attributes
    ]

    assert inline == []


def test_no_words_stick_together():
    """A line that ends with a choice between words loses its break: say `{{ " " }}` after it."""
    stuck = re.compile(
        r"(?<!\" \" )\}\}\{% end(?:if|for) %\}\n[ \t]*(?:<(?:a|b|bdi|span|strong) |\{\{-? _\()"
    )
    found = [
        place(path, text(path)[: match.start()].count("\n") + 1)
        for path in templates()
        for match in stuck.finditer(text(path))
    ]

    assert found == []


def test_no_page_uses_a_name_of_the_layout_for_something_else():
    """The layout sets its names after the page has set its own, and would win unseen."""
    names = re.compile(r"\{%-? set ([\w, ]+?) =", re.MULTILINE)
    layout = text(PACKAGE / "web/templates/web/base.html")
    own = {name for found in names.findall(layout) for name in found.split(", ")}
    taken = [
        f"{relative(path)}: {name}"
        for path in templates()
        if '{% extends "web/base.html"' in text(path)
        for found in names.findall(text(path))
        for name in found.split(", ")
        # What the page says of its stream the layout takes over.
        if name in own - {"stream_url"}
    ]

    assert len(own) > 5
    assert taken == []


def test_every_script_and_style_is_our_own():
    foreign = [
        place(path, tag.line)
        for path, tag in tags()
        if tag.name in {"script", "link", "img", "iframe"}
        and tag.attributes.get("src", tag.attributes.get("href", "")).startswith(("http", "//"))
    ]

    assert foreign == []


def test_words_are_translated():
    bare = [
        f"{place(path, words.line)} {words.text.strip()!r}"
        for path in templates()
        for words in read(path).words
        if words.inside not in SILENT and WORD.search(NAMES.sub("", words.text))
    ]

    assert bare == []


def test_words_of_mail_are_translated():
    bare = [
        f"{place(path, number)} {line.strip()!r}"
        for path in files(PACKAGE, "*.txt")
        if "templates" in path.parts
        for number, line in enumerate(html(text(path)).splitlines(), start=1)
        if WORD.search(NAMES.sub("", ADDRESS.sub("", line).replace(VALUE, " ")))
    ]

    assert bare == []


def test_counts_are_written_as_the_reader_writes_numbers():
    bare = [
        f"{place(path, number)} {count}"
        for path in templates()
        for number, line in enumerate(text(path).splitlines(), start=1)
        for count in COUNT.findall(line)
    ]

    assert bare == []


def test_words_in_attributes_are_translated():
    bare = [
        f"{place(path, tag.line)} {name}={value!r}"
        for path, tag in tags()
        for name, value in tag.attributes.items()
        if name in SHOWN and WORD.search(NAMES.sub("", value.replace(VALUE, " ")))
    ]

    assert bare == []


def test_every_form_that_writes_guards_against_forgery():
    forms = [
        (path, tag)
        for path, tag in tags()
        if tag.name == "form" and tag.attributes.get("method", "").lower() == "post"
    ]
    unguarded = [
        place(path, tag.line)
        for path, tag in forms
        if "csrf" not in text(path) and "form" not in imported(path)
    ]

    assert unguarded == []


def imported(path):
    """The component files that a template takes macros from, by their stem."""
    return set(re.findall(r"""(?:from|import)\s+["']components/([\w-]+)\.html""", text(path)))


def test_every_request_by_script_is_first_a_link_or_a_form():
    """`hx-*` only adds: without scripts the same element must work."""
    helpless = [
        place(path, tag.line)
        for path, tag in tags()
        if (tag.name == "a" and "hx-get" in tag.attributes and "href" not in tag.attributes)
        or (
            tag.name == "form"
            and {"hx-post", "hx-get"} & set(tag.attributes)
            and "action" not in tag.attributes
        )
        or (
            tag.name == "button"
            and {"hx-post", "hx-get"} & set(tag.attributes)
            and not {"form", "formaction", "name", "type"} & set(tag.attributes)
        )
    ]

    assert helpless == []


def test_templates_are_laid_out():
    """Two spaces a level, no tabs, nothing behind the end, lines that fit on a screen."""
    untidy = [
        place(path, number)
        for path in templates()
        for number, line in enumerate(text(path).splitlines(), start=1)
        if len(line) > LONGEST_LINE or "\t" in line or line != line.rstrip()
    ]

    assert untidy == []

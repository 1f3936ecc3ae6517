"""An exception to a rule carries its reason, at least at the first place in each file."""

import re

from tests.laws.source import ROOT, files, modules, relative, text

EXCEPTION = re.compile(
    r"#\s*(?:noqa:\s*(?P<rule>[A-Z]+\d+)|type:\s*ignore\[(?P<type>[\w-]+)[^\]]*\])(?P<rest>.*)"
)
BARE = re.compile(r"#\s*(?:noqa(?!:)|type:\s*ignore(?!\[))")


def test_exceptions_say_why():
    silent = []
    for path in modules() + files(ROOT / "tools", "*.py"):
        explained = set()
        for number, line in enumerate(text(path).splitlines(), start=1):
            if not (found := EXCEPTION.search(line)):
                continue
            code = found["rule"] or found["type"]
            if " - " in found["rest"]:
                explained.add(code)
            elif code not in explained:
                silent.append(f"{relative(path)}:{number} {code}")

    assert silent == []


def test_exceptions_name_their_rule():
    bare = [
        f"{relative(path)}:{number}"
        for path in modules() + files(ROOT / "tools", "*.py")
        for number, line in enumerate(text(path).splitlines(), start=1)
        if BARE.search(line)
    ]

    assert bare == []

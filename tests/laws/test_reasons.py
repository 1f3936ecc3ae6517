"""An exception to a rule carries its reason, at least at the first place in each file.

What mypy is told to ignore names the code it would report, which is its reason.
"""

import re

from tests.laws.source import ROOT, files, modules, relative, text

EXCEPTION = re.compile(r"#\s*noqa:\s*(?P<rule>[A-Z]+\d+)(?P<rest>.*)")
BARE = re.compile(r"#\s*(?:noqa(?!:)|type:\s*ignore(?!\[))")


def test_exceptions_say_why():
    silent = []
    for path in modules() + files(ROOT / "tools", "*.py"):
        explained = set()
        for number, line in enumerate(text(path).splitlines(), start=1):
            if not (found := EXCEPTION.search(line)):
                continue
            rule = found["rule"]
            if " - " in found["rest"]:
                explained.add(rule)
            elif rule not in explained:
                silent.append(f"{relative(path)}:{number} {rule}")

    assert silent == []


def test_exceptions_name_their_rule():
    bare = [
        f"{relative(path)}:{number}"
        for path in modules() + files(ROOT / "tools", "*.py")
        for number, line in enumerate(text(path).splitlines(), start=1)
        if BARE.search(line)
    ]

    assert bare == []

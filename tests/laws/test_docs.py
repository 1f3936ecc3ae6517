"""Every setting, command, activity kind and address that the code declares is documented."""

import re
import subprocess
import sys

from tests.laws.source import PACKAGE, ROOT, modules, relative, text

# Variables that belong to the system or to a tool and are none of our settings.
FOREIGN = {"DJANGO_SETTINGS_MODULE", "PATH", "HOME"}
READS = re.compile(r"""os\.(?:environ(?:\.get)?|getenv)\s*[\[(]\s*["']([A-Z_]+)["']""")


def test_reference_says_what_the_code_declares():
    command = [sys.executable, "tools/reference.py", "--check"]

    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (result.stdout + result.stderr, result.returncode) == ("", 0)


def test_settings_are_read_in_one_place():
    """A variable read past `config/env.py` would be typed by nobody and documented nowhere."""
    strange = [
        f"{relative(path)}: {name}"
        for path in modules()
        for name in READS.findall(text(path))
        if name not in FOREIGN
    ]

    assert strange == []


def test_commands_say_what_they_do():
    silent = [
        relative(path)
        for path in PACKAGE.glob("*/management/commands/[a-z]*.py")
        if not re.search(r"^\s+help(?::\s*\w+)?\s*=", text(path), re.MULTILINE)
    ]

    assert silent == []


def test_links_between_documents_lead_somewhere():
    link = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{relative(page)}: {target}"
        for page in pages
        for target in link.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []

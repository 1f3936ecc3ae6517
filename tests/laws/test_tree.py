"""What is published names no registry and no machine; locks hold hashes and no address."""

import re

from tests.laws.source import ROOT, relative, tracked

# Written in pieces, so that this file obeys what it asks for.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
)
PLACES = re.compile(r"(?<![\w.~-])/(?:work|root|Users)/\w")
REQUIREMENT = re.compile(r"^[a-z0-9][a-z0-9._-]*==\S+")


def words():
    """Every tracked text file that people here wrote."""
    for path in tracked():
        if "vendor" in path.parts or path.name == "LICENSE":
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_registry_is_named():
    named = [(relative(path), host) for path, text in words() for host in HOSTS if host in text]

    assert named == []


def test_no_machine_is_named():
    named = [(relative(path), found[0]) for path, text in words() if (found := PLACES.search(text))]

    assert named == []


def test_locks_carry_hashes_and_no_address():
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    faults = []
    for path in locks:
        text = path.read_text(encoding="utf-8")
        if "://" in text or re.search(r"^\s*--(?!hash)", text, re.MULTILINE):
            faults.append(f"{path.name} holds an address or an option")
        faults += [
            f"{path.name}: {line.split()[0]} has no hash"
            for line, following in zip(text.splitlines(), text.splitlines()[1:], strict=False)
            if REQUIREMENT.match(line) and "--hash=sha256:" not in following
        ]

    assert len(locks) == 6
    assert faults == []


def test_every_direct_dependency_is_pinned_and_has_its_reason():
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    faults = []
    for source in sorted((ROOT / "requirements").glob("*.in")):
        lock = source.with_suffix(".txt").read_text(encoding="utf-8")
        for line in source.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith(("#", "-")):
                continue
            name = re.split(r"[\[<>=]", line)[0].lower()
            if f"{name}==" not in lock:
                faults.append(f"{source.name}: {name} is not in its lock; run make lock")
            if f"`{name}" not in reasons:
                faults.append(f"docs/dependencies.md does not say why we take {name}")

    assert faults == []

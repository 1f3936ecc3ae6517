"""Renew or check the third-party browser files that live in the tree.

Each folder of such files has a manifest.json that names the package, version, licence and
SHA-256 of every file, so that what is served can be compared with what was published.

    python tools/vendor.py            fetch what the manifests name, rewrite the digests
    python tools/vendor.py --check    compare the files with the manifests, without a network
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
MANIFESTS = (
    ROOT / "groundswell/web/static/vendor/manifest.json",
    ROOT / "tests/browser/vendor/manifest.json",
)
SPRITE_NOTICE = """<!-- Lucide, ISC licence, Copyright (c) Lucide Icons and Contributors;
parts MIT licence, Copyright (c) Cole Bemis: vendor/lucide.LICENSE.txt -->"""
# The wave is our own drawing: the mark beside the name.
WAVE = '<path d="M2 9c3.3-4 6.7-4 10 0s6.7 4 10 0"/><path d="M2 16c3.3-4 6.7-4 10 0s6.7 4 10 0"/>'


class _Required(TypedDict):
    name: str
    version: str
    licence: str
    source: str
    file: str
    sha256: str


class Entry(_Required, total=False):
    """One vendored file; `icons` says that the source is a folder to draw a sprite from."""

    icons: list[str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, change nothing")
    if parser.parse_args().check:
        return check()
    for manifest in MANIFESTS:
        renew(manifest)
    return 0


def check() -> int:
    wrong = [
        f"{manifest.parent / entry['file']}: not the file its manifest names"
        for manifest in MANIFESTS
        for entry in read(manifest)
        if digest(manifest.parent / entry["file"]) != entry["sha256"]
    ]
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


def renew(manifest: Path) -> None:
    entries = read(manifest)
    with tempfile.TemporaryDirectory() as folder:
        packages: dict[str, Path] = {}
        for entry in entries:
            spec = f"{entry['name']}@{entry['version']}"
            if spec not in packages:
                packages[spec] = unpack(spec, Path(folder, str(len(packages))))
            target = manifest.parent / entry["file"]
            copy(packages[spec], entry, target)
            entry["sha256"] = digest(target)
            sys.stdout.write(f"{spec} {entry['file']}\n")
    manifest.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


def read(manifest: Path) -> list[Entry]:
    entries: list[Entry] = json.loads(manifest.read_text(encoding="utf-8"))
    return entries


def unpack(spec: str, folder: Path) -> Path:
    """Fetch a package with npm, which checks it against the digest its registry signed."""
    folder.mkdir()
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to renew vendored files; --check works without it.")
    subprocess.run([npm, "pack", "--silent", spec], cwd=folder, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def copy(package: Path, entry: Entry, target: Path) -> None:
    source = package / entry["source"]
    if "icons" in entry:
        target.write_text(sprite(source, entry["icons"]), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def sprite(folder: Path, names: list[str]) -> str:
    symbols = "\n".join(symbol(name, drawing(folder / f"{name}.svg")) for name in sorted(names))
    return (
        f'{SPRITE_NOTICE}\n<svg xmlns="http://www.w3.org/2000/svg">\n'
        f"{symbols}\n{symbol('wave', WAVE)}\n</svg>\n"
    )


def drawing(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    inner = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    return re.sub(r"\s*\n\s*", "", inner).replace(" />", "/>")


def symbol(name: str, inner: str) -> str:
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())

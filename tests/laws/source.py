"""The tree as the laws read it: files, syntax trees, templates and what git keeps."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "groundswell"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def files(folder: Path, pattern: str) -> list[Path]:
    """Our own files: neither vendored nor written by Django."""
    return sorted(
        path
        for path in folder.rglob(pattern)
        if not {"vendor", "migrations", "__pycache__", "node_modules"} & set(path.parts)
    )


def modules() -> list[Path]:
    return files(PACKAGE, "*.py")


def test_modules() -> list[Path]:
    return files(ROOT / "tests", "*.py")


test_modules.__test__ = False


def templates() -> list[Path]:
    return files(PACKAGE, "*.html") + files(PACKAGE, "*.jinja")


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def lines(node: ast.AST) -> int:
    """From the first decorator's next line to the last; what a reader scrolls through."""
    return node.end_lineno - node.lineno + 1


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def is_role(path: Path, role: str) -> bool:
    """True for groundswell/<app>/<role>.py and for every module of groundswell/<app>/<role>/."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return len(parts) > 1 and parts[1] == role


def decorators(node: Function) -> set[str]:
    """The last word of each: `action` for @action, @log.action and @action(...)."""
    found = set()
    for decorator in node.decorator_list:
        named = decorator.func if isinstance(decorator, ast.Call) else decorator
        found.add(named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", ""))
    return found


def tracked() -> list[Path]:
    """What would be published: the files that git keeps, or would keep once they are added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file()]
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]

"""Compiled templates outlive the process: what is kept is used, and never where it does not fit."""

import stat
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from groundswell.core.compiled import Compiled


class Counted(Environment):
    """Says what it had to compile."""

    compiled: list[str]

    def _generate(self, source, name, filename, defer_init=False):
        self.compiled.append(name)
        return super()._generate(source, name, filename, defer_init=defer_init)


def drawn(folder: Path, rules: Path, template: str) -> tuple[str, list[str]]:
    """The page as a process that has just started draws it, and what it compiled for it."""
    env = Counted(loader=DictLoader({"page": template}), bytecode_cache=Compiled(folder, [rules]))
    env.compiled = []
    return env.get_template("page").render(), env.compiled


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.py"
    path.write_text("as they are")
    return path


def test_the_next_start_compiles_nothing(tmp_path: Path, rules: Path) -> None:
    folder = tmp_path / "compiled"

    assert drawn(folder, rules, "{{ 1 + 1 }}") == ("2", ["page"])
    assert drawn(folder, rules, "{{ 1 + 1 }}") == ("2", [])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_has_changed_is_compiled_and_takes_the_place(tmp_path: Path, rules: Path) -> None:
    folder = tmp_path / "compiled"
    drawn(folder, rules, "{{ 1 + 1 }}")

    assert drawn(folder, rules, "{{ 1 + 2 }}") == ("3", ["page"])
    rules.write_text("otherwise")
    assert drawn(folder, rules, "{{ 1 + 2 }}") == ("3", ["page"])
    assert len(list(folder.iterdir())) == 1


def test_a_broken_file_is_compiled_again(tmp_path: Path, rules: Path) -> None:
    folder = tmp_path / "compiled"
    drawn(folder, rules, "{{ 1 + 1 }}")
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:60])

    assert drawn(folder, rules, "{{ 1 + 1 }}") == ("2", ["page"])
    assert drawn(folder, rules, "{{ 1 + 1 }}") == ("2", [])


def test_pages_are_drawn_where_nothing_can_be_written(tmp_path: Path, rules: Path) -> None:
    in_the_way = tmp_path / "compiled"
    in_the_way.write_text("")

    assert drawn(in_the_way, rules, "{{ 1 + 1 }}") == ("2", ["page"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["compiled", "rules.py"]

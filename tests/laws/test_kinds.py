"""Each activity kind is declared by the app that owns it, recorded by an action, documented."""

import ast

from tests.laws.source import PACKAGE, ROOT, modules, relative, tree


def declarations():
    """(module, constant, kind's name) for each `CONSTANT = declare(Kind(name="..."))`."""
    return [
        (path, statement.targets[0].id, declared_name(statement.value))
        for path in modules()
        for statement in tree(path).body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and getattr(statement.value.func, "id", "") == "declare"
    ]


def declared_name(call):
    named = {keyword.arg: keyword.value for keyword in call.args[0].keywords}
    return named["name"].value


def recorded():
    """The constants that stand in a `record(...)`, wherever in the call they are chosen."""
    return {
        word
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "").lstrip("_") == "record"
        for part in node.args[:1]
        for inner in ast.walk(part)
        for word in [getattr(inner, "id", getattr(inner, "attr", ""))]
    }


def mentioned_in_actions():
    return {
        getattr(node, "id", getattr(node, "attr", ""))
        for path in modules()
        if "actions" in {*path.parts, path.stem}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
    }


def test_kinds_are_declared_by_the_app_that_owns_them():
    strange = [
        f"{relative(path)}: {name}"
        for path, _constant, name in declarations()
        if path.relative_to(PACKAGE).parts[1].removesuffix(".py") != "activities"
        or name.partition(".")[0] != path.relative_to(PACKAGE).parts[0]
    ]

    assert strange == []


def test_kinds_are_recorded_by_an_action():
    used = recorded() | mentioned_in_actions()

    assert [name for _path, constant, name in declarations() if constant not in used] == []


def test_kinds_are_documented():
    words = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))

    assert [name for *_place, name in declarations() if f"`{name}`" not in words] == []

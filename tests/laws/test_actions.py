"""Every public function in an app's actions is an action: keyword-only, the actor first.

What several actions share stands in a module of that package whose name begins with `_`.
"""

from tests.laws.source import Function, decorators, is_role, modules, relative, tree

# "path:name" -> why a public function among the actions is not one.
ALLOWED: dict[str, str] = {}

DOORS = {"action", "bulk_action", "unlogged"}


def public_functions():
    return [
        (f"{relative(path)}:{node.name}", node)
        for path in modules()
        if is_role(path, "actions") and (path.name == "__init__.py" or path.name[0] != "_")
        for node in tree(path).body
        if isinstance(node, Function) and not node.name.startswith("_")
    ]


def test_public_functions_are_actions():
    plain = {where for where, node in public_functions() if not DOORS & decorators(node)}

    assert plain - set(ALLOWED) == set()
    assert set(ALLOWED) - plain == set()


def test_actions_take_keywords_and_the_actor_first():
    strange = []
    for where, node in public_functions():
        named = [argument.arg for argument in node.args.kwonlyargs]
        by_position = node.args.posonlyargs + node.args.args
        if where not in ALLOWED and (by_position or named[:1] != ["actor"]):
            strange.append(where)

    assert strange == []

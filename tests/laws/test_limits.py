"""Each limit is asked for somewhere: a number that nothing counts is an empty promise."""

import ast

from groundswell.core import limits
from tests.laws.source import modules, tree


def test_every_limit_is_asked_for():
    named = {
        getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))
        for path in modules()
        if path.stem != "limits"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
    }

    rules = {name for name, value in vars(limits).items() if isinstance(value, limits.Rule)}

    assert rules - named == set()

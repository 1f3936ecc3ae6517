"""Rows are written by actions, and by what follows them; nowhere else."""

import ast

from tests.laws.source import PACKAGE, is_role, modules, relative, tree

WRITES = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
WRITES |= {f"a{name}" for name in WRITES}
WRITING_FUNCTIONS = {"insert_all", "insert_objects", "update_all"}
ROLES = ("actions", "projections", "tasks", "migrations")

# path -> why rows are written there. An entry that is not needed fails.
ALLOWED: dict[str, str] = {
    "groundswell/activity/bulk.py": "The bulk door writes its activities, and what is left to do.",
    "groundswell/core/rows.py": "It is what actions write many rows with.",
    "groundswell/actors/sessions.py": "When a session was last used is the session's state.",
    "groundswell/activity/log.py": "The door itself writes the activity and its outbox row.",
    "groundswell/activity/projector.py": "The outbox is emptied by those who read it.",
    "groundswell/streaming/worker.py": "Which worker lives, and at which job, is state and no act.",
}


def is_super(receiver):
    """A model that adds to `save` is asked by somebody who may write."""
    return isinstance(receiver, ast.Call) and getattr(receiver.func, "id", "") == "super"


def is_write(node):
    """A method that writes rows. Files, pictures, hashes and dictionaries have some of the same
    names, but take a value by position; a row's methods take names only."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in WRITING_FUNCTIONS
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    name, receiver = node.func.attr, node.func.value
    if name not in WRITES or is_super(receiver):
        return False
    if name.removeprefix("a") == "update":
        return bool(node.keywords) and not node.args and is_query(receiver)
    return name.removeprefix("a") not in {"save", "create", "delete"} or not node.args


def is_query(receiver):
    """What comes out of a call, stands in a variable, or is a manager."""
    if isinstance(receiver, ast.Attribute):
        return receiver.attr == "objects"
    return isinstance(receiver, ast.Call | ast.Name)


def writes():
    return {
        relative(path): [
            f"{relative(path)}:{node.lineno} {ast.unparse(node.func)}()" for node in found
        ]
        for path in modules()
        if not any(is_role(path, role) for role in ROLES)
        and (found := [node for node in ast.walk(tree(path)) if is_write(node)])
    }


def test_rows_are_written_by_actions_only():
    strange = [line for path, found in writes().items() if path not in ALLOWED for line in found]

    assert strange == []


def test_exceptions_are_needed():
    assert set(ALLOWED) - set(writes()) == set()


def test_no_sql_is_written_by_hand_outside_migrations_and_search():
    """Raw statements see no viewer: they stand where a reason is written down."""
    reasons = {"search": "Full-text indexes have no expression in the query language."}
    strange = [
        relative(path)
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] not in reasons
        and any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"raw", "extra", "RawSQL"}
            for node in ast.walk(tree(path))
        )
    ]

    assert strange == []

"""A locked query joins only what its row keeps for good.

PostgreSQL lets a query that waited for a row go on with the row as it is then, but with what was
joined to it before: a link that changed meanwhile reads as nothing, or the row is not found. What
another act may have changed is read after the lock, by a query of its own. Asked here are the links
of the locked row itself: what is joined beyond them is read as it was, as without a lock.
"""

from typing import Any

from django.db.models import Field
from django.db.models.sql.compiler import SQLCompiler

NEVER_CHANGE = {
    "challenges.CreditOffer.message",
    "decisions.Objection.by",
    "decisions.Objection.message",
    "live.Question.asker",
}
"""Links that may be empty, but stay as they began."""
HELD_BEFORE = {
    "live.Participant.actor",
    "live.Poll.message",
    "live.Question.message",
}
"""Links that change only while the row of the session is locked, which the reader locked before."""
CHANGE = {"challenges.Idea.stage"}
"""Links that are never empty, and change."""


def refuse_stale_joins() -> None:
    """From now on a test fails that locks rows together with what may have changed."""
    compiled = SQLCompiler.as_sql

    def as_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        query = self.query
        if query.select_for_update and isinstance(query.select_related, dict):
            wrong = sorted(
                name for at in query.select_related if (name := _changing(query.model, at))
            )
            if wrong:
                raise AssertionError(f"Locked together with what changes: {', '.join(wrong)}")
        return compiled(self, *args, **kwargs)

    SQLCompiler.as_sql = as_sql  # type: ignore[method-assign]


def _changing(model: Any, name: str) -> str:
    field: Field[Any, Any] = model._meta.get_field(name)
    path = f"{model._meta.label}.{name}"
    return path if path in CHANGE or (field.null and path not in NEVER_CHANGE | HELD_BEFORE) else ""

"""Database constraints every table uses: SQLite ignores `max_length`, so lengths are CHECKs."""

from django.db.models import CheckConstraint, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual


def at_most(field: str, limit: int, *, name: str) -> CheckConstraint:
    """The text in `field` has at most `limit` characters."""
    return CheckConstraint(condition=LessThanOrEqual(Length(field), limit), name=name)


def not_empty(field: str, *, name: str) -> CheckConstraint:
    """The text in `field` has at least one character."""
    return CheckConstraint(condition=GreaterThanOrEqual(Length(field), 1), name=name)


def one_of(field: str, values: list[str], *, name: str) -> CheckConstraint:
    """`field` holds one of the declared choices."""
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)

"""What commands say when the database cannot be had."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from groundswell.exchange.console import PlainCommand

BUSY = (
    "Somebody else has been writing to the database all the time. What was written stays; "
    "once they are done, say the same again."
)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "database is locked",
            BUSY,
        ),
        (
            "canceling statement due to lock timeout",
            BUSY,
        ),
        (
            "no such table: spaces_space",
            "The database is not set up, or not up to date: `groundswell run` does that first.",
        ),
    ],
)
def test_database_that_cannot_be_had_is_a_sentence(told, said):
    class Failing(PlainCommand):
        requires_system_checks = ()

        def handle(self, *_args, **_options):
            raise OperationalError(told)

    with pytest.raises(CommandError) as refusal:
        call_command(Failing())

    assert str(refusal.value) == said


def test_other_errors_of_the_database_are_not_hidden():
    class Failing(PlainCommand):
        requires_system_checks = ()

        def handle(self, *_args, **_options):
            raise OperationalError("disk I/O error")

    with pytest.raises(OperationalError):
        call_command(Failing())

"""What is rare and dear is counted once for a whole site, however many processes it has."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from groundswell.core import limits
from groundswell.core.limits import Verdict, allow, rule
from tests.racing import several_connections, together

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
OK = Verdict(ok=True)
DEAR = rule("dear", "3/day", dear=True)
COUNTED_IN_TABLE = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "actors_cache",
    }
}


def another_process():
    """Forgets what this process counted by itself."""
    limits._here().storage.reset()


def test_dear_rules_are_counted_for_every_process(settings, db):
    settings.CACHES = COUNTED_IN_TABLE
    with time_machine.travel(NOON, tick=False) as clock:
        first = [allow("ada", DEAR).ok for _ in range(3)]
        another_process()

        assert first == [True] * 3
        assert allow("ada", DEAR) == Verdict(ok=False, retry_after=86_400)
        assert allow("ben", DEAR) == OK
        clock.shift(timedelta(days=1, seconds=1))
        assert allow("ada", DEAR) == OK


@pytest.mark.django_db(transaction=True)
def test_dear_rules_let_as_many_through_as_they_say(settings, tmp_path):
    settings.CACHES = COUNTED_IN_TABLE
    with several_connections(tmp_path):
        verdicts = together([lambda: allow("ada", DEAR).ok] * 8)

    assert sorted(verdicts) == [False] * 5 + [True] * 3

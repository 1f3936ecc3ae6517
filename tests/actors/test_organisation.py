"""The organisation is remembered for a few seconds, never inside a transaction."""

from collections.abc import Callable

import pytest
from django.db import transaction

from groundswell.actors import models
from groundswell.actors.models import Organisation


@pytest.fixture
def forgotten(transactional_db: None) -> None:
    Organisation.forget()
    yield
    Organisation.forget()


def renamed(name: str) -> None:
    organisation = Organisation.current()
    organisation.name = name
    organisation.save()


def test_pages_ask_once(forgotten: None, django_assert_num_queries: Callable) -> None:
    Organisation(name="Tideway").save()

    with django_assert_num_queries(1):
        names = [Organisation.current().name for _ in range(3)]

    assert names == ["Tideway"] * 3


def test_change_is_seen_at_once_here_and_soon_elsewhere(forgotten: None, monkeypatch) -> None:
    Organisation(name="Tideway").save()
    assert Organisation.current().name == "Tideway"
    renamed("Tideway Commons")
    assert Organisation.current().name == "Tideway Commons"

    # As another process would: past `save`.
    Organisation.objects.update(name="Harbour")
    assert Organisation.current().name == "Tideway Commons"
    later = models.monotonic() + models.REMEMBERED_SECONDS + 1
    monkeypatch.setattr(models, "monotonic", lambda: later)
    assert Organisation.current().name == "Harbour"


def test_rolled_back_change_is_not_remembered(forgotten: None) -> None:
    Organisation(name="Tideway").save()
    with transaction.atomic():
        renamed("Never")
        assert Organisation.current().name == "Never"
        transaction.set_rollback(True)

    assert Organisation.current().name == "Tideway"


def test_what_one_reader_changes_is_theirs(forgotten: None) -> None:
    Organisation.current().name = "Mine"

    assert Organisation.current().name == "Groundswell"

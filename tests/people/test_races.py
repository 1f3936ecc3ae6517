"""What must hold when people leave at the same instant."""

from functools import partial

import pytest

from groundswell.actors.models import Account
from groundswell.core.errors import Refused
from groundswell.people.actions import erase_account, step_down
from tests import factories
from tests.racing import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]


def test_last_organisers_who_leave_at_once_leave_one_behind():
    organisers = [factories.person(is_staff=True) for _place in range(3)]

    results = together([partial(erase_account, actor=person) for person in organisers])

    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Account.objects.filter(is_staff=True).count() == 1


def test_organisers_who_step_down_and_leave_at_once_wait_for_one_another():
    organisers = [factories.person(is_staff=True) for _place in range(4)]
    acts = [
        partial(act, actor=person)
        for act, person in zip([step_down, erase_account] * 2, organisers, strict=True)
    ]

    results = together(acts)

    assert [type(result) for result in results if isinstance(result, Exception)] == [Refused]
    assert Account.objects.filter(is_staff=True).count() == 1

"""Guidelines: versions, what changed, and accepting them before the first words."""

import pytest

from groundswell.activity.models import Activity
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.actions import (
    accept_guidelines,
    ask_to_join,
    edit_guidelines,
    join_space,
)
from groundswell.spaces.models import Acceptance, Guideline
from groundswell.spaces.rules import accepted_number, guidelines_of
from groundswell.spaces.selectors import guidelines_for
from tests import factories


@pytest.fixture
def ruled(ada, ben, meadow):
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    return meadow


def test_every_version_is_kept_and_numbered(ada, ruled):
    edit_guidelines(actor=ada, space=ruled, text="Be kind.\n\nBe brief.", based_on=1)

    versions = Guideline.objects.filter(space=ruled).order_by("number")
    assert list(versions.values_list("number", "source")) == [
        (1, "Be kind."),
        (2, "Be kind.\n\nBe brief."),
    ]
    assert guidelines_of(ruled).number == 2


def test_guidelines_are_the_stewards(ben, ruled):
    with pytest.raises(Refused):
        edit_guidelines(actor=ben, space=ruled, text="Anything goes.")

    assert guidelines_of(ruled).source == "Be kind."


def test_version_written_meanwhile_is_not_lost(ada, ruled):
    edit_guidelines(actor=ada, space=ruled, text="Be kinder.", based_on=1)

    with pytest.raises(Conflict, match="Another steward changed the guidelines"):
        edit_guidelines(actor=ada, space=ruled, text="Be brief.", based_on=1)
    with pytest.raises(Conflict, match="Nothing was changed"):
        edit_guidelines(actor=ada, space=ruled, text="Be kinder.", based_on=2)

    assert guidelines_of(ruled).source == "Be kinder."


def test_first_words_need_the_guidelines_accepted(ben, ruled):
    with pytest.raises(Invalid, match="tick that you accept them") as refused:
        factories.topic(ben, ruled)
    assert refused.value.field == "accept_guidelines"

    accept_guidelines(actor=ben, space=ruled, number=1)

    topic = factories.topic(ben, ruled)
    assert factories.reply(ben, topic).number == 2


def test_newer_guidelines_stop_nobody_from_writing(ada, ben, ruled):
    accept_guidelines(actor=ben, space=ruled, number=1)
    edit_guidelines(actor=ada, space=ruled, text="Be kind. Be brief.")

    met = guidelines_for(ben, ruled)

    assert factories.topic(ben, ruled).space == ruled
    assert (met.number, met.is_due, met.is_first) == (2, True, False)
    assert [(part.op, part.text) for part in met.changes] == [
        ("same", "Be kind."),
        ("added", " Be brief."),
    ]


def test_guidelines_taken_back_ask_nothing(ada, ben, ruled):
    edit_guidelines(actor=ada, space=ruled, text="")

    assert guidelines_for(ben, ruled) is None
    assert factories.topic(ben, ruled).space == ruled
    with pytest.raises(Conflict, match="no guidelines to accept"):
        accept_guidelines(actor=ben, space=ruled, number=2)


def test_only_the_version_that_was_shown_is_accepted(ada, ben, ruled):
    edit_guidelines(actor=ada, space=ruled, text="Be kinder.")

    with pytest.raises(Invalid, match="have just changed"):
        accept_guidelines(actor=ben, space=ruled, number=1)

    assert accepted_number(ben, ruled) == 0


def test_joining_accepts_in_the_same_breath(cyn, ruled):
    join_space(actor=cyn, space=ruled, accepted=1)

    assert accepted_number(cyn, ruled) == 1
    assert Activity.objects.filter(actor=cyn).count() == 1


def test_asking_to_join_accepts_in_the_same_breath(ada, cyn):
    space = factories.space(ada, "gate", joining="approval", guidelines="Be kind.")

    ask_to_join(actor=cyn, space=space, accepted=1)

    assert accepted_number(cyn, space) == 1


def test_acceptance_is_written_down_once(ada, ben, ruled):
    for _ in range(2):
        accept_guidelines(actor=ben, space=ruled, number=1)

    pairs = Acceptance.objects.order_by("id").values_list("actor__handle", "guideline__number")
    assert list(pairs) == [("ada", 1), ("ben", 1)]


def test_guidelines_that_are_too_long_are_refused(ada, ruled):
    with pytest.raises(Invalid, match="at most 10,000 characters fit"):
        edit_guidelines(actor=ada, space=ruled, text="x" * 10_001)


def test_guidelines_run_no_program(ada, ruled):
    guideline = edit_guidelines(actor=ada, space=ruled, text="<script>alert(1)</script> **hi**")

    assert "<script" not in guideline.html
    assert "<strong>hi</strong>" in guideline.html

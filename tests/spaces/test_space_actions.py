"""Opening a space, changing what it sets itself, closing it."""

import pytest

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor, Organisation
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.actions import (
    change_space,
    close_space,
    join_space,
    open_space,
    reopen_space,
)
from groundswell.spaces.models import Guideline, Membership, Space, SpaceClosing
from groundswell.spaces.rules import accepted_number
from tests import factories


def opened(person, **choices):
    words = {"handle": "pond", "name": "The Pond", "purpose": "Keep it clean."}
    return open_space(actor=person, **{**words, **choices})


def logged(kind):
    return list(Activity.objects.filter(kind=kind).values_list("actor__handle", "data"))


def test_opener_is_the_first_steward(cyn):
    space = opened(cyn)

    members = Membership.objects.filter(space=space)
    assert list(members.values_list("actor__handle", "role")) == [("cyn", "steward")]
    assert space.member_count == 1
    assert logged("spaces.space_opened") == [("cyn", {})]


def test_space_takes_the_defaults_of_the_organisation(cyn):
    Organisation(licence="CC-BY-4.0", public_spaces_allowed=False).save()

    space = opened(cyn)

    assert (space.licence, space.visibility) == ("CC-BY-4.0", "members")


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"purpose": "  "}, "purpose", "Nothing is written here yet"),
        ({"name": ""}, "name", "Nothing is written here yet"),
        ({"purpose": "x" * 301}, "purpose", "at most 300 characters fit"),
        ({"handle": "a b"}, "handle", "A handle is made of"),
        ({"handle": "settings"}, "handle", "kept for the site itself"),
        ({"handle": "ADA"}, "handle", "the-pond is free"),
    ],
)
def test_space_with_missing_words_is_not_opened(ada, cyn, words, field, sentence):
    with pytest.raises(Invalid, match=sentence) as refused:
        opened(cyn, **words)

    assert refused.value.field == field
    assert Space.objects.count() == 0
    assert Actor.objects.filter(kind="group").count() == 0


def test_handle_left_empty_is_made_from_the_name(cyn):
    first, second = opened(cyn, handle=""), opened(cyn, handle="")

    assert (first.handle, second.handle) == ("the-pond", "the-pond-2")


def test_guidelines_given_at_opening_are_in_force_and_accepted_by_their_writer(cyn):
    space = opened(cyn, guidelines="Be *kind*.")

    guideline = Guideline.objects.get(space=space)
    assert (guideline.number, guideline.source) == (1, "Be *kind*.")
    assert "<em>kind</em>" in guideline.html
    assert accepted_number(cyn, space) == 1


def test_only_organisers_open_spaces_where_the_organisation_says_so(cyn):
    Organisation(space_opening="stewards").save()
    organiser = factories.person("olga", is_staff=True)

    with pytest.raises(Refused, match="Ask one of them"):
        opened(cyn)

    assert opened(organiser).handle == "pond"


def test_organisation_that_keeps_among_members_refuses_public_spaces(cyn):
    Organisation(public_spaces_allowed=False).save()

    with pytest.raises(Invalid, match="keeps its spaces among members"):
        opened(cyn, visibility="public")


def test_fixed_licence_cannot_be_chosen(cyn):
    Organisation(licence="CC0-1.0", licence_fixed=True).save()

    assert opened(cyn, licence="CC-BY-4.0").licence == "CC0-1.0"


def test_space_for_the_invited_is_joined_by_invitation(cyn):
    assert opened(cyn, visibility="invitation", joining="open").joining == "invitation"


def test_space_goes_under_one_that_its_opener_stewards(ada, ben, meadow):
    with pytest.raises(Refused, match="Only stewards of The Meadow put other spaces under it"):
        opened(ben, parent=meadow)

    assert opened(ada, parent=meadow).parent == meadow


def test_change_is_logged_by_its_name_alone(ada, meadow):
    change_space(actor=ada, space=meadow, name="The Field", purpose="Hay.", joining="open")

    meadow.refresh_from_db()
    assert (meadow.name, meadow.purpose) == ("The Field", "Hay.")
    assert logged("spaces.space_changed") == [("ada", {"changed": ["name", "purpose"]})]


def test_change_that_changes_nothing_says_so(ada, meadow):
    with pytest.raises(Conflict, match="Nothing was changed"):
        change_space(actor=ada, space=meadow, name="The Meadow")

    assert logged("spaces.space_changed") == []


def test_settings_are_the_stewards(ben, meadow):
    with pytest.raises(Refused, match="Only stewards of The Meadow can do this"):
        change_space(actor=ben, space=meadow, purpose="Mine.")

    meadow.refresh_from_db()
    assert meadow.purpose == "What meadow is for"


def test_space_that_becomes_hidden_stops_being_open_to_join(ada, meadow):
    change_space(actor=ada, space=meadow, visibility="invitation")
    with pytest.raises(Conflict):
        change_space(actor=ada, space=meadow, joining="invitation")

    change_space(actor=ada, space=meadow, visibility="public", joining="open")
    assert (meadow.visibility, meadow.joining) == ("public", "open")


def test_space_never_lies_under_itself(ada, meadow):
    child = factories.space(ada, "child", name="Child", parent=meadow)
    grandchild = factories.space(ada, "grandchild", parent=child)

    for parent in (meadow, child, grandchild):
        with pytest.raises(Invalid, match=r"lies under The Meadow already") as refused:
            change_space(actor=ada, space=meadow, parent=parent)
        assert refused.value.field == "parent"

    meadow.refresh_from_db()
    assert meadow.parent is None


def test_space_can_stand_by_itself_again(ada, meadow):
    child = factories.space(ada, "child", parent=meadow)

    change_space(actor=ada, space=child, parent=None)

    assert child.parent is None


def test_closed_space_takes_no_words_and_no_members(ada, ben, cyn, meadow):
    topic = factories.topic(ben, meadow)
    close_space(actor=ada, space=meadow, reason="The festival is over.")

    for write in (
        lambda: factories.topic(ben, meadow),
        lambda: factories.reply(ada, topic),
        lambda: join_space(actor=cyn, space=meadow),
    ):
        with pytest.raises(Conflict, match=r"only be read\. The reason: The festival is over\."):
            write()
    assert topic.messages.count() == 1


def test_closing_needs_a_reason_and_happens_once(ada, meadow):
    with pytest.raises(Invalid, match="Nothing is written here yet"):
        close_space(actor=ada, space=meadow, reason=" ")
    close_space(actor=ada, space=meadow, reason="Done.")

    with pytest.raises(Conflict):
        close_space(actor=ada, space=meadow, reason="Again.")

    assert list(SpaceClosing.objects.values_list("reason", flat=True)) == ["Done."]


def test_reopened_space_takes_words_again(ada, ben, meadow):
    close_space(actor=ada, space=meadow, reason="Winter.")

    reopen_space(actor=ada, space=meadow)

    assert factories.topic(ben, meadow).space == meadow
    with pytest.raises(Conflict, match="open already"):
        reopen_space(actor=ada, space=meadow)

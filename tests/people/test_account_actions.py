"""Opening, approving, refusing, withdrawing and erasing accounts."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from groundswell.activity.models import Activity, Outbox
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Account, Actor, Organisation
from groundswell.conversations.actions import close_topic, edit_message, lock_topic, react
from groundswell.conversations.models import Attachment, Message, Reaction, Version
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import DigestClock, Letter, Notification, PushSubscription
from groundswell.people.actions import (
    approve_account,
    block_person,
    erase_account,
    follow_person,
    open_account,
    refuse_account,
    withdraw_account,
)
from groundswell.people.models import Block, PersonFollow, SignUpRefusal
from groundswell.search.models import Entry
from groundswell.spaces.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db


def open_for(handle, **options):
    person = Actor(handle=handle, name=handle.capitalize())
    email = f"{handle}@example.org"
    return open_account(actor=person, email=email, password="three blue otters", **options)


@pytest.fixture
def organiser():
    return factories.person("olu", is_staff=True)


@pytest.fixture
def by_approval():
    Organisation(sign_up=Organisation.SignUp.APPROVAL).save()


def test_account_can_write_at_once_where_sign_up_is_open():
    account = open_for("sam")

    assert account.approved_at is not None
    assert account.check_password("three blue otters")


@pytest.mark.parametrize(("options", "waits"), [({}, True), ({"steward": True}, False)])
def test_account_waits_where_stewards_approve(by_approval, options, waits):
    assert (open_for("sam", **options).approved_at is None) is waits


def test_crowd_waits_although_sign_up_is_open(monkeypatch):
    monkeypatch.setattr("groundswell.people.actions.account.MOST_AN_HOUR", 2)

    assert [open_for(handle).approved_at is None for handle in ("aa", "bb", "cc")] == [
        False,
        False,
        True,
    ]


def test_organisers_are_told_of_those_who_wait(by_approval, organiser):
    open_for("sam")
    project_pending()

    assert [alert.recipient for alert in Notification.objects.all()] == [organiser]


def test_organiser_lets_a_person_in_once(by_approval, organiser):
    account = open_for("sam")

    approve_account(actor=organiser, account=account)

    assert Account.objects.get(id=account.id).approved_at is not None
    with pytest.raises(Conflict):
        approve_account(actor=organiser, account=account)


def test_nobody_else_decides(by_approval, ben):
    account = open_for("sam")

    with pytest.raises(Refused):
        approve_account(actor=ben, account=account)
    with pytest.raises(Refused):
        refuse_account(actor=ben, account=account, reason="No")

    assert Account.objects.get(id=account.id).approved_at is None


def test_refused_person_is_erased_and_the_reason_kept(by_approval, organiser):
    account = open_for("sam")

    refuse_account(actor=organiser, account=account, reason="An advertisement")

    person = Actor.objects.get(id=account.actor_id)
    assert Account.objects.filter(actor=person).count() == 0
    assert (person.name, person.handle) == ("Somebody who left", f"left-{person.id:x}")
    assert SignUpRefusal.objects.get().reason == "An advertisement"


def test_refusal_needs_a_reason(by_approval, organiser):
    account = open_for("sam")

    with pytest.raises(Invalid) as refused:
        refuse_account(actor=organiser, account=account, reason=" ")

    assert refused.value.field == "reason"
    assert Account.objects.filter(id=account.id).count() == 1


def test_unconfirmed_account_is_taken_back_and_its_handle_free():
    person = open_for("sam").actor

    withdraw_account(actor=person)

    assert open_for("sam").actor.handle == "sam"


def test_account_in_use_is_not_taken_back(ben):
    ben.account.last_login = ben.created_at
    ben.account.save()

    with pytest.raises(Conflict):
        withdraw_account(actor=ben)


def test_erasing_leaves_tombstones_and_totals(ada, ben, cyn, meadow):
    topic = factories.topic(ben, meadow, title="Ben’s own words", text="Hello #bees and @ada")
    reply = factories.reply(ada, topic, text="Thank you")
    mine = factories.reply(ben, topic, text="A secret of mine")
    edit_message(actor=ben, message=mine, text="A secret, edited")
    react(actor=ben, message=reply, sign="👍")
    follow_person(actor=cyn, person=ben)
    block_person(actor=ben, person=factories.person("dan"))
    project_pending()
    people_before = meadow.__class__.objects.get().member_count

    erase_account(actor=ben)
    project_pending()

    gone = Actor.objects.get(id=ben.id)
    assert (gone.name, gone.picture, gone.left_at is not None) == ("Somebody who left", "", True)
    with pytest.raises(ObjectDoesNotExist):
        _ = gone.account
    texts = Message.objects.order_by("number").values_list("number", "text")
    assert list(texts) == [(1, ""), (2, "Thank you"), (3, "")]
    assert topic.__class__.objects.get().title == "Removed by its author"
    assert Version.objects.count() == 0
    assert Reaction.objects.count() == 1
    assert (Block.objects.count(), PersonFollow.objects.count()) == (0, 0)
    assert Membership.objects.filter(actor=ben).count() == 0
    assert meadow.__class__.objects.get().member_count == people_before - 1
    assert Notification.objects.filter(recipient=ben).count() == 0
    assert list(Entry.objects.values_list("message__number", flat=True)) == [2]


def test_space_of_an_erased_only_steward_passes_to_the_oldest_member(ada, ben, meadow):
    topic = factories.topic(ada, meadow, text="My own words")
    guest = factories.member(factories.person("gus"), meadow)
    Membership.objects.filter(id=guest.id).update(role="guest", since=ada.created_at)
    factories.member(factories.person("late"), meadow)
    project_pending()

    erase_account(actor=ada)
    while project_pending():
        pass

    assert list(Outbox.objects.all()) == []
    assert Message.objects.get(topic=topic).text == ""
    stewards = Membership.objects.filter(space=meadow, role="steward")
    assert [row.actor_id for row in stewards] == [ben.id]
    assert meadow.__class__.objects.get().member_count == 3
    told = Notification.objects.filter(kind="spaces.steward_appointed")
    assert [(row.recipient_id, row.reason) for row in told] == [(ben.id, "membership")]


def test_space_of_an_erased_only_member_stands_empty(ada):
    space = factories.space(ada)
    project_pending()

    erase_account(actor=ada)
    project_pending()

    assert list(Outbox.objects.all()) == []
    assert (space.memberships.count(), space.__class__.objects.get().member_count) == (0, 0)


@pytest.mark.parametrize("who", ["ada", "ben", "cyn"])
def test_erasing_anyone_leaves_nothing_to_follow_up(who, ada, ben, cyn, meadow, burrow):
    person = {"ada": ada, "ben": ben, "cyn": cyn}[who]
    factories.topic(ben, burrow, text="@ada and @cyn #bees")
    project_pending()

    erase_account(actor=person)
    while project_pending():
        pass

    assert list(Outbox.objects.all()) == []


def test_nothing_in_the_database_still_says_who_it_was(ada, ben, meadow):
    ben.name = "Benvolio Unmistakable"
    ben.save()
    topic = factories.topic(ben, meadow, text="I, Unmistakable, say so")
    edit_message(actor=ben, message=topic.messages.get(), text="Unmistakable again")
    close_topic(actor=ben, topic=topic, summary="Unmistakable, said he")
    lock_topic(actor=ada, topic=factories.topic(ben, meadow), reason="Unrelated")
    Letter.objects.create(recipient=ben, subject="x", text="Dear Unmistakable")
    DigestClock.objects.create(recipient=ben, next_at=now())
    PushSubscription.objects.create(
        actor=ben, endpoint="https://push.example.org/1", public_key="k", secret="s"
    )
    project_pending()

    erase_account(actor=ben)
    project_pending()

    assert [m.objects.count() for m in (Letter, DigestClock, PushSubscription)] == [0, 0, 0]
    from django.apps import apps  # noqa: PLC0415 - only here every table is read

    traces = [
        (model._meta.label, row)
        for model in apps.get_models()
        for row in model._default_manager.values()
        if "unmistakable" in str(row).lower() or "ben@example.org" in str(row)
    ]
    assert traces == []


def test_erased_files_leave_the_disk(ben, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    path = default_storage.save("files/a.txt", ContentFile(b"mine"))
    Attachment.objects.create(owner=ben, name="a", path=path, content_type="text/plain", size=4)

    with django_capture_on_commit_callbacks(execute=True):
        erase_account(actor=ben)
    with django_capture_on_commit_callbacks(execute=True):
        project_pending()

    assert (Attachment.objects.count(), default_storage.exists(path)) == (0, False)


def test_handle_of_somebody_who_left_is_never_given_again(ben):
    erase_account(actor=ben)

    with pytest.raises(Invalid) as refused:
        open_for("BEN")

    assert refused.value.field == "handle"


def test_last_organiser_stays(organiser):
    with pytest.raises(Refused):
        erase_account(actor=organiser)

    factories.person("second", is_staff=True)
    erase_account(actor=organiser)
    assert Activity.objects.filter(kind="people.account_erased").count() == 1


def test_person_of_a_new_account_is_seen_once_known(as_, organiser, ben):
    person = open_for("sam").actor
    seen = lambda viewer: as_(viewer).get("/@sam/").status_code  # noqa: E731 - asked thrice

    unconfirmed = [seen(None), seen(ben), seen(organiser), seen(person)]
    person.account.emailaddress_set.create(email="sam@example.org", verified=True)
    confirmed = [seen(None), seen(ben)]
    Account.objects.filter(actor=person).update(approved_at=None)

    assert (unconfirmed, confirmed) == ([404, 404, 200, 200], [200, 200])
    assert [seen(None), seen(ben)] == [404, 404]
    assert as_(None).get("/@sam/feed.atom").status_code == 404

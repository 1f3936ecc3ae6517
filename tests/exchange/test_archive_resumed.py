"""An archive comes in piece by piece: a kill between two is ended by the next run, and whoever
writes meanwhile waits for a piece at most."""

import pytest
from django.core.management import call_command
from django.db import connection

from groundswell.conversations.models import Message, Topic
from groundswell.exchange.importers.archive import bring as bringing
from groundswell.exchange.importers.archive import open_archive, pieces
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Membership, Space
from tests import factories
from tests.exchange.archives import content, empty_site
from tests.exchange.test_archive import live_a_little


class Killed(BaseException):
    """What no `except` of ours catches, like a kill."""


@pytest.fixture(autouse=True)
def small(settings, tmp_path, monkeypatch):
    """Pieces of one topic each."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(pieces, "TOPICS_AT_ONCE", 1)


@pytest.fixture
def lived(ada, ben, meadow, tmp_path):
    """The archive of a space with a bit of everything, on a site that has forgotten it."""
    live_a_little(ada, ben, meadow)
    path = tmp_path / "one.zip"
    call_command("export", "space", "meadow", output=path, verbosity=0)
    empty_site()
    return path


def bring(path, advanced=lambda _count: None):
    tally = Tally()
    with open_archive(path) as archive:
        bringing.bring(archive, tally, advanced=advanced)
    return tally


def test_what_a_kill_interrupted_is_ended_by_the_next_run(lived, tmp_path):
    def kill(_count):
        if Topic.objects.count() == 2:
            raise Killed

    with pytest.raises(Killed):
        bring(lived, kill)
    there = Topic.objects.count(), Message.objects.count()

    tally = bring(lived)

    assert there == (2, 10)
    assert (tally.counts["unchanged"]["topics"], tally.counts["created"]["topics"]) == (2, 2)
    again = tmp_path / "two.zip"
    call_command("export", "space", "meadow", output=again, verbosity=0)
    assert content(again) == content(lived)


@pytest.mark.django_db(transaction=True)
def test_every_piece_is_a_transaction_of_its_own(ada, ben, meadow, tmp_path):
    for number in range(3):
        factories.topic(ada, meadow, title=f"Topic {number}")
    path = tmp_path / "one.zip"
    call_command("export", "space", "meadow", output=path, verbosity=0)
    empty_site()
    seen = []

    bring(path, lambda _count: seen.append((connection.in_atomic_block, Topic.objects.count())))

    assert seen == [(False, 1), (False, 2), (False, 3)]


def test_people_may_write_between_two_pieces(ada, ben, meadow, tmp_path):
    topic = factories.topic(ada, meadow, text="One")
    path = tmp_path / "late.zip"
    factories.reply(ben, topic, "Two")
    call_command("export", "space", "meadow", output=path, verbosity=0)
    Message.objects.filter(text="Two").delete()
    Topic.objects.filter(id=topic.id).update(last_number=1)
    with open_archive(path) as archive:
        arrival = bringing.Arrival(archive=archive, tally=Tally(), writes=True, space=meadow)
        for _some in bringing.arrive_actors(arrival):
            pass
        [piece] = pieces.pieces(archive)
        ready = bringing.arrive_piece(arrival, piece)
        factories.reply(ada, Topic.objects.get(), "Meanwhile")

        bringing.bring_piece(actor=ada, arrival=arrival, ready=ready)

    assert list(Message.objects.order_by("number").values_list("number", "text")) == [
        (1, "One"),
        (2, "Meanwhile"),
        (3, "Two"),
    ]
    assert Topic.objects.get().last_number == 3


def test_members_are_there_before_the_words(lived):
    with pytest.raises(Killed):
        bring(lived, lambda _count: (_ for _ in ()).throw(Killed))

    assert Membership.objects.filter(space=Space.objects.get()).count() == 2


def test_lines_out_of_their_order_are_refused_and_nothing_is_left(
    ada, meadow, tmp_path, monkeypatch
):
    for number in range(2):
        factories.topic(ada, meadow, title=f"Topic {number}")
    path = tmp_path / "one.zip"
    call_command("export", "space", "meadow", output=path, verbosity=0)
    empty_site()
    lines = bringing.Archive.lines

    def turned(self, noun):
        found = list(lines(self, noun))
        return iter(reversed(found) if noun == "messages" else found)

    monkeypatch.setattr(bringing.Archive, "lines", turned)

    with pytest.raises(SourceError, match="context is not in the archive, or stands out of"):
        bring(path)

    assert Space.objects.count() == 0

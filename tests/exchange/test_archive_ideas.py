"""A challenge with everything in it goes into an archive and comes back the same."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from groundswell.challenges.actions import (
    Lesson,
    Says,
    Trial,
    answer_idea,
    combine_ideas,
    end_pilot,
    start_pilot,
    support_idea,
    tell_outcome,
    undo_merge,
)
from groundswell.challenges.models import (
    Answer,
    Challenge,
    Criterion,
    Idea,
    Merge,
    Outcome,
    Pilot,
    Stage,
    StageMove,
    Suggestion,
    Support,
)
from groundswell.conversations.models import Contribution, Link, Topic
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.importers.archive import open_archive
from groundswell.exchange.importers.archive.bring import bring
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space
from tests import factories
from tests.exchange.archives import content, empty_site


@pytest.fixture
def packed(db: None, tmp_path: Path) -> Path:
    """An archive of a space whose challenge has one of everything."""
    ada, ben, cyn = (factories.person(name) for name in ("ada", "ben", "cyn"))
    space = factories.space(ada, "meadow", purpose="Living with water")
    for person in (ben, cyn):
        factories.member(person, space)
    floods = factories.challenge(ada, space, title="Dry cellars", template="idea_board")
    Criterion(challenge=floods, position=0, name="Cost", says="Over ten years").save()
    Stage.objects.filter(challenge=floods, kind="done").update(
        starts_on=date(2030, 1, 1), closed_at=timezone.now(), closed_by=ada
    )
    one, two, three = (
        factories.idea(ben, floods, title=title, sector="Water") for title in ("A", "B", "C")
    )
    Idea.objects.filter(topic=three.topic_id).update(origin="meeting", category="Banks")
    for person, idea in ((ada, one), (cyn, one), (cyn, two), (ben, two)):
        support_idea(actor=person, idea=idea)
    words = factories.reply(cyn, one.topic, text="Shorter?")
    Suggestion(
        message=words, idea=one, title="A", text="Short.", base_title="A", base_text="Long.",
        declined_at=timezone.now(), settled_by=ben, reason="Too short", became=three,
    ).save()  # fmt: skip
    combine_ideas(actor=ada, survivor=one, sources=[two], reason="The same")
    Contribution.objects.filter(topic=one.topic, role="author").update(share=700)
    Link(kind="derived_from", origin=three.topic, target=one.topic, by=cyn).save()
    says = Says(verdict="accepted", text="Yes", owner=cyn, next_step="Begin", next_step_by=None)
    answer_idea(actor=ada, idea=one, says=says)
    tell_outcome(actor=cyn, idea=one, text="Begun.")
    pilot = start_pilot(actor=cyn, idea=one, trial=Trial(hypothesis="Dry", measure="Count"))
    lesson = Lesson(happened="Wet.", learnt="More.", verdict="adjust")
    end_pilot(actor=ada, pilot=pilot, lesson=lesson)
    path = tmp_path / "first.zip"
    pack_space(space, path)
    return path


def brought(path: Path) -> Tally:
    tally = Tally()
    with open_archive(path) as archive:
        bring(archive, tally)
    return tally


def test_archive_of_a_challenge_comes_back_equal(packed: Path, tmp_path: Path) -> None:
    empty_site()
    tally = brought(packed)
    second = tmp_path / "second.zip"
    pack_space(Space.objects.get(), second)

    assert content(second) == content(packed)
    assert (tally.counts["created"]["challenges"], tally.counts["created"]["ideas"]) == (1, 3)


def test_brought_challenge_has_every_row_and_every_count(packed: Path, client: Client) -> None:
    empty_site()
    brought(packed)
    floods = Challenge.objects.get()
    one, two, three = (Idea.objects.get(topic__title=title) for title in ("A", "B", "C"))

    assert (floods.idea_count, floods.topic.kind, Space.objects.get().topic_count) == (
        3,
        "challenge",
        1,
    )
    assert floods.stages.values_list("name", "idea_count")[0] == ("Open", 2)
    assert (one.support_count, two.merged_into, two.root) == (3, one, one)
    assert set(Topic.objects.filter(kind="idea").values_list("within", flat=True)) == {
        floods.topic_id
    }
    assert (three.origin, three.category, three.sector) == ("meeting", "Banks", "Water")
    assert (Answer.objects.get().owner.name, Outcome.objects.get().by.name) == ("Cyn", "Cyn")
    assert (Pilot.objects.get().learnt, Suggestion.objects.get().became) == ("More.", three)
    assert Contribution.objects.get(topic=one.topic, role="author").share == 700
    for address in (floods.get_absolute_url(), one.get_absolute_url(), two.get_absolute_url()):
        assert client.get(address).status_code == 200


def test_merge_that_an_archive_brought_can_be_undone(packed: Path) -> None:
    empty_site()
    brought(packed)
    steward = factories.person("eve")
    Space.objects.get().memberships.create(actor=steward, role="steward")
    undo_merge(actor=steward, merge=Merge.objects.get(), reason="They differ")
    one, two = (Idea.objects.get(topic__title=title) for title in ("A", "B"))

    assert (one.support_count, two.support_count, two.root) == (2, 2, None)
    assert Contribution.objects.filter(role="merged_from").count() == 0
    assert Link.objects.filter(kind="combined_into").count() == 0


def test_second_run_brings_nothing(packed: Path) -> None:
    empty_site()
    brought(packed)
    before = (Idea.objects.count(), Support.objects.count(), Merge.objects.count())
    tally = brought(packed)

    assert (tally.counts["unchanged"]["challenges"], tally.counts["unchanged"]["ideas"]) == (1, 3)
    assert (Idea.objects.count(), Support.objects.count(), Merge.objects.count()) == before


def test_what_has_no_place_in_an_archive_is_told(packed: Path) -> None:
    space = Space.objects.get()
    stage = Stage.objects.filter(challenge__topic__space=space).earliest("position")
    ada = stage.challenge.topic.author
    StageMove(challenge=stage.challenge, to=stage, by=ada, reason="So", count=1).save()

    assert pack_space(space, packed).left_out == {"moves between stages": 1}

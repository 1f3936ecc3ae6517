"""A challenge with everything in it goes into an archive and comes back the same."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    Lesson,
    Says,
    Trial,
    answer_idea,
    combine_ideas,
    end_pilot,
    join_themes,
    label_ideas,
    move_ideas,
    pin_idea,
    rename_theme,
    split_theme,
    start_pilot,
    support_idea,
    tell_outcome,
    undo_merge,
    undo_move,
    undo_theme_edit,
)
from groundswell.challenges.models import (
    Answer,
    Challenge,
    ConflictOfInterest,
    CreditOffer,
    Criterion,
    Idea,
    Labelling,
    Merge,
    Outcome,
    Pilot,
    Review,
    Reviewer,
    Score,
    Stage,
    StageChange,
    Suggestion,
    Support,
    Theme,
    ThemeEdit,
    ThemeRun,
)
from groundswell.conversations.models import Contribution, Link, Topic
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.importers.archive import open_archive
from groundswell.exchange.importers.archive.bring import bring
from groundswell.exchange.importers.shapes import SourceError
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
    Criterion(
        challenge=floods, position=0, name="Cost", says="Over ten years", least="At once"
    ).save()
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
    sort_out(ada, cyn, Idea.objects.get(topic=three.topic_id))
    path = tmp_path / "first.zip"
    pack_space(space, path)
    return path


def sort_out(ada: Actor, cyn: Actor, idea: Idea) -> None:
    """Moves, one of them taken back; labels; a review and a conflict; themes put right by hand."""
    floods = idea.challenge
    stages = {stage.kind: stage for stage in floods.stages.all()}
    criterion = Criterion.objects.get()
    Reviewer(challenge=floods, actor=cyn, by=ada).save()
    review = Review.objects.create(idea=idea, stage=idea.stage, actor=cyn, comment="Dear")
    Score(review=review, criterion=criterion, value=4).save()
    ConflictOfInterest(idea=idea, actor=ada, reason="My street").save()
    held = {"actor": ada, "challenge": floods}
    label_ideas(**held, ideas=[idea.topic_id], name="Quick Win")
    there = {idea.topic_id: idea.stage_id}
    move_ideas(**held, ideas=there, to=stages["done"], reason="It is there")
    other = factories.idea(cyn, floods, title="D", text="Another.")
    seen = {other.topic_id: other.stage_id}
    undo_move(actor=ada, move=move_ideas(**held, ideas=seen, to=stages["done"], reason="Oh").move)
    fold = factories.idea(ada, floods, title="E", text="Another one.")
    Idea.objects.filter(topic=fold.topic_id).update(folded_under=other)
    Idea.objects.filter(topic=other.topic_id).update(fold_size=2)
    found = {"sectors": {"Water": 1}, "counted": 5, "seconds": 2, "unmet": []}
    ThemeRun(challenge=floods, by=ada, state="done", ideas=5, themes=1, found=found).save()
    shape = {"words": ["water"], "central": [str(other.topic_id)], "x": 0.5, "y": 1, "r": 0.2}
    theme = Theme.objects.create(challenge=floods, label="water", shape=shape)
    Idea.objects.filter(topic__in=[idea.topic_id, other.topic_id]).update(theme=theme)
    part = split_theme(actor=ada, theme=theme, ideas=[idea.topic_id], name="Part")
    rename_theme(actor=ada, theme=part, name="Banks")
    pin_idea(actor=ada, idea=other, theme=part)
    undo_theme_edit(actor=ada, edit=ThemeEdit.objects.latest("id"))
    join_themes(actor=ada, theme=part, into=theme)


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
    assert (tally.counts["created"]["challenges"], tally.counts["created"]["ideas"]) == (1, 5)


def test_brought_challenge_has_every_row_and_every_count(packed: Path, client: Client) -> None:
    empty_site()
    brought(packed)
    floods = Challenge.objects.get()
    one, two, three = (Idea.objects.get(topic__title=title) for title in ("A", "B", "C"))

    assert (floods.idea_count, floods.topic.kind, Space.objects.get().topic_count) == (
        5,
        "challenge",
        1,
    )
    assert floods.stages.values_list("name", "idea_count")[0] == ("Open", 3)
    assert (one.support_count, two.merged_into, two.root) == (3, one, one)
    assert set(Topic.objects.filter(kind="idea").values_list("within", flat=True)) == {
        floods.topic_id
    }
    assert (three.origin, three.category, three.sector) == ("meeting", "Banks", "Water")
    assert (Answer.objects.get().owner.name, Outcome.objects.get().by.name) == ("Cyn", "Cyn")
    assert (Pilot.objects.get().learnt, Suggestion.objects.get().became) == ("More.", three)
    assert Contribution.objects.get(topic=one.topic, role="author").share == 700
    assert Criterion.objects.values_list("says", "least").get() == ("Over ten years", "At once")
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

    assert (tally.counts["unchanged"]["challenges"], tally.counts["unchanged"]["ideas"]) == (1, 5)
    assert (Idea.objects.count(), Support.objects.count(), Merge.objects.count()) == before


def test_brought_ideas_went_the_same_way(packed: Path) -> None:
    empty_site()
    brought(packed)
    three, other = (Idea.objects.get(topic__title=title) for title in ("C", "D"))
    change, back = StageChange.objects.order_by("id")
    review = Review.objects.get()

    assert (three.stage.kind, change.idea, change.left.name) == ("done", three, "Open")
    assert (change.move.reason, change.move.undone_at) == ("It is there", None)
    assert (back.idea, back.undone_at is None, back.move.undone_by.name) == (other, False, "Ada")
    assert (review.actor.name, review.comment, review.scores.get().value) == ("Cyn", "Dear", 4)
    assert ConflictOfInterest.objects.get().reason == "My street"
    assert Labelling.objects.get().label.name == "Quick Win"
    assert (other.fold_size, other.folds.get().topic.title) == (2, "E")


def test_brought_edits_of_themes_can_be_undone(packed: Path) -> None:
    empty_site()
    brought(packed)
    steward = factories.person("eve")
    Space.objects.get().memberships.create(actor=steward, role="steward")
    three = Idea.objects.get(topic__title="C")
    whole, part = Theme.objects.order_by("id")
    before = (three.theme, part.joined_into, str(part), ThemeRun.objects.get().found["counted"])
    undo_theme_edit(actor=steward, edit=ThemeEdit.objects.get(kind="join"))
    undo_theme_edit(actor=steward, edit=ThemeEdit.objects.get(kind="rename"))
    three.refresh_from_db()

    assert before == (whole, whole, "Banks", 5)
    assert (str(three.theme), ThemeEdit.objects.count()) == ("Part", 4)


@pytest.mark.parametrize(
    ("noun", "field", "value"),
    [
        ("edits", "ideas", [99]),
        ("edits", "theme", 7),
        ("moves", "to", 70),
        ("themes", "coverage", "much"),
        ("themes", "central", ["https://elsewhere.example/t/1"]),
        ("ideas", "reviews", [{"scores": [[0, 9]]}]),
        ("ideas", "way", [{"move": 5, "left": 0}]),
    ],
)
def test_what_does_not_fit_brings_nothing(
    packed: Path, tmp_path: Path, noun: str, field: str, value: object
) -> None:
    bent = tmp_path / "bent.zip"
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(bent, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == f"{noun}.jsonl":
                lines = [json.loads(line) for line in data.splitlines()]
                at = next((i for i, line in enumerate(lines) if field in line), 0)
                if field == "reviews":
                    value = [{**lines[at]["reviews"][0], "scores": [[0, 9]]}]
                lines[at][field] = value
                data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
            new.writestr(name, data)
    empty_site()
    with pytest.raises(SourceError):
        brought(bent)

    assert Topic.objects.count() == Theme.objects.count() == 0


def test_what_has_no_place_in_an_archive_is_told(packed: Path) -> None:
    topic = Idea.objects.get(topic__title="A").topic
    person = Actor.objects.get(handle="cyn")
    CreditOffer(topic=topic, actor=person, role="suggested", by=topic.author).save()

    assert pack_space(topic.space, packed).left_out == {"open offers of credit": 1}

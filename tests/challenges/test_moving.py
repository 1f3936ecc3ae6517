"""Moving ideas from stage to stage, one or many, and taking it back."""

import contextlib
import time
from collections.abc import Callable

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    _moving,
    go_on,
    move_ideas,
    move_matching,
    moving,
    undo_move,
)
from groundswell.challenges.models import Challenge, Idea, MoveRun, Stage, StageChange, StageMove
from groundswell.challenges.tasks import go_on_moving, go_on_with_what_stopped
from groundswell.conversations.models import Message, Topic
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, DomainError, Invalid, Refused
from groundswell.core.ids import new_id
from groundswell.core.rows import insert_objects
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.racing import several_connections, together


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars")


def stage(challenge: Challenge, name: str) -> Stage:
    return Stage.objects.get(challenge=challenge, name=name)


def move(actor: Actor, *ideas: Idea, to: str = "Emerging", reason: str = "It grew") -> StageMove:
    challenge = ideas[0].challenge
    seen = {idea.topic_id: Idea.objects.get(topic=idea.topic_id).stage_id for idea in ideas}
    done = move_ideas(
        actor=actor, challenge=challenge, ideas=seen, to=stage(challenge, to), reason=reason
    )
    return done.move


def counts(challenge: Challenge) -> dict[str, int]:
    rows = Stage.objects.filter(challenge=challenge, idea_count__gt=0)
    return dict(rows.values_list("name", "idea_count"))


def recounted(challenge: Challenge) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in Idea.objects.filter(challenge=challenge, merged_into=None).values_list(
        "stage__name", flat=True
    ):
        found[name] = found.get(name, 0) + 1
    return found


def many(author: Actor, challenge: Challenge, number: int) -> list[Idea]:
    """Ideas by the hundred, without the door: only their moving is looked at."""
    first, at = stage(challenge, "Early ideation"), now()
    topics = [
        Topic(
            id=new_id(),
            space=challenge.topic.space,
            kind="idea",
            title=f"Idea {at}",
            author=author,
            last_number=1,
            within=challenge.topic,
        )
        for at in range(number)
    ]
    insert_objects(Topic, topics)
    insert_objects(
        Message,
        [
            Message(topic=it, number=1, author=author, kind="opening", text="x", published_at=at)
            for it in topics
        ],
    )
    ideas = [Idea(topic=it, challenge=challenge, stage=first) for it in topics]
    insert_objects(Idea, ideas)
    Stage.objects.filter(id=first.id).update(idea_count=number)
    return ideas


def test_idea_is_moved_with_a_reason(ada: Actor, ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods, title="Willows")
    move(ada, idea, reason="Three people want to try it")
    idea.refresh_from_db()
    note = Message.objects.get(topic=idea.topic_id, number=2)
    activity = Activity.objects.latest("id")

    assert idea.stage.name == "Emerging"
    assert counts(floods) == {"Emerging": 1}
    assert (note.kind, note.author, note.text) == (
        "note",
        ada,
        "Moved from “Early ideation” to “Emerging”: Three people want to try it",
    )
    assert (activity.kind, activity.topic_id, activity.message_id) == (
        "challenges.idea_moved",
        idea.topic_id,
        note.id,
    )


def test_authors_and_followers_are_told(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge
) -> None:
    one, two = factories.idea(ben, floods), factories.idea(ben, floods)
    move(ada, one, two)
    project_pending()

    told = Notification.objects.filter(kind="challenges.ideas_moved")
    assert list(told.values_list("recipient__handle", "reason", "topic_id")) == [
        ("ben", "idea", floods.topic_id)
    ]


def test_only_who_runs_it_moves(ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods)

    with pytest.raises(Refused):
        move(ben, idea)
    assert counts(floods) == {"Early ideation": 1}


def test_second_of_two_is_told_who_was_faster(ada: Actor, ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods, title="Willows")
    seen = {idea.topic_id: idea.stage_id}
    move(ada, idea)

    with pytest.raises(Conflict) as refused:
        move_ideas(
            actor=ada, challenge=floods, ideas=seen, to=stage(floods, "Parked"), reason="Later"
        )
    assert str(refused.value) == (
        "Ada moved “Willows” to “Emerging” while you were looking, so nothing was changed."
    )
    assert StageMove.objects.count() == 1
    assert Message.objects.filter(topic=idea.topic_id).count() == 2


def test_of_several_those_go_that_nobody_moved(ada: Actor, ben: Actor, floods: Challenge) -> None:
    one, two = factories.idea(ben, floods), factories.idea(ben, floods)
    seen = {idea.topic_id: idea.stage_id for idea in (one, two)}
    move(ada, one, to="Parked")
    done = move_ideas(
        actor=ada, challenge=floods, ideas=seen, to=stage(floods, "Emerging"), reason="Both"
    )

    assert (done.count, done.stayed) == (1, 1)
    assert counts(floods) == {"Emerging": 1, "Parked": 1}


def test_combined_ideas_are_not_moved(ada: Actor, ben: Actor, floods: Challenge) -> None:
    one, two = factories.idea(ben, floods), factories.idea(ben, floods, title="Reeds")
    Idea.objects.filter(topic=two.topic_id).update(merged_into=one.topic_id, root=one.topic_id)

    with pytest.raises(Conflict, match="“Reeds” was combined with another idea"):
        move(ada, two)


def test_nothing_goes_to_a_retired_or_foreign_stage(
    ada: Actor, ben: Actor, floods: Challenge, meadow: Space
) -> None:
    idea = factories.idea(ben, floods)
    other = factories.challenge(ada, meadow)
    Stage.objects.filter(challenge=floods, name="Parked").update(retired_at=now())

    with pytest.raises(Conflict, match="is no longer used"):
        move(ada, idea, to="Parked")
    with pytest.raises(Invalid, match="belongs to another challenge"):
        move_ideas(
            actor=ada,
            challenge=floods,
            ideas={idea.topic_id: idea.stage_id},
            to=stage(other, "Parked"),
            reason="x",
        )


def test_move_is_taken_back(ada: Actor, ben: Actor, floods: Challenge) -> None:
    one, two = factories.idea(ben, floods), factories.idea(ben, floods)
    made = move(ada, one, two)
    move(ada, two, to="Refining")
    done = undo_move(actor=ada, move=made)

    assert (done.count, done.stayed) == (1, 1)
    assert counts(floods) == recounted(floods) == {"Early ideation": 1, "Refining": 1}
    assert Message.objects.get(topic=one.topic_id, number=3).text == (
        "Back in “Early ideation”: the move was taken back."
    )
    with pytest.raises(Conflict, match="taken back already"):
        undo_move(actor=ada, move=made)


def test_what_left_and_came_back_was_moved_since(ada: Actor, ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods)
    made = move(ada, idea)
    move(ada, idea, to="Parked")
    move(ada, idea, to="Emerging")

    with pytest.raises(Conflict, match="was moved or combined since"):
        undo_move(actor=ada, move=made)


def test_undo_of_the_last_makes_the_one_before_undoable(
    ada: Actor, ben: Actor, floods: Challenge
) -> None:
    idea = factories.idea(ben, floods)
    first = move(ada, idea)
    undo_move(actor=ada, move=move(ada, idea, to="Parked"))
    undo_move(actor=ada, move=first)

    assert counts(floods) == {"Early ideation": 1}


def test_thousand_ideas_move_in_one_request(
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    ideas = many(ben, floods, 1_000)
    seen = {idea.topic_id: idea.stage_id for idea in ideas}
    began = time.process_time()
    with django_assert_max_num_queries(30):  # type: ignore[attr-defined]
        done = move_ideas(
            actor=ada, challenge=floods, ideas=seen, to=stage(floods, "Emerging"), reason="All"
        )
    took = time.process_time() - began

    assert (done.count, counts(floods)) == (1_000, {"Emerging": 1_000})
    assert Message.objects.filter(kind="note", number=2).count() == 1_000
    assert took < 2


def test_worker_moves_and_takes_back_what_is_more(
    ada: Actor, ben: Actor, floods: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 4)
    many(ben, floods, 10)
    sought = {"stage": str(stage(floods, "Early ideation").id)}
    to = stage(floods, "Emerging")
    done = move_matching(actor=ada, challenge=floods, sought=sought, to=to, reason="All")
    assert (done.count, done.run.wanted if done.run else 0) == (4, 10)
    with pytest.raises(Conflict, match="still under way"):
        undo_move(actor=ada, move=done.move)
    go_on_moving.func(done.move.id)
    assert counts(floods) == recounted(floods) == {"Emerging": 10}

    undo_move(actor=ada, move=done.move)
    go_on_moving.func(done.move.id)
    assert counts(floods) == recounted(floods) == {"Early ideation": 10}
    assert MoveRun.objects.get().ended_at is not None


def test_what_a_killed_worker_left_is_gone_on_with(
    ada: Actor, ben: Actor, floods: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 4)
    many(ben, floods, 9)
    to = stage(floods, "Emerging")
    done = move_matching(actor=ada, challenge=floods, sought={}, to=to, reason="All")
    go_on(actor=ada, move=done.move)
    go_on_with_what_stopped()

    assert counts(floods) == {"Early ideation": 1, "Emerging": 8}
    assert DBTaskResult.objects.get().args_kwargs["args"] == [done.move.id]


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["move", "move", "undo"]),
        st.sets(st.integers(0, 4), min_size=1),
        st.sampled_from(["Early ideation", "Emerging", "Refining", "Parked"]),
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=MOVES)
def test_counters_are_what_a_recount_finds(
    acts: list[tuple[str, set[int], str]], ada: Actor, ben: Actor, floods: Challenge
) -> None:
    Idea.objects.filter(challenge=floods).delete()
    Stage.objects.filter(challenge=floods).update(idea_count=0)
    ideas = many(ben, floods, 5)
    made: list[StageMove] = []
    for kind, which, to in acts:
        try:
            if kind == "move":
                made.append(move(ada, *(ideas[at] for at in sorted(which)), to=to))
            elif made:
                undo_move(actor=ada, move=made[min(which) % len(made)])
        except DomainError:
            pass
        assert counts(floods) == recounted(floods)
    for done in reversed(made):
        with contextlib.suppress(DomainError):
            undo_move(actor=ada, move=done)
    assert counts(floods) == recounted(floods)
    standing = StageChange.objects.filter(undone_at=None, idea__in=[it.topic_id for it in ideas])
    if not standing.exists():
        assert counts(floods) == {"Early ideation": 5}


@pytest.mark.django_db(transaction=True)
def test_races_two_stewards_move_one_idea(tmp_path: object) -> None:
    ada, ben = factories.person("ada"), factories.person("ben")
    floods = factories.challenge(ada, factories.space(ada, "meadow"))
    factories.member(ben, floods.topic.space)
    idea = factories.idea(ben, floods)
    seen = {idea.topic_id: idea.stage_id}

    def go(name: str) -> Callable[[], object]:
        to = stage(floods, name)
        return lambda: move_ideas(actor=ada, challenge=floods, ideas=seen, to=to, reason=name)

    with several_connections(tmp_path):  # type: ignore[arg-type]
        results = together([go("Emerging"), go("Parked"), go("Refining"), go("Emerging")])
        refused = [it for it in results if isinstance(it, Conflict)]

        assert (len(refused), StageMove.objects.count(), sum(counts(floods).values())) == (3, 1, 1)
        assert counts(floods) == recounted(floods)
        assert Message.objects.filter(topic=idea.topic_id).count() == 2


@pytest.mark.django_db(transaction=True)
def test_races_undo_against_a_move(tmp_path: object) -> None:
    ada, ben = factories.person("ada"), factories.person("ben")
    floods = factories.challenge(ada, factories.space(ada, "meadow"))
    factories.member(ben, floods.topic.space)
    ideas = [factories.idea(ben, floods) for _at in range(3)]
    made = move(ada, *ideas)
    seen = {idea.topic_id: stage(floods, "Emerging").id for idea in ideas}
    parked = stage(floods, "Parked")

    with several_connections(tmp_path):  # type: ignore[arg-type]
        results = together(
            [
                lambda: undo_move(actor=ada, move=made),
                lambda: undo_move(actor=ada, move=made),
                lambda: move_ideas(
                    actor=ada, challenge=floods, ideas=seen, to=parked, reason="Later"
                ),
            ]
        )
        assert len([it for it in results if isinstance(it, Conflict)]) == 2
        assert counts(floods) == recounted(floods)
        assert sum(counts(floods).values()) == 3


def test_move_in_the_browser(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    one, two = factories.idea(ben, floods), factories.idea(ben, floods)
    browser, own = as_(ada), f"/t/{floods.topic_id}/"
    form = {
        "idea": [f"{idea.topic_id}.{idea.stage_id}" for idea in (one, two)],
        "to": str(stage(floods, "Emerging").id),
    }
    asked = browser.post(f"{own}moves/", form)
    sent = browser.post(f"{own}moves/", {**form, "reason": "Both grew", "back": f"{own}ideas/"})
    listed = browser.get(f"{own}moves/").content.decode()
    undone = browser.post(f"{own}moves/{StageMove.objects.get().id}/undo/")

    assert asked.status_code == 200
    assert asked.content.decode().count(f'value="{one.topic_id}.{one.stage_id}"') == 1
    assert (sent.status_code, sent["Location"]) == (303, f"{own}ideas/")
    assert listed.count("Both grew") == 1
    assert [listed.count(f'href="{idea.get_absolute_url()}"') for idea in (one, two)] == [1, 1]
    assert undone.status_code == 303
    assert counts(floods) == {"Early ideation": 2}


def test_reason_of_a_move_is_not_there_for_the_next_one(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    """Neither after it nor once it was taken back: it would say of an idea what is not so."""
    idea = factories.idea(ben, floods)
    browser, own = as_(ada), f"/t/{floods.topic_id}/"
    chosen = f"{idea.topic_id}.{idea.stage_id}"
    form = {"idea": chosen, "to": str(stage(floods, "Emerging").id), "reason": "Zqreason"}
    browser.post(f"{own}moves/", form)
    moved = [browser.get(f"{own}{page}/").text for page in ("ideas", "board")]
    browser.post(f"{own}moves/{StageMove.objects.get().id}/undo/")
    undone = [browser.get(f"{own}{page}/").text for page in ("ideas", "board")]

    assert ["Zqreason" in page for page in [*moved, *undone]] == [False] * 4


def test_everything_that_matches_is_moved_in_the_browser(
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 4)
    many(ben, floods, 9)
    own = f"/t/{floods.topic_id}/"
    form = {"matching": "1", "to": str(stage(floods, "Emerging").id), "reason": "All"}
    as_(ada).post(f"{own}moves/", form)
    listed = as_(ada).get(f"{own}moves/").content.decode()

    assert listed.count("4 of 9") == 1
    assert DBTaskResult.objects.count() == 1


def test_moves_are_listed_with_the_same_queries_for_many(
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
) -> None:
    idea = factories.idea(ben, floods)
    browser = as_(ada)
    move(ada, idea)
    address = f"/t/{floods.topic_id}/moves/"
    browser.get(address)
    with django_assert_num_queries(12):  # type: ignore[attr-defined]
        browser.get(address)
    move(ada, idea, to="Parked")
    move(ada, idea, to="Done")
    with django_assert_num_queries(12):  # type: ignore[attr-defined]
        browser.get(address)


def test_batches_are_as_large_as_one_request() -> None:
    assert moving.AT_ONCE == _moving.AT_ONCE == 1_000

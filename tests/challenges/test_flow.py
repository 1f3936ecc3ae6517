"""Changing a challenge's flow and criteria while it runs."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    StageWords,
    add_criterion,
    add_stage,
    arrange_stages,
    change_stage,
    close_stage,
    flow,
    moving,
    retire_criterion,
    retire_stage,
    share_idea,
    undo_move,
)
from groundswell.challenges.models import Challenge, Criterion, Idea, Reviewer, Stage, StageMove
from groundswell.challenges.tasks import go_on_moving
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.racing import several_connections, together

NAMES = ["Early ideation", "Emerging", "Refining", "Decided", "In pilot", "Done", "Parked"]


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars")


def stage(challenge: Challenge, name: str) -> Stage:
    return Stage.objects.get(challenge=challenge, name=name)


def in_order(challenge: Challenge) -> list[str]:
    rows = Stage.objects.filter(challenge=challenge, retired_at=None)
    return list(rows.values_list("name", flat=True))


def filled(found: Stage, **other: str) -> dict[str, object]:
    return {
        "name": found.name,
        "kind": found.kind,
        "says": found.says,
        "opens": found.opens.split(),
        "counts": found.counts,
        "sight": found.sight,
        **other,
    }


def test_stage_is_added_before_the_ends(ada: Actor, floods: Challenge) -> None:
    words = StageWords(name="Costed", opens=["review", "comment", "nonsense"])
    made = add_stage(actor=ada, challenge=floods, words=words)

    assert in_order(floods) == [*NAMES[:3], "Costed", *NAMES[3:]]
    assert made.opens == "comment review"
    assert Activity.objects.latest("id").kind == "challenges.stage_added"


def test_stage_is_changed_in_the_browser(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods)
    first = stage(floods, "Early ideation")
    address = f"/t/{floods.topic_id}/stages/{first.id}/"
    changed = filled(first, name="First thoughts", starts_on="2026-11-01", ends_on="2026-12-01")
    shown = as_(ada).get(address)
    answer = as_(ada).post(address, {**changed, "counts": "hidden", "opens": ["add"]})
    page = as_(None).get(f"/t/{floods.topic_id}/").content.decode()
    idea.stage.refresh_from_db()

    assert shown.content.decode().count("Early ideation") > 0
    assert (answer.status_code, answer["Location"]) == (303, f"/t/{floods.topic_id}/flow/")
    assert (idea.stage.name, idea.stage.opens, idea.stage.counts, idea.stage.ends_on) == (
        "First thoughts",
        "add",
        "hidden",
        date(2026, 12, 1),
    )
    assert page.count("Nov. 1, 2026 to Dec. 1, 2026") == 1


def test_second_to_change_it_is_told_and_loses_nothing(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    first = stage(floods, "Early ideation")
    address = f"/t/{floods.topic_id}/stages/{first.id}/"
    as_(ada).post(address, filled(first, name="First thoughts"))
    late = as_(ada).post(address, filled(first, says="Rough is welcome, whoever you are"))
    page = late.content.decode()
    fresh = stage(floods, "First thoughts")
    again = as_(ada).post(address, filled(first, says="Rough is welcome", sight=fresh.sight))

    assert late.status_code == 409
    assert page.count("was changed by somebody else while you were writing") == 1
    assert page.count('value="Rough is welcome, whoever you are"') == 1
    assert page.count(f'value="{fresh.sight}"') == 1
    assert page.count('id="now-title"') == 1
    assert again.status_code == 303


def test_days_the_wrong_way_round_are_refused(ada: Actor, floods: Challenge) -> None:
    words = StageWords(name="x", starts_on=date(2026, 2, 2), ends_on=date(2026, 1, 1))

    with pytest.raises(Invalid, match="It ends before it begins"):
        add_stage(actor=ada, challenge=floods, words=words)


def test_stages_are_put_into_another_order(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    ids = [stage(floods, name).id for name in NAMES]
    seen = ",".join(map(str, ids))
    order = ",".join(map(str, [ids[1], ids[0], *ids[2:]]))
    address = f"/t/{floods.topic_id}/flow/order/"
    as_(ada).post(address, {"seen": seen, "order": order})
    late = as_(ada).post(address, {"seen": seen, "order": seen}, follow=True)

    assert in_order(floods) == ["Emerging", "Early ideation", *NAMES[2:]]
    assert late.content.decode().count("Somebody else changed the order meanwhile") == 1


def test_order_of_strange_stages_is_refused(ada: Actor, floods: Challenge, meadow: Space) -> None:
    ids = [stage(floods, name).id for name in NAMES]
    other = factories.challenge(ada, meadow).stages.first()
    assert other is not None

    with pytest.raises(Conflict):
        arrange_stages(actor=ada, challenge=floods, order=[*ids[1:], other.id], seen=ids)


def test_page_of_the_flow_offers_each_stage_and_criterion(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    add_criterion(actor=ada, challenge=floods, name="Feasible", says="Within a year")
    page = as_(ada).get(f"/t/{floods.topic_id}/flow/").content.decode()

    assert page.count('class="arrange-row" data-id=') == 8
    assert as_(ben).get(f"/t/{floods.topic_id}/flow/").status_code == 403
    assert as_(None).get(f"/t/{floods.topic_id}/flow/").status_code == 303


def test_stage_is_added_in_the_browser(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    address = f"/t/{floods.topic_id}/flow/"
    lost = as_(ada).post(address, {"name": "", "says": "Kept words", "kind": "other"})
    kept = as_(ada).post(address, {"name": "Costed", "kind": "other", "counts": "shown"})

    assert (lost.status_code, lost.content.decode().count('value="Kept words"')) == (422, 1)
    assert kept.status_code == 303
    assert "Costed" in in_order(floods)


def test_closing_says_why_and_stops_what_it_opens(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    Reviewer.objects.create(challenge=floods, actor=ben, by=ada)
    first = stage(floods, "Early ideation")
    address = f"/t/{floods.topic_id}/stages/{first.id}/closing/"
    silent = as_(ada).post(address, {"reason": " "})
    first.refresh_from_db()
    still_open = first.closed_at is None
    as_(ada).post(address, {"reason": "The month is over"})
    first.refresh_from_db()
    project_pending()

    assert (silent.status_code, still_open) == (303, True)
    assert (first.closed_by, first.allows("add")) == (ada, False)
    assert Message.objects.get(topic=floods.topic_id, number=2).text == (
        "Closed the stage “Early ideation”: The month is over"
    )
    told = Notification.objects.filter(kind="challenges.stage_closed")
    assert list(told.values_list("recipient__handle", "reason")) == [("ben", "review")]
    as_(ada).post(address, {"reason": "We take more", "reopen": "1"})
    first.refresh_from_db()
    assert (first.closed_at, first.allows("add")) == (None, True)


def test_retired_stage_gives_its_ideas_to_another(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    ideas = [factories.idea(ben, floods) for _at in range(3)]
    first, to = stage(floods, "Early ideation"), stage(floods, "Emerging")
    Idea.objects.filter(topic=ideas[2].topic_id).update(
        merged_into=ideas[0].topic_id, root=ideas[0].topic_id
    )
    Stage.objects.filter(id=first.id).update(idea_count=2)
    address = f"/t/{floods.topic_id}/stages/{first.id}/retire/"
    asked = as_(ada).post(address, {"reason": "One stage is enough"})
    done = as_(ada).post(address, {"reason": "One stage is enough", "to": to.id})
    to.refresh_from_db()

    assert (asked.status_code, done.status_code) == (422, 303)
    assert in_order(floods) == NAMES[1:]
    assert to.idea_count == 2
    assert set(Idea.objects.values_list("stage__name", flat=True)) == {"Emerging"}
    assert Activity.objects.latest("id").kind == "challenges.stage_retired"
    assert Message.objects.filter(topic=ideas[1].topic_id, kind="note").count() == 1

    with pytest.raises(Conflict, match="Bring it back first"):
        undo_move(actor=ada, move=StageMove.objects.get())
    as_(ada).post(address, {"restore": "1"})
    undo_move(actor=ada, move=StageMove.objects.get())
    assert in_order(floods) == [*NAMES[1:], "Early ideation"]
    assert stage(floods, "Early ideation").idea_count == 2


def test_last_stage_stays(ada: Actor, meadow: Space) -> None:
    blank = factories.challenge(ada, meadow, template="blank")
    only = blank.stages.get()
    only.challenge = blank

    with pytest.raises(Conflict, match="keeps at least one stage"):
        retire_stage(actor=ada, stage=only, to=None, reason="x")


def test_worker_empties_a_large_stage_before_it_goes(
    ada: Actor, ben: Actor, floods: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "AT_ONCE", 2)
    monkeypatch.setattr(moving, "AT_ONCE", 2)
    for _at in range(5):
        factories.idea(ben, floods)
    first, to = stage(floods, "Early ideation"), stage(floods, "Emerging")
    done = retire_stage(actor=ada, stage=first, to=to, reason="Enough")
    first.refresh_from_db()
    assert (first.retired_at, first.allows("add"), first.idea_count) == (None, False, 2)
    go_on_moving.func(done.move.id)
    first.refresh_from_db()
    to.refresh_from_db()

    assert (first.retired_at is None, first.idea_count, to.idea_count) == (False, 0, 5)


def test_criteria_are_added_changed_ordered_and_retired(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    browser, own = as_(ada), f"/t/{floods.topic_id}/criteria/"
    for name in ("Feasible", "New"):
        browser.post(own, {"name": name, "says": ""})
    one, two = Criterion.objects.order_by("position")
    browser.post(
        f"{own}{one.id}/",
        {"name": "Doable", "says": "In a year", "least": "Never", "sight": one.sight},
    )
    said = browser.get(f"/t/{floods.topic_id}/").text
    late = browser.post(f"{own}{one.id}/", {"name": "Cheap", "says": "", "sight": one.sight})
    browser.post(f"{own}order/", {"seen": f"{one.id},{two.id}", "order": f"{two.id},{one.id}"})
    ordered = list(Criterion.objects.values_list("name", flat=True))
    browser.post(f"{own}{one.id}/retire/")
    twice = browser.post(f"{own}{one.id}/retire/", follow=True)
    one.refresh_from_db()
    retired = one.retired_at
    browser.post(f"{own}{one.id}/retire/", {"restore": "1"})

    assert ordered == ["New", "Doable"]
    assert (said.count(">1: Never</p>"), said.count(">5: In a year</p>")) == (1, 1)
    assert (one.name, one.says, one.least) == ("Doable", "In a year", "Never")
    assert (late.status_code, late.content.decode().count('value="Cheap"')) == (409, 1)
    assert retired is not None
    assert twice.content.decode().count("was taken out already") == 1
    assert Criterion.objects.get(id=one.id).retired_at is None
    assert browser.get(own).status_code == 302
    assert browser.get(f"{own}{one.id}/").status_code == 200


def test_members_change_no_flow(ben: Actor, floods: Challenge) -> None:
    first = stage(floods, "Early ideation")
    criterion = Criterion.objects.create(challenge=floods, position=0, name="Feasible")

    for refused in (
        lambda: close_stage(actor=ben, stage=first, reason="x"),
        lambda: add_criterion(actor=ben, challenge=floods, name="x"),
        lambda: retire_criterion(actor=ben, criterion=criterion),
        lambda: add_stage(actor=ben, challenge=floods, words=StageWords(name="x")),
    ):
        with pytest.raises(Refused):
            refused()


@pytest.mark.django_db(transaction=True)
def test_races_sharing_into_a_stage_that_goes(tmp_path: object) -> None:
    ada, ben = factories.person("ada"), factories.person("ben")
    floods = factories.challenge(ada, factories.space(ada, "meadow"))
    factories.member(ben, floods.topic.space)
    factories.idea(ben, floods)
    first, to = stage(floods, "Early ideation"), stage(floods, "Parked")

    with several_connections(tmp_path):  # type: ignore[arg-type]
        results = together(
            [
                lambda: retire_stage(actor=ada, stage=first, to=to, reason="Enough"),
                *[
                    lambda at=at: share_idea(
                        actor=ben, challenge=floods, title=f"Late {at}", text="x"
                    )
                    for at in range(4)
                ],
            ]
        )
        unexpected = [it for it in results if isinstance(it, Exception)]
        unexpected = [it for it in unexpected if not isinstance(it, Conflict)]
        assert unexpected == []
        assert Idea.objects.filter(stage__retired_at__isnull=False).count() == 0
        for found in Stage.objects.filter(challenge=floods):
            assert found.idea_count == Idea.objects.filter(stage=found).count()


@pytest.mark.django_db(transaction=True)
def test_races_two_change_one_stage(tmp_path: object) -> None:
    ada = factories.person("ada")
    floods = factories.challenge(ada, factories.space(ada, "meadow"))
    first = stage(floods, "Early ideation")

    def change(name: str) -> Callable[[], object]:
        own = Stage.objects.get(id=first.id)
        words = StageWords(name=name, kind="early")
        return lambda: change_stage(actor=ada, stage=own, words=words, sight=first.sight)

    with several_connections(tmp_path):  # type: ignore[arg-type]
        results = together([change("One"), change("Two"), change("Three")])

        assert len([it for it in results if isinstance(it, Conflict)]) == 2


def test_purpose_is_said_better_in_the_browser(
    ada: Actor, ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    challenge = factories.challenge(ada, meadow)
    address = f"/t/{challenge.topic_id}/purpose/"
    asked = as_(ada).get(address).content.decode()
    empty = as_(ada).post(address, {"purpose": " "})

    assert asked.count('name="purpose"') == 1
    assert (empty.status_code, as_(ben).get(address).status_code) == (422, 403)


def test_every_field_of_the_flow_has_its_own_label(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    page = as_(ada).get(f"/t/{floods.topic_id}/flow/").content.decode()

    labels = re.findall(r'<label for="(id_[a-z_]+)"', page)
    fields = re.findall(r'<(?:input|select|textarea)[^>]* id="(id_[a-z_]+)"', page)
    assert sorted(set(fields)) == sorted(fields)
    assert set(labels) - set(fields) == set()
    assert [name for name in fields if "criterion" in name] == [
        "id_criterion_name",
        "id_criterion_least",
        "id_criterion_says",
    ]


def test_challenge_counts_what_people_said_and_no_notes(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    factories.reply(ben, floods.topic, text="Whose cellars?")
    close_stage(actor=ada, stage=stage(floods, "Early ideation"), reason="Enough for now")

    page = as_(ben).get(f"/t/{floods.topic_id}/").content.decode()

    assert page.count("1 reply") == 1
